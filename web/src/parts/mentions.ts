// Where a text speaks of themes, cut into pieces that can be drawn one after the other.
import type { Mention } from "../api/types";

export type Tone = "well" | "badly" | "mixed" | "neither";

export interface Piece {
  text: string;
  mentions: Mention[]; ///< none: nothing is spoken of here
}

/// The sign of what a reader made of it; how strongly is told by its number.
export function toneOf(sentiment: number | null | undefined): "well" | "badly" | undefined {
  if (sentiment == null || sentiment === 0) return undefined;
  return sentiment > 0 ? "well" : "badly";
}

export function toneOfAll(mentions: Mention[]): Tone {
  const tones = new Set(mentions.map(({ sentiment }) => toneOf(sentiment)).filter((tone) => tone !== undefined));
  if (tones.size > 1) return "mixed";
  return [...tones][0] ?? "neither";
}

/// Mentions count characters as Unicode does, and so do the pieces. Mentions that touch the same words become one piece.
export function pieces(text: string, mentions: Mention[] = []): Piece[] {
  const letters = Array.from(text);
  const sorted = mentions
    .filter(({ begin, end }) => begin >= 0 && begin < end && end <= letters.length)
    .sort((a, b) => a.begin - b.begin || b.end - a.end);
  const told: Piece[] = [];
  let at = 0;
  for (let next = 0; next < sorted.length; ) {
    const together = [sorted[next]!];
    const { begin } = together[0]!;
    let { end } = together[0]!;
    for (++next; next < sorted.length && sorted[next]!.begin < end; ++next) {
      end = Math.max(end, sorted[next]!.end);
      together.push(sorted[next]!);
    }
    if (begin > at) told.push({ text: letters.slice(at, begin).join(""), mentions: [] });
    told.push({ text: letters.slice(begin, end).join(""), mentions: onceEach(together) });
    at = end;
  }
  if (at < letters.length) told.push({ text: letters.slice(at).join(""), mentions: [] });
  return told;
}

/// A theme that is found twice at one place is told once, with what was felt most strongly.
function onceEach(mentions: Mention[]): Mention[] {
  const strongest = new Map<string, Mention>();
  for (const mention of mentions) {
    const before = strongest.get(mention.theme);
    if (!before || Math.abs(mention.sentiment) > Math.abs(before.sentiment)) strongest.set(mention.theme, mention);
  }
  return [...strongest.values()];
}
