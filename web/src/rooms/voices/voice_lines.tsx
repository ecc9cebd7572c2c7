// Voices one under the other; each opens beside, with everything that is known around it.
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { Voice } from "../../api/types";
import { Quotation, Themes } from "../../parts/quotation";
import { day, moment, number } from "../../words/numbers";
import { say } from "../../words/words";
import classes from "./voices.module.css";

/// The moment, or the day alone where no more may be told.
export function whenSaid({ occurred_at, day: on }: Voice): string {
  if (occurred_at) return moment(occurred_at);
  return on ? day(on) : say("voice.some_time");
}

interface Told {
  voices: Voice[];
  open: (id: string | undefined) => void;
  opened: string | undefined;
  fresh?: boolean;
}

export function VoiceLines({ voices, opened, fresh }: Told) {
  return (
    <ol className={classes.lines}>
      {voices.map((voice) => <Line key={voice.id} voice={voice} isOpen={voice.id === opened} fresh={fresh ?? false} />)}
    </ol>
  );
}

/// Drawn once: when many come in, only what is new is work.
const Line = memo(function Line({ voice, isOpen, fresh }: { voice: Voice; isOpen: boolean; fresh: boolean }) {
  return (
    <li className={classes.line} data-open={isOpen || undefined} data-fresh={fresh || undefined}>
      <div className={classes.where}>
        <Link
          to="."
          search={(before) => ({ ...before, open: voice.id })}
          resetScroll={false}
          className={classes.opener}
          aria-current={isOpen ? "true" : undefined}
        >
          {whenSaid(voice)}
        </Link>
        {[voice.unit, voice.touchpoint, voice.channel].filter(Boolean).map((each) => <span key={each}>{each}</span>)}
      </div>
      <Quotation voice={voice} />
      <div className={classes.marks}>
        <Ratings ratings={voice.ratings} most={2} />
        <Themes themes={voice.themes} />
      </div>
    </li>
  );
});

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
