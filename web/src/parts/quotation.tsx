// A voice looks like a quotation: its words, personal data as neutral marks, what it speaks of underlined, and softly how it
// speaks where a reader said so.
import { Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { themes as book } from "../api/queries";
import type { Mention, Voice } from "../api/types";
import { listOf, number } from "../words/numbers";
import { say } from "../words/words";
import { equals } from "./filter";
import { pieces, toneOf, toneOfAll } from "./mentions";
import classes from "./quotation.module.css";

type Quoted = Pick<Voice, "text" | "mentions"> & Partial<Pick<Voice, "sentiment" | "language">>;

interface Told {
  voice: Quoted;
  whole?: boolean;
  /// What it speaks of is told, and not how: to whoever shall say that first.
  blind?: boolean;
}

export function Quotation({ voice, whole, blind }: Told) {
  if (!voice.text) return <p className={classes.silent}>{say("voice.without_words")}</p>;
  return (
    <blockquote
      className={classes.quotation}
      data-whole={whole || undefined}
      data-tone={blind ? undefined : toneOf(voice.sentiment)}
      lang={voice.language ?? undefined}
      dir="auto"
    >
      {pieces(voice.text, voice.mentions).map(({ text, mentions }, at) =>
        mentions.length === 0 ? (
          <Masked key={at} text={text} />
        ) : (
          <Marked key={at} text={text} mentions={mentions} whole={whole ?? false} blind={blind ?? false} />
        ),
      )}
    </blockquote>
  );
}

/// What these words speak of and how: underlined, told when they are pointed at, and to those who listen. In full, the keyboard
/// reaches it, too.
function Marked({ text, mentions, whole, blind }: { text: string; mentions: Mention[]; whole: boolean; blind: boolean }) {
  const tone = blind ? "neither" : toneOfAll(mentions);
  const told = listOf(
    mentions.map(({ label, sentiment }) => (blind ? label : say("mention", { label, tone: toneOf(sentiment) ?? "neither" }))),
  );
  const mark = (
    <mark className={classes.mark} data-tone={tone} data-told={say("mention.told", { told })} {...(whole ? { tabIndex: 0 } : { title: told })}>
      <Masked text={text} />
    </mark>
  );
  if (!whole) return mark;
  return <Tooltip label={told} withArrow events={{ hover: true, focus: true, touch: true }} transitionProps={{ duration: 0 }}>{mark}</Tooltip>;
}

/// What the underlines mean.
export function MarksMeaning() {
  return (
    <p className={classes.meaning}>
      {(["well", "badly", "neither", "mixed"] as const).map((tone) => (
        <span key={tone}><span className={classes.mark} data-tone={tone}>{say("mention.meaning", { tone })}</span></span>
      ))}
    </p>
  );
}

/// Personal data was taken out before anything was kept; what stands there instead is its kind.
export function Masked({ text }: { text: string }) {
  return text.split(/⟨([^⟩]{1,40})⟩/).map((part, at) =>
    at % 2 === 1 ? <span key={at} className={classes.mask} title={say("voice.masked")}>{part}</span> : <Fragment key={at}>{part}</Fragment>,
  );
}

/// What themes are called: by the book in use, and by their own name where it does not know them.
export function useThemeLabel(): (name: string) => string {
  const known = useQuery(book).data?.themes;
  return (name) => known?.find((theme) => theme.name === name)?.label ?? name;
}

/// Themes, each with the sign and size of how it was spoken of; one leads to all voices that speak of it.
export function Themes({ themes }: { themes: Voice["themes"] }) {
  const called = useThemeLabel();
  return themes.map(({ theme, sentiment }) => {
    const clause = equals("theme", theme);
    return (
      <Link
        key={theme}
        className={classes.theme}
        data-tone={toneOf(sentiment)}
        to="/voices"
        search={(before: { where?: string[]; unit?: string; period?: string }) => ({
          ...before,
          where: [...(before.where ?? []).filter((other) => other !== clause), clause],
          open: undefined,
        })}
        title={say("theme.alone", { name: called(theme) })}
      >
        {called(theme)}
        {sentiment != null && sentiment !== 0 && (
          <span className={classes.sign}>{sentiment > 0 ? "+" : "−"}{number(Math.abs(sentiment), 1)}</span>
        )}
      </Link>
    );
  });
}
