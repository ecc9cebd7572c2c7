// A voice looks like a quotation: its words, personal data as neutral marks, and softly how it speaks where a reader said so.
import { Fragment } from "react";
import type { Voice } from "../api/types";
import { number } from "../words/numbers";
import { say } from "../words/words";
import classes from "./quotation.module.css";

export function Quotation({ voice, whole }: { voice: Voice; whole?: boolean }) {
  if (!voice.text) return <p className={classes.silent}>{say("voice.without_words")}</p>;
  return (
    <blockquote
      className={classes.quotation}
      data-whole={whole || undefined}
      data-tone={toneOf(voice.sentiment)}
      lang={voice.language ?? undefined}
      dir="auto"
    >
      <Masked text={voice.text} />
    </blockquote>
  );
}

/// The sign of what a reader made of it; how strongly is told by its number.
export function toneOf(sentiment: number | null | undefined): "well" | "badly" | undefined {
  if (sentiment == null || sentiment === 0) return undefined;
  return sentiment > 0 ? "well" : "badly";
}

/// Personal data was taken out before anything was kept; what stands there instead is its kind.
export function Masked({ text }: { text: string }) {
  return text.split(/⟨([^⟩]{1,40})⟩/).map((part, at) =>
    at % 2 === 1 ? <span key={at} className={classes.mask} title={say("voice.masked")}>{part}</span> : <Fragment key={at}>{part}</Fragment>,
  );
}

/// Themes, each with the sign and size of how it was spoken of.
export function Themes({ themes }: { themes: Voice["themes"] }) {
  return themes.map(({ theme, sentiment }) => (
    <span key={theme} className={classes.theme} data-tone={toneOf(sentiment)}>
      {theme}
      {sentiment != null && sentiment !== 0 && (
        <span className={classes.sign}>{sentiment > 0 ? "+" : "−"}{number(Math.abs(sentiment), 1)}</span>
      )}
    </span>
  ));
}
