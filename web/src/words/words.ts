// What the pages say: one catalogue a language, in ICU MessageFormat; numbers and days as the reader's language writes them.
import { IntlMessageFormat } from "intl-messageformat";
import en from "./en.json";

export type Word = keyof typeof en;
export type Values = Record<string, string | number | boolean>;

/// Another language: its catalogue beside en.json, and a line here. `dir` turns the pages around.
const languages: Record<string, { catalogue: Record<Word, string>; dir: "ltr" | "rtl" }> = {
  en: { catalogue: en, dir: "ltr" },
};

/// The first of the reader's languages that there is a catalogue for, in its own regional form (en-GB writes days its way).
function choose(wanted: readonly string[]): { locale: string; language: string } {
  for (const locale of wanted) {
    const language = locale.split("-")[0] ?? "";
    if (language in languages) return { locale, language };
  }
  return { locale: "en", language: "en" };
}

const chosen = choose(navigator.languages);
const { catalogue, dir } = languages[chosen.language]!;
export const locale = chosen.locale;
export const direction = dir;

const parsed = new Map<Word, IntlMessageFormat>();

// Finding a locale and making a formatter are slow: each is done once for all messages, not once for each.
const found = IntlMessageFormat.resolveLocale([locale]);
IntlMessageFormat.resolveLocale = () => found;

/// Makes what `make` makes, once for the same arguments.
function once<Told extends unknown[], Made>(make: (...told: Told) => Made): (...told: Told) => Made {
  const made = new Map<string, Made>();
  return (...told) => {
    const key = JSON.stringify(told);
    const kept = made.get(key) ?? make(...told);
    made.set(key, kept);
    return kept;
  };
}
const formatters = {
  getNumberFormat: once((...told: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...told)),
  getDateTimeFormat: once((...told: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...told)),
  getPluralRules: once((...told: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...told)),
};

/// One sentence of the catalogue with its values in place.
export function say(word: Word, values?: Values): string {
  let message = parsed.get(word);
  if (!message) {
    message = new IntlMessageFormat(catalogue[word], locale, undefined, { formatters });
    parsed.set(word, message);
  }
  return String(message.format(values));
}

/// Tells the document its language and direction; called once, before anything is drawn.
export function settle(): void {
  document.documentElement.lang = locale;
  document.documentElement.dir = direction;
}
