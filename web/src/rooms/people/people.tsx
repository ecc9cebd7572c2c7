// Who is let in, and how far: roles over parts of the organisation, each with what it may see.
import { Button, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post, put } from "../../api/ask";
import { session, users } from "../../api/queries";
import type { Grant, User } from "../../api/types";
import { Coming, Refused } from "../../parts/notice";
import { moment } from "../../words/numbers";
import { say } from "../../words/words";
import { Grants } from "./grants";
import { Invite } from "./invite";
import classes from "./settings.module.css";
import { ShownOnce } from "./shown_once";

interface NewLink {
  name: string;
  link: string;
}

export function People() {
  const all = useQuery(users);
  const [link, setLink] = useState<NewLink>();
  const [inviting, setInviting] = useState(false);
  return (
    <>
      {link && (
        <ShownOnce
          title={say("people.link.title", { name: link.name })}
          about={say("people.link.about")}
          secret={new URL(link.link, window.location.origin).href}
          done={() => setLink(undefined)}
        />
      )}
      <div className={classes.part}>
        {inviting ? (
          <Invite
            close={() => setInviting(false)}
            invited={(next) => {
              setLink(next);
              setInviting(false);
            }}
          />
        ) : (
          <Button onClick={() => setInviting(true)}>{say("people.invite")}</Button>
        )}
      </div>
      {all.isError ? <Refused error={all.error} /> : !all.data ? <Coming lines={5} /> : <Users users={all.data} linked={setLink} />}
    </>
  );
}

function Users({ users: all, linked }: { users: User[]; linked: (link: NewLink) => void }) {
  const [changing, setChanging] = useState<string>();
  const person = all.find(({ id }) => id === changing);
  return (
    <>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{say("field.name")}</th>
              <th scope="col">{say("people.may")}</th>
              <th scope="col">{say("people.seen")}</th>
              <th scope="col"><span className="bw-unseen">{say("people.acts")}</span></th>
            </tr>
          </thead>
          <tbody>
            {all.map((user) => (
              <Line key={user.id} user={user} linked={linked} change={() => setChanging(user.id)} />
            ))}
          </tbody>
        </table>
      </div>
      {person && <ChangeGrants key={person.id} user={person} close={() => setChanging(undefined)} />}
    </>
  );
}

export function grantWords({ role, unit, voices, names, employees }: Grant): string {
  const sees = [voices && say("grant.voices"), names && say("grant.names"), employees && say("grant.employees")].filter(
    (each): each is string => typeof each === "string",
  );
  return say("grant.words", {
    role: say("role", { role }),
    scope: unit === null ? "all" : "unit",
    unit: unit ?? "",
    sees: sees.length > 0 && role !== "owner" ? say("grant.sees", { sees: sees.join(", ") }) : "",
  });
}

function Line({ user, linked, change }: { user: User; linked: (link: NewLink) => void; change: () => void }) {
  const client = useQueryClient();
  const me = useQuery(session).data;
  const mine = me?.signed_in === true && me.user.id === user.id;
  const renew = useMutation({
    mutationFn: () => post<{ link: string }>(`/v1/users/${user.id}/link`),
    onSuccess: ({ link }) => linked({ name: user.name, link }),
  });
  const close = useMutation({
    mutationFn: () => post(`/v1/users/${user.id}/closure`),
    onSuccess: () => client.invalidateQueries({ queryKey: users.queryKey }),
  });
  const [sure, setSure] = useState(false);
  const error = renew.error ?? close.error;
  return (
    <tr>
      <td>
        {user.name}
        <small>{user.email}</small>
      </td>
      <td>{user.grants.map((grant) => <div key={grantWords(grant)}>{grantWords(grant)}</div>)}</td>
      <td>
        {say("people.state", { state: user.state })}
        <small>
          {user.last_signed_in ? say("people.last", { at: moment(user.last_signed_in) }) : say("people.never")}
          {user.second_factor ? say("people.second_factor") : ""}
        </small>
      </td>
      <td>
        {user.state !== "closed" && (
          <div className={classes.acts}>
            <Button size="compact-xs" variant="default" onClick={change} aria-label={say("people.change.of", { name: user.name })}>{say("people.change")}</Button>
            {!mine && (
              <>
                <Button size="compact-xs" variant="default" loading={renew.isPending} onClick={() => renew.mutate()} aria-label={say("people.renew.of", { name: user.name })}>{say("people.renew")}</Button>
                <Button size="compact-xs" variant={sure ? "filled" : "default"} color={sure ? "red.9" : undefined} loading={close.isPending} onClick={() => (sure ? close.mutate() : setSure(true))} onBlur={() => setSure(false)}>
                  {sure ? say("people.close.sure", { name: user.name }) : say("people.close")}
                </Button>
              </>
            )}
          </div>
        )}
        {error && <Refused error={error} />}
      </td>
    </tr>
  );
}

function ChangeGrants({ user, close }: { user: User; close: () => void }) {
  const client = useQueryClient();
  const [grants, setGrants] = useState(user.grants);
  const keep = useMutation({
    mutationFn: () => put(`/v1/users/${user.id}/grants`, { grants }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: users.queryKey });
      close();
    },
  });
  return (
    <section className={`${classes.block} ${classes.wide}`}>
      <Title order={2}>{say("people.change.of", { name: user.name })}</Title>
      <Grants grants={grants} change={setGrants} />
      {keep.isError && <Refused error={keep.error} />}
      <div className={classes.acts}>
        <Button loading={keep.isPending} onClick={() => keep.mutate()}>{say("people.keep")}</Button>
        <Button variant="default" onClick={close}>{say("people.leave")}</Button>
      </div>
    </section>
  );
}
