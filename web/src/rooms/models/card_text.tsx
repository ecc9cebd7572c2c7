// A card's Markdown, drawn as a page's own elements: what is HTML in it stays text, and a link leads to another card or out into the web, else
// it is words alone, since the documents around the cards are not here.
import { Link } from "@tanstack/react-router";
import Markdown from "markdown-to-jsx/react";
import type { ComponentProps, ReactNode } from "react";
import { say } from "../../words/words";
import classes from "./models.module.css";

/// The first heading is the page's title, and what is no text for people was left by tools.
const bodyOf = (text: string) => text.replace(/^# .*\n/, "").replace(/<!--[^]*?-->/g, "");

interface Told {
  text: string;
  cards: string[]; ///< those that there are
}

export default function CardText({ text, cards }: Told) {
  const To = ({ href = "", children }: { href?: string; children?: ReactNode }) => {
    const card = /^([\w-]+)\.md$/.exec(href)?.[1];
    if (card && cards.includes(card)) return <Link to="/themes/models/$model" params={{ model: card }}>{children}</Link>;
    return /^https?:\/\//.test(href) ? <a href={href} rel="noreferrer">{children}</a> : <>{children}</>;
  };
  return (
    <div className={classes.card}>
      <Markdown options={{ disableParsingRawHTML: true, forceBlock: true, overrides: { a: To, table: Table, td: Cell, img: () => null } }}>{bodyOf(text)}</Markdown>
    </div>
  );
}

/// A figure with its interval stays on one line.
function Cell({ children, ...told }: ComponentProps<"td">) {
  const text = Array.isArray(children) && children.every((each) => typeof each === "string") ? children.join("") : "";
  return <td {...told} data-figure={/^[-−–±\d.,\s[\]%n=]+$/.test(text) || undefined}>{children}</td>;
}

function Table({ children }: { children?: ReactNode }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={say("models.table")}>
      <table>{children}</table>
    </div>
  );
}
