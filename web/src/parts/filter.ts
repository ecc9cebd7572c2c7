// Filters as the server reads them: clauses of its language, put together with `and`. Each clause is a line in the address.

const plain = /^[a-z_][a-z0-9_]*$/i;
const quoted = (text: string) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/// A name as the language writes it: `channel`, `attribute.segment`, `attribute."Age group"`.
export function fieldName(name: string): string {
  const [kind, ...rest] = name.split(".");
  if (rest.length === 0) return plain.test(name) ? name : quoted(name);
  const word = rest.join(".");
  return `${kind}.${plain.test(word) || word.startsWith('"') ? word : quoted(word)}`;
}

const isNumber = (name: string) =>
  name.startsWith("rating.") || ["weekday", "sentiment", "urgency", "effort", "amount", "duration_s"].includes(name);

/// Facts that carry this value, or that carry none.
export function equals(name: string, value: string | null): string {
  if (value === null) return `${fieldName(name)} is unknown`;
  if (name === "day") return `day = ${value}`;
  return `${fieldName(name)} = ${isNumber(name) && !Number.isNaN(Number(value)) ? value : quoted(value)}`;
}

export type Bound = "exactly" | "at_least" | "at_most";
const signs: Record<Bound, string> = { exactly: "=", at_least: ">=", at_most: "<=" };

/// Facts whose number is so, or so large at least or at most.
export const bounded = (name: string, how: Bound, number: string) => `${fieldName(name)} ${signs[how]} ${number}`;

/// The side on which somebody stands: how a reader understood what was said.
export const sides = { well: "sentiment > 0", badly: "sentiment < 0", neither: "sentiment = 0" } as const;
export type Side = keyof typeof sides;

export const sideOf = (clause: string) => (Object.keys(sides) as Side[]).find((side) => sides[side] === clause);

export function oneOf(name: string, values: string[]): string {
  const [first] = values;
  if (values.length === 1 && first !== undefined) return equals(name, first);
  return `${fieldName(name)} in (${values.map(quoted).join(", ")})`;
}

/// All clauses together; each in brackets where it could fall apart.
export function both(clauses: (string | undefined)[]): string | undefined {
  const told = clauses.filter((clause): clause is string => clause !== undefined && clause.trim() !== "");
  if (told.length < 2) return told[0];
  return told.map((clause) => (/\bor\b/.test(clause) ? `(${clause})` : clause)).join(" and ");
}

/// A clause as a person reads it: without the quotes and signs of the language where it is a plain comparison.
export function plainly(clause: string): { name: string; value: string } | undefined {
  const match = /^(?:attribute\.|rating\.)?"?([^"=]+?)"?\s*=\s*"?((?:[^"\\]|\\.)*)"?$/.exec(clause);
  return match?.[1] && match[2] !== undefined
    ? { name: match[1], value: match[2].replaceAll('\\"', '"').replaceAll("\\\\", "\\") }
    : undefined;
}
