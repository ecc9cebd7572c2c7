// Tries to learn: the newest one in full, earlier ones folded.
import type { LearnedCard, ModelTry } from "../../api/types";
import { Figure, scaleOf } from "../../parts/figure";
import { day, days, moment, number } from "../../words/numbers";
import { say } from "../../words/words";
import { BySide, HowGood, OfLanguages } from "./how_good";
import classes from "./models.module.css";

const cardOf = ({ card }: ModelTry): LearnedCard | undefined => ("own" in card ? card : undefined);
const whyOf = ({ card }: ModelTry): string => ("not_enough" in card ? card.not_enough : "");

export function NewestTry({ tried }: { tried: ModelTry }) {
  return (
    <section className={classes.try} aria-label={say("tries.newest")}>
      <h3>{say("tries.newest.at", { at: moment(tried.at) })}</h3>
      <Found tried={tried} />
    </section>
  );
}

export function EarlierTries({ tries }: { tries: ModelTry[] }) {
  if (tries.length === 0) return null;
  return (
    <details className={classes.earlier}>
      <summary>{say("tries.earlier", { count: tries.length })}</summary>
      {tries.map((tried) => {
        const card = cardOf(tried);
        return (
          <details key={tried.number} className={classes.one}>
            <summary>
              {moment(tried.at)} <span className={classes.small}>{card ? say("tries.verdict.short", { verdict: tried.verdict }) : say("tries.not_enough")}</span>
            </summary>
            <Found tried={tried} />
          </details>
        );
      })}
    </details>
  );
}

function Found({ tried }: { tried: ModelTry }) {
  const card = cardOf(tried);
  if (!card) return <p className={classes.verdict}>{say("tries.not_enough.why", { why: whyOf(tried) })}</p>;
  return (
    <>
      <p className={classes.verdict}>{say("tries.verdict", { verdict: tried.verdict, before: card.today ? "own" : "shipped" })}</p>
      {tried.verdict === "keep" && <p className={classes.about}>{say("tries.rule")}</p>}
      <div className={classes.differences}>
        <Better label={say("tries.better_by")} by={card.better_by} n={card.tried_on} />
        {card.better_than_today && <Better label={say("tries.better_than_today")} by={card.better_than_today} n={card.tried_on} />}
      </div>
      <HowGood card={card} />
      <BySide card={card} />
      <OfLanguages card={card} inUse={tried.verdict === "take"} />
      <p className={classes.small}>
        {say("tries.from", {
          learned: card.learned_from,
          tried: card.tried_on,
          when: card.from.slice(0, 10) === card.to.slice(0, 10) ? day(card.from.slice(0, 10)) : days(card.from.slice(0, 10), card.to.slice(0, 10)),
        })}{" "}
        {say("tries.macro_f1")}
      </p>
    </>
  );
}

function Better({ label, by, n }: { label: string; by: LearnedCard["better_by"]; n: number }) {
  const row = { ...by, n, method: "bootstrap", withheld: null };
  const { min, max } = scaleOf([row]);
  // A bound that would be written as nothing is told more closely: on which side of it, it lies, is what counts.
  const digits = Math.min(Math.abs(by.low), Math.abs(by.high)) < 0.01 ? 3 : 2;
  const sure = by.low > 0 ? "better" : by.high < 0 ? "worse" : "neither";
  return (
    <div className={classes.difference} data-tone={sure}>
      <span className={classes.small}>{label}</span>
      <Figure row={row} unit="" scale={{ min: Math.min(min, 0), max: Math.max(max, 0) }} zero />
      <span className={classes.small}>
        {say("figure.interval", { low: number(by.low, digits), high: number(by.high, digits) })} · {say("tries.beyond", { sure })}
      </span>
    </div>
  );
}
