// A number is drawn in one way everywhere: its value, a thin bar for its doubt, and a small n; or the reason why there is none.
import { CircleHelp, EyeOff } from "lucide-react";
import type { Row } from "../api/types";
import { decimals, number, withUnit } from "../words/numbers";
import { say } from "../words/words";
import classes from "./figure.module.css";

export type Estimate = Pick<Row, "value" | "low" | "high" | "n" | "method" | "withheld" | "left_out">;
export interface Scale {
  min: number;
  max: number;
}

/// From the lowest to the highest bound of what stands together, so that bars can be held against each other.
export function scaleOf(rows: (Estimate | null | undefined)[]): Scale {
  const low = rows.flatMap((row) => (row?.low == null ? [] : [row.low]));
  const high = rows.flatMap((row) => (row?.high == null ? [] : [row.high]));
  if (low.length === 0) return { min: 0, max: 1 };
  const min = Math.min(...low);
  const max = Math.max(...high);
  const air = (max - min || Math.abs(max) || 1) * 0.08;
  return { min: min - air, max: max + air };
}

export const isExact = (row: Estimate) => row.method === "exact";

/// "30", "82%", "4.2 of 5": with as many digits as its doubt allows.
export function valueText(row: Estimate, unit: string): string {
  if (row.value == null || row.low == null || row.high == null) return "";
  return withUnit(row.value, unit, decimals({ low: row.low, high: row.high }, isExact(row)));
}

/// As valueText(), without the unit where it is a word: beside a chart, in a sentence that has named it already.
export function shortText(row: Estimate, unit: string): string {
  return valueText(row, unit === "%" ? unit : "") + (isExact(row) && row.left_out ? "+" : "");
}

export function countText(row: Estimate): string {
  return number(row.n) + (row.left_out ? "+" : "");
}

interface FigureTold {
  row: Estimate;
  unit: string;
  scale: Scale;
  large?: boolean;
  /// Where its n stands in a column of its own.
  withoutN?: boolean;
  /// Which side of nothing it lies on is what is asked.
  zero?: boolean;
}

export function Figure({ row, unit, scale, large, withoutN, zero }: FigureTold) {
  if (row.value == null || row.low == null || row.high == null) return <Withheld why={row.withheld} n={row.n} />;
  const { value, low, high } = row;
  const digits = decimals({ low, high }, isExact(row));
  const at = (x: number) => `${((x - scale.min) / (scale.max - scale.min)) * 100}%`;
  const span = say("figure.interval", { low: number(low, digits), high: number(high, digits) });
  return (
    <span className={classes.figure} data-large={large || undefined} data-bare={withoutN || undefined}>
      <span className={classes.value}>{shortText(row, unit)}</span>
      {isExact(row) ? (
        <span />
      ) : (
        <span className={classes.doubt} title={span}>
          <span className="bw-unseen">{span}</span>
          <span className={classes.track} aria-hidden>
            {zero && scale.min < 0 && scale.max > 0 && <span className={classes.zero} style={{ insetInlineStart: at(0) }} />}
            <span className={classes.bar} style={{ insetInlineStart: at(low), insetInlineEnd: `calc(100% - ${at(high)})` }} />
            <span className={classes.dot} style={{ insetInlineStart: at(value) }} />
          </span>
          {large && <span className={classes.ends} aria-hidden>{span}</span>}
        </span>
      )}
      {!withoutN && <span className={classes.n}>{isExact(row) ? "" : say("figure.n", { n: countText(row) })}</span>}
    </span>
  );
}

/// Nobody has answered: no figure is kept back, there is none.
export const isUnheard = ({ n, withheld }: Pick<Estimate, "n" | "withheld">) =>
  n === 0 && (withheld === null || withheld.startsWith("no answers"));

/// Closed eye: there is something, and it would tell of too few people. Grey question mark: nobody has said anything yet.
export function Withheld({ why, n }: { why: string | null; n: number }) {
  const unknown = isUnheard({ n, withheld: why });
  const Icon = unknown ? CircleHelp : EyeOff;
  return (
    <span className={classes.withheld}>
      <Icon size={16} strokeWidth={1.75} aria-label={say(unknown ? "figure.unknown" : "figure.withheld")} role="img" />
      <span>{why ?? say("figure.unknown")}</span>
    </span>
  );
}
