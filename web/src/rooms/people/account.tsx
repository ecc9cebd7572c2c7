// One's own account: the password, and the second factor.
import { Button, PasswordInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../api/ask";
import { session } from "../../api/queries";
import { Refused } from "../../parts/notice";
import { say } from "../../words/words";
import { SecondFactor } from "./second_factor";
import classes from "./settings.module.css";

export function Account() {
  const now = useQuery(session).data;
  if (!now?.signed_in) return null;
  return (
    <>
      <p className={classes.about}>{say("account.who", { name: now.user.name, email: now.user.email })}</p>
      <Password email={now.user.email} />
      <SecondFactor has={now.user.second_factor} />
    </>
  );
}

function Password({ email }: { email: string }) {
  const [told, setTold] = useState({ old: "", new: "" });
  const change = useMutation({
    mutationFn: () => put("/v1/session/password", told),
    onSuccess: () => setTold({ old: "", new: "" }),
  });
  return (
    <section className={classes.block}>
      <Title order={2}>{say("account.password")}</Title>
      <p className={classes.about}>{say("account.password.about")}</p>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <PasswordInput label={say("account.password.old")} autoComplete="current-password" required withAsterisk={false} value={told.old} onChange={(event) => setTold({ ...told, old: event.currentTarget.value })} visibilityToggleButtonProps={{ "aria-label": say("field.password.show") }} />
        <PasswordInput label={say("field.password.new")} description={say("field.password.about")} autoComplete="new-password" required withAsterisk={false} value={told.new} onChange={(event) => setTold({ ...told, new: event.currentTarget.value })} visibilityToggleButtonProps={{ "aria-label": say("field.password.show") }} />
        {change.isError && <Refused error={change.error} />}
        <div className={classes.acts}>
          <Button type="submit" loading={change.isPending}>{say("account.password.change")}</Button>
          <span role="status" className={classes.done}>{change.isSuccess && told.new === "" ? say("account.password.changed") : ""}</span>
        </div>
      </form>
    </section>
  );
}
