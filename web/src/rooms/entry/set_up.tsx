// First-run set-up: whoever holds the one-time link that the server printed becomes the owner.
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../api/ask";
import type { Session } from "../../api/types";
import { Refused } from "../../parts/notice";
import { say } from "../../words/words";
import { Door } from "./door";
import classes from "./door.module.css";
import { useEntered } from "./sign_in";
import { useToken } from "./token";

export function SetUp() {
  const token = useToken();
  const enter = useEntered();
  const [told, setTold] = useState({ name: "", email: "", password: "" });
  const going = useMutation({
    mutationFn: () => post<Session>("/v1/setup", { token, ...told }),
    onSuccess: (next) => enter(next),
  });
  const set = (name: keyof typeof told) => (event: { currentTarget: { value: string } }) =>
    setTold({ ...told, [name]: event.currentTarget.value });

  if (!token) {
    return (
      <Door title={say("entry.no_token")} about={say("entry.no_token.setup")}>
        <Link to="/sign-in">{say("entry.to_sign_in")}</Link>
      </Door>
    );
  }
  return (
    <Door title={say("entry.set_up")} about={say("entry.set_up.about")}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          going.mutate();
        }}
      >
        {going.isError && <Refused error={going.error} />}
        <TextInput label={say("field.name")} autoComplete="name" required withAsterisk={false} autoFocus value={told.name} onChange={set("name")} />
        <TextInput label={say("field.email")} type="email" autoComplete="username" required withAsterisk={false} value={told.email} onChange={set("email")} />
        <PasswordInput label={say("field.password.new")} description={say("field.password.about")} autoComplete="new-password" required withAsterisk={false} value={told.password} onChange={set("password")} visibilityToggleButtonProps={{ "aria-label": say("field.password.show") }} />
        <Button type="submit" loading={going.isPending} mt="xs">{say("entry.set_up.go")}</Button>
      </form>
    </Door>
  );
}
