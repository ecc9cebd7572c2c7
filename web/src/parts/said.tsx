// What is known of a voice besides its words: when it was said, and which scores came with it.
import type { Voice } from "../api/types";
import { day, moment, number } from "../words/numbers";
import { say } from "../words/words";
import classes from "./said.module.css";

/// The moment, or the day alone where no more may be told.
export function whenSaid({ occurred_at, day: on }: Voice): string {
  if (occurred_at) return moment(occurred_at);
  return on ? day(on) : say("voice.some_time");
}

/// What is asked everywhere stands first.
const leading = ["nps", "csat", "ces", "stars"];
const rank = (name: string) => (leading.indexOf(name) + leading.length + 1) % (leading.length + 1);

/// All of them, or the first few where many voices stand together.
export function Ratings({ ratings, most = Infinity }: { ratings: Voice["ratings"]; most?: number }) {
  const sorted = Object.entries(ratings).sort(([a], [b]) => rank(a) - rank(b));
  return sorted.slice(0, most).map(([name, value]) => (
    <span key={name} className={classes.rating}>
      {say("dimension.name", { name, bare: name.replaceAll("_", " ") })} <strong>{number(value, value % 1 === 0 ? 0 : 1)}</strong>
    </span>
  ));
}
