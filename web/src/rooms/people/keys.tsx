// Keys for programs: what each may do, and the key itself once.
import { Button, Checkbox, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post, remove } from "../../api/ask";
import { keys } from "../../api/queries";
import type { Key } from "../../api/types";
import { Coming, Empty, Refused } from "../../parts/notice";
import { moment } from "../../words/numbers";
import { say } from "../../words/words";
import classes from "./settings.module.css";
import { ShownOnce } from "./shown_once";

const scopes = ["signals:send", "acts:send", "measures:read", "voices:read", "organisation:read", "organisation:change", "webhooks:change"];

export function Keys() {
  const all = useQuery(keys);
  const [made, setMade] = useState<{ name: string; secret: string }>();
  return (
    <>
      {made && (
        <ShownOnce
          title={say("keys.made", { name: made.name })}
          about={say("keys.made.about")}
          secret={made.secret}
          done={() => setMade(undefined)}
        />
      )}
      <MakeKey made={setMade} />
      {all.isError ? (
        <Refused error={all.error} />
      ) : !all.data ? (
        <Coming lines={3} />
      ) : all.data.length === 0 ? (
        <Empty title={say("keys.empty")}>{say("keys.empty.text")}</Empty>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{say("field.name")}</th>
                <th scope="col">{say("keys.may")}</th>
                <th scope="col">{say("keys.made_at")}</th>
                <th scope="col"><span className="bw-unseen">{say("people.acts")}</span></th>
              </tr>
            </thead>
            <tbody>{all.data.map((key) => <Line key={key.id} told={key} />)}</tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Line({ told }: { told: Key }) {
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const revoke = useMutation({
    mutationFn: () => remove(`/v1/keys/${told.id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.queryKey }),
  });
  return (
    <tr>
      <td>
        {told.name}
        <small>{told.id}</small>
      </td>
      <td>
        {told.scopes.join(", ")}
        {told.source && <small>{say("keys.source", { source: told.source })}</small>}
      </td>
      <td>
        {moment(told.made_at)}
        <small>{told.made_by}</small>
      </td>
      <td>
        {told.revoked_at ? (
          say("keys.revoked", { at: moment(told.revoked_at) })
        ) : (
          <Button size="compact-xs" variant={sure ? "filled" : "default"} color={sure ? "red.9" : undefined} loading={revoke.isPending} onClick={() => (sure ? revoke.mutate() : setSure(true))} onBlur={() => setSure(false)}>
            {sure ? say("keys.revoke.sure", { name: told.name }) : say("keys.revoke")}
          </Button>
        )}
        {revoke.isError && <Refused error={revoke.error} />}
      </td>
    </tr>
  );
}

function MakeKey({ made }: { made: (told: { name: string; secret: string }) => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [source, setSource] = useState("");
  const [may, setMay] = useState(["signals:send"]);
  const going = useMutation({
    mutationFn: () => post<{ secret: string }>("/v1/keys", { name, scopes: may, ...(source.trim() && { source: source.trim() }) }),
    onSuccess: async ({ secret }) => {
      made({ name, secret });
      setName("");
      await client.invalidateQueries({ queryKey: keys.queryKey });
    },
  });
  return (
    <form
      className={classes.part}
      onSubmit={(event) => {
        event.preventDefault();
        going.mutate();
      }}
    >
      <Title order={2}>{say("keys.make")}</Title>
      <p className={classes.about}>{say("keys.make.about")}</p>
      <div className={classes.form}>
        <TextInput label={say("keys.name")} placeholder={say("keys.name.example")} required withAsterisk={false} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label={say("keys.source.label")} description={say("keys.source.about")} value={source} onChange={(event) => setSource(event.currentTarget.value)} />
        <Checkbox.Group label={say("keys.may")} value={may} onChange={setMay}>
          {scopes.map((scope) => <Checkbox key={scope} mt={6} value={scope} label={say("keys.scope", { scope: scope.replace(":", "_") })} />)}
        </Checkbox.Group>
        {going.isError && <Refused error={going.error} />}
        <div><Button type="submit" loading={going.isPending} disabled={may.length === 0}>{say("keys.make")}</Button></div>
      </div>
    </form>
  );
}
