// How a number, a span and a day are written: digits go as far as the doubt allows, and no further.
import { locale, say } from "./words";

export interface Doubted {
  value: number;
  low: number;
  high: number;
}

/// Decimals that still say something beside an interval so wide; what was counted has none.
export function decimals({ low, high }: Pick<Doubted, "low" | "high">, exact = false): number {
  const half = Math.abs(high - low) / 2;
  if (exact) return 0;
  if (half >= 1.5) return 0;
  return half >= 0.15 ? 1 : 2;
}

export function number(value: number, digits = 0): string {
  const shown = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const told = shown.format(value);
  return /[1-9]/.test(told) ? told.replace("-", "−") : shown.format(0); // a real minus, and none on a zero
}

/// A number with its unit as a sentence has it: "31" (points), "82%", "4.2 of 5", "3.1 hours".
export function withUnit(value: number, unit: string, digits = 0): string {
  const shown = number(value, digits);
  if (unit === "points" || unit === "") return shown;
  return unit === "%" ? say("number.percent", { value: shown }) : say("number.unit", { value: shown, unit });
}

/// "Lyon, Nice and Paris", as the language joins them.
export const listOf = (names: string[]) => new Intl.ListFormat(locale).format(names);

const asUtc = (day: string) => new Date(`${day}T00:00:00Z`);

export function day(text: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }).format(
    asUtc(text),
  );
}

/// "31 Aug – 22 Nov 2026", written once where both ends share a year; both days included.
export function days(from: string, to: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }).formatRange(
    asUtc(from),
    asUtc(to),
  );
}

/// A moment, in the reader's own zone.
export function moment(at: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
}

/// One period of a trend, as short as its grain allows.
export function periodName(from: string, grain: string): string {
  const options: Record<string, Intl.DateTimeFormatOptions> = {
    year: { year: "numeric" },
    month: { month: "short", year: "numeric" },
    week: { day: "numeric", month: "short" },
    day: { day: "numeric", month: "short" },
  };
  if (grain === "quarter") {
    const at = asUtc(from);
    return say("period.quarter", { quarter: Math.floor(at.getUTCMonth() / 3) + 1, year: String(at.getUTCFullYear()) });
  }
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options[grain] }).format(asUtc(from));
}
