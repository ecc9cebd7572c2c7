// Letting somebody in: a name, an address, what they may do; and a link for them to choose a password with.
import { Button, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../api/ask";
import { users } from "../../api/queries";
import type { User } from "../../api/types";
import { Refused } from "../../parts/notice";
import { say } from "../../words/words";
import { Grants, listener } from "./grants";
import classes from "./settings.module.css";

export function Invite({ invited, close }: { invited: (told: { name: string; link: string }) => void; close: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [grants, setGrants] = useState([listener]);
  const going = useMutation({
    mutationFn: () => post<{ user: User; link: string }>("/v1/users", { name, email, grants }),
    onSuccess: async ({ link }) => {
      await client.invalidateQueries({ queryKey: users.queryKey });
      invited({ name, link });
    },
  });
  return (
    <form
      className={`${classes.block} ${classes.wide}`}
      onSubmit={(event) => {
        event.preventDefault();
        going.mutate();
      }}
    >
      <Title order={2}>{say("people.invite")}</Title>
      <p className={classes.about}>{say("people.invite.about")}</p>
      <div className={classes.form}>
        <TextInput label={say("field.name")} required withAsterisk={false} autoFocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label={say("field.email")} type="email" required withAsterisk={false} value={email} onChange={(event) => setEmail(event.currentTarget.value)} mb="md" />
      </div>
      <Grants grants={grants} change={setGrants} />
      {going.isError && <Refused error={going.error} />}
      <div className={classes.acts}>
        <Button type="submit" loading={going.isPending}>{say("people.invite.go")}</Button>
        <Button variant="default" onClick={close}>{say("people.leave")}</Button>
      </div>
    </form>
  );
}
