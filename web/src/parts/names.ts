// What dimensions are called in the pages: shipped ones have a word in the catalogue, others go by their own name.
import type { Dimension } from "../api/types";
import { say } from "../words/words";

/// "attribute.room_type" is "room type"; a shipped dimension is its word.
export function dimensionName(name: string): string {
  const bare = name.replace(/^(attribute|rating)\./, "").replace(/^"(.*)"$/, "$1").replaceAll("_", " ");
  return name.includes(".") ? bare : say("dimension.name", { name, bare });
}

/// Those that part answers into slices: words, and ratings, whose answers are few.
export const isSlicing = ({ kind, has_text }: Dimension) => has_text === true || kind === "rating";

/// Grouped as a list to choose from: what everybody has, the organisation's own attributes, ratings, other numbers.
export function dimensionGroups(all: Dimension[]): { group: string; items: { value: string; label: string }[] }[] {
  const kinds = ["dimension", "attribute", "rating", "number"] as const;
  return kinds
    .map((kind) => ({
      group: say("dimension.kind", { kind }),
      items: all
        .filter((dimension) => dimension.kind === kind)
        .map(({ name }) => ({ value: name, label: dimensionName(name) })),
    }))
    .filter(({ items }) => items.length > 0);
}
