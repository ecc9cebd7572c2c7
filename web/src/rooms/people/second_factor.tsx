// The second factor: a secret for an authenticator app, proved by a code; recovery codes once; taken away with the password.
import { Button, PasswordInput, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { encode } from "uqr";
import { post, put, remove } from "../../api/ask";
import { session } from "../../api/queries";
import { Refused } from "../../parts/notice";
import { say } from "../../words/words";
import classes from "./settings.module.css";
import { ShownOnce } from "./shown_once";

export function SecondFactor({ has }: { has: boolean }) {
  const client = useQueryClient();
  const [codes, setCodes] = useState<string[]>();
  const again = () => client.invalidateQueries({ queryKey: session.queryKey });
  return (
    <section className={classes.block}>
      <Title order={2}>{say("account.second")}</Title>
      <p className={classes.about}>{say(has ? "account.second.has" : "account.second.about")}</p>
      {codes && (
        <ShownOnce title={say("account.codes")} about={say("account.codes.about")} secret={codes} done={() => setCodes(undefined)} />
      )}
      {has ? (
        <TakeAway done={again} />
      ) : (
        <SetOn
          done={(told) => {
            setCodes(told);
            void again();
          }}
        />
      )}
    </section>
  );
}

function SetOn({ done }: { done: (codes: string[]) => void }) {
  const [code, setCode] = useState("");
  const begin = useMutation({ mutationFn: () => post<{ secret: string; uri: string }>("/v1/session/second-factor") });
  const prove = useMutation({
    mutationFn: () => put<{ recovery_codes: string[] }>("/v1/session/second-factor", { code: code.trim() }),
    onSuccess: (told) => done(told.recovery_codes),
  });
  if (!begin.data) {
    return (
      <>
        {begin.isError && <Refused error={begin.error} />}
        <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>{say("account.second.begin")}</Button>
      </>
    );
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        prove.mutate();
      }}
    >
      <p className={classes.about}>{say("account.second.scan")}</p>
      <QrCode text={begin.data.uri} />
      <span>
        {say("account.second.secret")}
        <code className={classes.secret}>{begin.data.secret}</code>
      </span>
      <TextInput label={say("field.code")} inputMode="numeric" autoComplete="one-time-code" required withAsterisk={false} autoFocus value={code} onChange={(event) => setCode(event.currentTarget.value)} />
      {prove.isError && <Refused error={prove.error} />}
      <div><Button type="submit" loading={prove.isPending}>{say("account.second.prove")}</Button></div>
    </form>
  );
}

function TakeAway({ done }: { done: () => void }) {
  const [password, setPassword] = useState("");
  const away = useMutation({ mutationFn: () => remove("/v1/session/second-factor", { password }), onSuccess: done });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        away.mutate();
      }}
    >
      <PasswordInput label={say("field.password")} autoComplete="current-password" required withAsterisk={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)} visibilityToggleButtonProps={{ "aria-label": say("field.password.show") }} />
      {away.isError && <Refused error={away.error} />}
      <div><Button type="submit" variant="default" loading={away.isPending}>{say("account.second.away")}</Button></div>
    </form>
  );
}

function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text);
  const path = data.flatMap((line, y) => line.flatMap((black, x) => (black ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg className={classes.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={say("account.second.qr")} shapeRendering="crispEdges">
      <path d={path} fill="#000" />
    </svg>
  );
}
