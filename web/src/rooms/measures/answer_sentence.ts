// The title: the answer as one sentence, in the server's figures and verdict.
import type { ComparedRow } from "../../api/types";
import { isExact, isUnheard, shortText, valueText } from "../../parts/figure";
import { periodWords } from "../../shell/period_picker";
import { decimals, number } from "../../words/numbers";
import { say } from "../../words/words";

interface Told {
  label: string;
  row: ComparedRow;
  unit: string;
  place: string | undefined;
  filtered: boolean;
  period: string;
}

export function sentence({ label, row, unit, place, filtered, period }: Told): string {
  const subject = say("measures.title.subject", {
    measure: label,
    unit: place ?? "",
    scope: `${place ? "unit" : "all"}${filtered ? "_narrowed" : ""}`,
  });
  const when = periodWords(period, "sentence");
  if (row.value == null || row.low == null || row.high == null) {
    return say(isUnheard(row) ? "measures.title.unknown" : "measures.title.withheld", { subject, when });
  }
  const digits = decimals({ low: row.low, high: row.high });
  const half = Math.max(row.high - row.value, row.value - row.low);
  const is = isExact(row)
    ? say("measures.title.counted", { subject, value: shortText(row, unit), when })
    : say("measures.title.estimated", { subject, value: valueText(row, unit), half: number(half, digits), when });
  return row.difference ? say("measures.title.with_change", { is, change: changeWords(row, period) }) : say("measures.title.alone", { is });
}

function changeWords({ difference }: ComparedRow, period: string): string {
  const before = periodWords(period, "before");
  if (!difference || difference.verdict === "can't tell") return say("measures.title.no_change", { before });
  const size = number(Math.abs(difference.value), decimals(difference));
  return say(difference.verdict === "up" ? "measures.title.higher" : "measures.title.lower", { size, before });
}
