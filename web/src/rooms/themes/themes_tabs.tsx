// What else there is around themes, for whoever may: reviewing readings, how texts are read, and what is listened for.
import { useQuery } from "@tanstack/react-query";
import { session } from "../../api/queries";
import type { Session } from "../../api/types";
import { Tabs, type Tab } from "../../parts/tabs";
import { say } from "../../words/words";

/// The book is everybody's: only whoever sees everything changes it.
export const mayChangeBook = (now: Session | undefined) =>
  now?.signed_in === true && now.rights.includes("themes:change") && now.reach.everything;

/// Readings are reviewed of the voices that one may read.
export const mayReview = (now: Session | undefined) =>
  now?.signed_in === true && now.rights.includes("themes:change") && now.rights.includes("voices:read");

const pages: (Tab & { may?: (now: Session | undefined) => boolean })[] = [
  { to: "/themes", name: "room.themes" },
  { to: "/themes/review", name: "review.title", may: mayReview },
  { to: "/themes/models", name: "models.name", above: true },
  { to: "/themes/edit", name: "themes.edit", may: mayChangeBook },
];

export function ThemesTabs() {
  const now = useQuery(session).data;
  return <Tabs label={say("room.themes")} tabs={pages.filter(({ may }) => !may || may(now))} />;
}
