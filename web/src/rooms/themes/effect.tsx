// What a theme does to the score of all, and how those who speak of it answer; or why that is not told.
import type { Measure, ThemeEffect } from "../../api/types";
import { Figure, Withheld, type Scale } from "../../parts/figure";
import { decimals, number } from "../../words/numbers";
import { say } from "../../words/words";
import { toneOfEffect } from "./answer_sentence";
import classes from "./themes.module.css";

interface Told {
  effect: ThemeEffect | undefined;
  unit: string;
  better: Measure["better"];
  scale: Scale;
}

export function Effect({ effect, unit, better, scale }: Told) {
  if (!effect) return <span className={classes.small}>{say("themes.effect.none")}</span>;
  const { contribution, difference, n } = effect;
  if (!contribution) return <span className={classes.why}><Withheld why={effect.withheld} n={n || 1} /></span>;
  const digits = difference ? decimals(difference) : 0;
  return (
    <span className={classes.effect} data-tone={toneOfEffect(effect, better)}>
      <Figure row={{ ...contribution, n, method: "adjusted", withheld: null }} unit={unit} scale={scale} zero />
      {difference && (
        <span className={classes.small}>
          {say("themes.effect.difference", {
            value: number(difference.value, digits),
            low: number(difference.low, digits),
            high: number(difference.high, digits),
          })}
        </span>
      )}
    </span>
  );
}
