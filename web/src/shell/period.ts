// The period that stays while moving about: a word in the address ("12w", "6m", "all", "2026-08-01..2026-09-30") and the
// days that it means. It ends with the last day that has facts, so that a company that imports by the month sees its month.
import type { Days } from "../api/types";

export const presets = ["4w", "12w", "26w", "12m", "24m", "all"] as const;
export const usual = "12w";
export const grains = ["day", "week", "month", "quarter", "year"] as const;
export type Grain = (typeof grains)[number];

export interface Span {
  from: string;
  to: string;
}

const k_day_ms = 86_400_000;
const utc = (day: string) => Date.parse(`${day}T00:00:00Z`);
const text = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export const plusDays = (day: string, count: number) => text(utc(day) + count * k_day_ms);
export const daysIn = ({ from, to }: Span) => Math.round((utc(to) - utc(from)) / k_day_ms) + 1;

const isDay = (word: string) => /^\d{4}-\d\d-\d\d$/.test(word) && !Number.isNaN(utc(word));

function monday(day: string): string {
  const weekday = (new Date(utc(day)).getUTCDay() + 6) % 7;
  return plusDays(day, -weekday);
}

function firstOfMonth(day: string, back: number): string {
  const at = new Date(utc(day));
  return text(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - back, 1));
}

/// The two days of a period told by its ends, if it is one.
export function ends(period: string): Span | undefined {
  const [from, to] = period.split("..");
  return from && to && isDay(from) && isDay(to) && from <= to ? { from, to } : undefined;
}

/// Whole weeks (from Monday) and whole months back from the last day; nothing while there are no facts.
export function span(period: string, days: Days): Span | undefined {
  const told = ends(period);
  if (told) return told;
  if (!days.from || !days.to) return undefined;
  const match = /^(\d{1,3})([wm])$/.exec(period);
  if (!match) return period === "all" ? { from: days.from, to: days.to } : span(usual, days);
  const count = Math.max(1, Number(match[1]));
  const from = match[2] === "w" ? plusDays(monday(days.to), -7 * (count - 1)) : firstOfMonth(days.to, count - 1);
  return { from, to: days.to };
}

/// The grain that draws a period with some five to thirty points.
export function grainFor(days: Span): Grain {
  const count = daysIn(days);
  if (count <= 14) return "day";
  if (count <= 200) return "week";
  return count <= 1500 ? "month" : "year";
}
