// Sign-in: with the provider, where there is one; or address and password, then the second factor where there is one.
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { post, Problem, rememberToken } from "../../api/ask";
import { session } from "../../api/queries";
import type { Session } from "../../api/types";
import { Refused, Said } from "../../parts/notice";
import { say } from "../../words/words";
import { Door } from "./door";
import classes from "./door.module.css";

const route = getRouteApi("/sign-in");

/// Where the reader wanted to go; only ever a page of this server.
const inside = (then: string | undefined) => (then?.startsWith("/") && !then.startsWith("//") ? then : "/");

/// What the server may say of a sign-in with the provider; of any other word, that something went wrong.
const problems = [
  "not_offered", "busy", "too_often", "provider_down", "misconfigured", "cancelled", "expired", "not_trusted", "closed", "no_address",
  "unverified_address", "linked_otherwise", "nothing_granted", "not_set_up", "fault",
] as const;
const problemWords = (told: string) => say(`entry.openid.problem.${problems.find((one) => one === told) ?? "fault"}`);

/// Takes a new session over, and goes on.
export function useEntered(): (told: Session, then?: string) => void {
  const client = useQueryClient();
  const router = useRouter();
  return (told, then) => {
    client.clear();
    client.setQueryData(session.queryKey, told);
    rememberToken(told.signed_in ? told.csrf : "");
    router.history.replace(inside(then));
  };
}

export function SignIn() {
  const { then, problem } = route.useSearch();
  const now = useQuery(session);
  const enter = useEntered();
  const [told, setTold] = useState({ email: "", password: "", code: "" });
  const going = useMutation({
    mutationFn: () =>
      post<Session>("/v1/session", { email: told.email, password: told.password, ...(told.code && { code: told.code.trim() }) }),
    onSuccess: (next) => enter(next, then),
  });
  useEffect(() => {
    if (now.data?.signed_in && !going.isPending) enter(now.data, then);
    // Only what the server says of the session moves the reader on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [now.data]);

  const refused = going.error instanceof Problem ? going.error : undefined;
  const needsCode = refused?.needs === "code" || told.code !== "";
  const set = (name: keyof typeof told) => (event: { currentTarget: { value: string } }) =>
    setTold({ ...told, [name]: event.currentTarget.value });

  if (now.data && !now.data.signed_in && now.data.setup_needed) {
    return <Door title={say("entry.setup_needed")} about={say("entry.setup_needed.text")}>{null}</Door>;
  }
  const provider = now.data && !now.data.signed_in ? now.data.openid : undefined;
  return (
    <Door title={say("entry.sign_in")}>
      {problem && !going.isError && !going.isPending && <Said>{problemWords(problem)}</Said>}
      {provider && (
        <div className={classes.provider}>
          <Button component="a" href={`/v1/session/openid?then=${encodeURIComponent(inside(then))}`} variant="default" fullWidth>
            {provider.label}
          </Button>
          <div className={classes.or}>{say("entry.or")}</div>
        </div>
      )}
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          going.mutate();
        }}
      >
        {going.isError && refused?.needs !== "code" && <Refused error={going.error} />}
        <TextInput label={say("field.email")} type="email" autoComplete="username" required withAsterisk={false} autoFocus value={told.email} onChange={set("email")} />
        <PasswordInput label={say("field.password")} autoComplete="current-password" required withAsterisk={false} value={told.password} onChange={set("password")} visibilityToggleButtonProps={{ "aria-label": say("field.password.show") }} />
        {needsCode && (
          <TextInput
            label={say("field.code")}
            description={say("field.code.about")}
            autoComplete="one-time-code"
            autoFocus
            required
            withAsterisk={false}
            value={told.code}
            onChange={set("code")}
          />
        )}
        <Button type="submit" loading={going.isPending} mt="xs">{say("entry.sign_in")}</Button>
      </form>
    </Door>
  );
}
