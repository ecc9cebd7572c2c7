// Welcome: somebody was let in, or lost a password, and chooses one.
import { Button, PasswordInput } from "@mantine/core";
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

export function Welcome() {
  const token = useToken();
  const enter = useEntered();
  const [password, setPassword] = useState("");
  const going = useMutation({
    mutationFn: () => post<Session>("/v1/invitations/accept", { token, password }),
    onSuccess: (next) => enter(next),
  });
  if (!token) {
    return (
      <Door title={say("entry.no_token")} about={say("entry.no_token.welcome")}>
        <Link to="/sign-in">{say("entry.to_sign_in")}</Link>
      </Door>
    );
  }
  return (
    <Door title={say("entry.welcome")} about={say("entry.welcome.about")}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          going.mutate();
        }}
      >
        {going.isError && <Refused error={going.error} />}
        <PasswordInput label={say("field.password.new")} description={say("field.password.about")} autoComplete="new-password" required withAsterisk={false} autoFocus value={password} onChange={(event) => setPassword(event.currentTarget.value)} visibilityToggleButtonProps={{ "aria-label": say("field.password.show") }} />
        <Button type="submit" loading={going.isPending} mt="xs">{say("entry.welcome.go")}</Button>
      </form>
    </Door>
  );
}
