// People & settings: who may do what, keys for programs, one's own account, and what was done.
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { session } from "../../api/queries";
import type { Right } from "../../api/types";
import { Page } from "../../parts/page";
import { Tabs } from "../../parts/tabs";
import { say, type Word } from "../../words/words";
import { Account } from "./account";
import { Audit } from "./audit";
import { Keys } from "./keys";
import { People } from "./people";

interface Section {
  to: "/settings/account" | "/settings/people" | "/settings/keys" | "/settings/audit";
  name: Word;
  title: Word;
  needs?: Right;
  room: () => React.ReactNode;
}

const sections: Section[] = [
  { to: "/settings/account", name: "settings.account", title: "settings.account.title", room: Account },
  { to: "/settings/people", name: "settings.people", title: "settings.people.title", needs: "users:change", room: People },
  { to: "/settings/keys", name: "settings.keys", title: "settings.keys.title", needs: "keys:change", room: Keys },
  { to: "/settings/audit", name: "settings.audit", title: "settings.audit.title", needs: "audit:read", room: Audit },
];

export function Settings() {
  const { pathname } = useLocation();
  const now = useQuery(session).data;
  if (!now?.signed_in) return null;
  const mine = sections.filter(({ needs }) => !needs || now.rights.includes(needs));
  const here = mine.find(({ to }) => pathname.startsWith(to));
  const Room = here?.room;
  return (
    <Page
      title={say(here?.title ?? "settings.not_yours")}
      above={<Tabs label={say("room.settings")} tabs={mine} />}
    >
      {Room ? <Room /> : <p>{say("settings.not_yours.text")}</p>}
    </Page>
  );
}
