// Voices one under the other; each opens beside, with everything that is known around it.
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { Voice } from "../../api/types";
import { Quotation, Themes } from "../../parts/quotation";
import { Ratings, whenSaid } from "../../parts/said";
import classes from "./voices.module.css";

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
