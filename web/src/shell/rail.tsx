// The rail: the rooms that exist and that the reader may enter, and who is reading.
import { ActionIcon, CloseButton, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useLocation, useRouter } from "@tanstack/react-router";
import { LogOut, Moon, Sun } from "lucide-react";
import { remove } from "../api/ask";
import type { SignedIn } from "../api/types";
import { say } from "../words/words";
import { rooms } from "./rooms";
import classes from "./shell.module.css";

export function Rail({ session, close }: { session: SignedIn; close: (() => void) | undefined }) {
  const { pathname } = useLocation();
  const mine = rooms.filter(({ needs }) => !needs || session.rights.includes(needs));
  return (
    <>
      <div className={classes.wordmark}>
        <img src="/bellwether.svg" alt="" width={26} height={26} />
        <span>{say("product")}</span>
        {close && <CloseButton onClick={close} aria-label={say("shell.close")} />}
      </div>
      <nav aria-label={say("shell.rooms")}>
        <ul className={classes.rooms}>
          {mine.map(({ to, name, icon: Icon }) => {
            const here = pathname.split("/")[1] === to.split("/")[1];
            return (
              <li key={to}>
                <Link
                  to={to}
                  className={classes.link}
                  {...(here ? { "data-here": true, "aria-current": "page" as const } : {})}
                >
                  <Icon size={18} strokeWidth={1.75} aria-hidden />
                  {say(name)}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      <div className={classes.foot}>
        <div className={classes.who}>
          <strong>{session.user.name}</strong>
          {session.organisation}
        </div>
        <div className={classes.actions}>
          <Scheme />
          <SignOut />
        </div>
      </div>
    </>
  );
}

function Scheme() {
  const { setColorScheme } = useMantineColorScheme();
  const now = useComputedColorScheme("light");
  const other = now === "light" ? "dark" : "light";
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      onClick={() => setColorScheme(other)}
      aria-label={say(other === "dark" ? "shell.dark" : "shell.light")}
      title={say(other === "dark" ? "shell.dark" : "shell.light")}
    >
      {now === "light" ? <Moon size={18} strokeWidth={1.75} /> : <Sun size={18} strokeWidth={1.75} />}
    </ActionIcon>
  );
}

function SignOut() {
  const client = useQueryClient();
  const router = useRouter();
  const out = useMutation({
    mutationFn: () => remove("/v1/session"),
    onSuccess: async () => {
      client.clear();
      await router.navigate({ to: "/sign-in", search: {} });
    },
  });
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      loading={out.isPending}
      onClick={() => out.mutate()}
      aria-label={say("shell.sign_out")}
      title={say("shell.sign_out")}
    >
      <LogOut size={18} strokeWidth={1.75} />
    </ActionIcon>
  );
}
