// The table's lines: the book's themes as a tree, each beneath its parent, and after them what only facts know.
import type { Answer, ComparedRow, Theme, ThemeEffect } from "../../api/types";

export interface Line {
  name: string;
  label: string;
  about: string;
  depth: number;
  inBook: boolean;
  row: ComparedRow | undefined;
  effect: ThemeEffect | undefined;
}

export const orders = ["size", "effect", "worst"] as const;
export type Order = (typeof orders)[number];

export const themeOf = (row: Pick<ComparedRow, "slice">): string | null => Object.values(row.slice)[0] ?? null;

/// Higher stands first. What is not known stands last.
function weight({ row, effect }: Line, order: Order): number {
  if (order === "effect") return effect?.contribution ? Math.abs(effect.contribution.value) : -1;
  if (order === "worst") return row?.value == null ? -Infinity : -row.value;
  return row?.n ?? 0;
}

export function lines(book: Theme[], answer: Answer | undefined, effects: ThemeEffect[] | undefined, order: Order): Line[] {
  const rows = new Map((answer?.rows ?? []).map((row) => [themeOf(row), row]));
  const moved = new Map((effects ?? []).map((effect) => [effect.theme, effect]));
  const line = (name: string, theme: Theme | undefined, depth: number): Line => ({
    name,
    label: theme?.label ?? name,
    about: theme?.about ?? "",
    depth,
    inBook: theme !== undefined,
    row: rows.get(name),
    effect: moved.get(name),
  });
  const sorted = (some: Line[]) => some.sort((a, b) => weight(b, order) - weight(a, order));
  const told: Line[] = [];
  const walk = (parent: string | null, depth: number) => {
    for (const each of sorted(book.filter((theme) => theme.parent === parent).map((theme) => line(theme.name, theme, depth)))) {
      told.push(each);
      walk(each.name, depth + 1);
    }
  };
  walk(null, 0);
  const known = new Set(book.map(({ name }) => name));
  const others = [...rows.keys()].filter((name): name is string => name !== null && !known.has(name));
  return [...told, ...sorted(others.map((name) => line(name, undefined, 0)))];
}
