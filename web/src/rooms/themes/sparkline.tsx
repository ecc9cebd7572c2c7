// A trend as small as a word. The way to the large one, and to its table, goes through it.
import { number } from "../../words/numbers";
import { say } from "../../words/words";
import classes from "./themes.module.css";

const k_width = 84;
const k_height = 22;
const k_air = 3;

/// All of them on one scale, so that they can be held against each other.
export function Sparkline({ values, min, max }: { values: (number | null)[]; min: number; max: number }) {
  const points = values.map((value, at) => (value === null ? undefined : {
    x: k_air + (at / Math.max(1, values.length - 1)) * (k_width - 2 * k_air),
    y: k_height - k_air - ((value - min) / (max - min || 1)) * (k_height - 2 * k_air),
  }));
  const told = values.filter((value) => value !== null);
  const first = told[0];
  const last = told.at(-1);
  const end = points.findLast((point) => point !== undefined);
  if (first === undefined || last === undefined || !end) return <span className={classes.small}>{say("figure.unknown")}</span>;
  // A gap where nothing is known: the line begins anew behind it.
  const path = points.map((point, at) => (point ? `${at > 0 && points[at - 1] ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}` : "")).join("");
  return (
    <svg className={classes.spark} viewBox={`0 0 ${k_width} ${k_height}`} width={k_width} height={k_height} role="img" aria-label={say("themes.trend.told", { first: number(first), last: number(last) })}>
      <path d={path} />
      <circle cx={end.x} cy={end.y} r={2.25} />
    </svg>
  );
}
