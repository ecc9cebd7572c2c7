// A change, as the server judged it: an arrow and a word for its direction, a colour for whether that is better; or grey
// words, where chance alone could have done it.
import { ArrowDown, ArrowUp } from "lucide-react";
import type { Answer, Difference } from "../api/types";
import { decimals, number } from "../words/numbers";
import { say } from "../words/words";
import classes from "./change.module.css";

type Better = Answer["better"];

export function tone({ verdict }: Difference, better: Better): "better" | "worse" | "neither" {
  if (verdict === "can't tell" || better === "neither") return "neither";
  return (verdict === "up") === (better === "higher") ? "better" : "worse";
}

export function Change({ difference, better }: { difference: Difference | null; better: Better }) {
  if (!difference) return <span className={classes.unsure}>{say("change.none")}</span>;
  const digits = decimals(difference);
  const span = say("figure.interval", { low: number(difference.low, digits), high: number(difference.high, digits) });
  if (difference.verdict === "can't tell") {
    return <span className={classes.unsure} title={span}>{say("change.cant_tell")}</span>;
  }
  const is = tone(difference, better);
  const up = difference.verdict === "up";
  const Arrow = up ? ArrowUp : ArrowDown;
  return (
    <span className={classes.change} data-tone={is} title={span}>
      <Arrow size={15} strokeWidth={2.25} aria-label={say(up ? "change.up" : "change.down")} role="img" />
      {say(`change.${is}`, { size: number(Math.abs(difference.value), digits) })}
    </span>
  );
}
