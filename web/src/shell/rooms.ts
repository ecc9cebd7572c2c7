// The rooms that exist, in the order of the rail. Whoever lacks the right to one does not see it.
import { ChartSpline, MessageSquareQuote, Settings2, Tags, type LucideIcon } from "lucide-react";
import type { Right } from "../api/types";
import type { Word } from "../words/words";

export interface Room {
  to: "/measures" | "/voices" | "/themes" | "/settings/account";
  name: Word;
  icon: LucideIcon;
  needs?: Right;
}

export const rooms: Room[] = [
  { to: "/measures", name: "room.measures", icon: ChartSpline, needs: "measures:read" },
  { to: "/voices", name: "room.voices", icon: MessageSquareQuote, needs: "voices:read" },
  { to: "/themes", name: "room.themes", icon: Tags, needs: "measures:read" },
  { to: "/settings/account", name: "room.settings", icon: Settings2 },
];
