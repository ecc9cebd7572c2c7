// The title: what moves the score most, where that is more than chance; else what is spoken of most.
import type { Measure, ThemeEffect, ThemeEffects } from "../../api/types";
import { periodWords } from "../../shell/period_picker";
import { decimals, number } from "../../words/numbers";
import { say } from "../../words/words";
import type { Line } from "./tree";

/// Whether it makes things better or worse; nothing where chance alone could have done it.
export function toneOfEffect({ contribution }: ThemeEffect, better: Measure["better"]): "better" | "worse" | undefined {
  if (!contribution || (contribution.low <= 0 && contribution.high >= 0)) return undefined;
  return contribution.value > 0 === (better !== "lower") ? "better" : "worse";
}

export const unitWords = (unit: string) => say("themes.unit", { unit: unit === "%" ? "percent" : unit === "" ? "none" : unit });

/// Names that senders tell are small; at the beginning of a sentence they are not.
const asBeginning = (name: string) => name.charAt(0).toLocaleUpperCase() + name.slice(1);

interface Told {
  lines: Line[];
  effects: ThemeEffects | undefined;
  better: Measure["better"];
  place: string | undefined;
  filtered: boolean;
  period: string;
}

export function sentence({ lines, effects, better, place, filtered, period }: Told): string {
  const when = periodWords(period, "sentence");
  const scope = say("themes.title.scope", { unit: place ?? "", scope: `${place ? "unit" : "all"}${filtered ? "_narrowed" : ""}` });
  for (const wanted of ["worse", "better"] as const) {
    const most = effects?.themes.find((effect) => toneOfEffect(effect, better) === wanted);
    if (!most?.contribution || !effects) continue;
    const { contribution } = most;
    const digits = decimals(contribution);
    return say("themes.title.moves", {
      theme: asBeginning(lines.find(({ name }) => name === most.theme)?.label ?? most.theme),
      how: wanted,
      value: number(contribution.value, digits),
      unit: unitWords(effects.unit),
      measure: effects.label,
      level: number(effects.level * 100),
      low: number(contribution.low, digits),
      high: number(contribution.high, digits),
      scope,
      when,
    });
  }
  const spoken = lines.reduce<Line | undefined>((most, line) => ((line.row?.n ?? 0) > (most?.row?.n ?? 0) ? line : most), undefined);
  if (!spoken?.row) return say("themes.title.nothing", { scope, when });
  return say("themes.title.spoken", { theme: asBeginning(spoken.label), count: spoken.row.n, scope, when });
}
