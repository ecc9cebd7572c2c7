// One text, and the question how it speaks. What the machine read, and the scores that came with it, are told after the answer: who sees them
// before agrees more than they otherwise would.
import { Button, Switch } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { CornerDownLeft, Frown, Meh, Smile } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { ReadingToReview } from "../../api/types";
import { Refused } from "../../parts/notice";
import { MarksMeaning, Quotation } from "../../parts/quotation";
import { Ratings, whenSaid } from "../../parts/said";
import { number } from "../../words/numbers";
import { say } from "../../words/words";
import { Finer } from "./finer";
import type { Judging } from "./judging";
import { Kbd } from "./kbd";
import { useKeys } from "./keys";
import classes from "./review.module.css";
import { useSingleKeys } from "./single_keys";
import type { Turns } from "./turns";

const sides = [
  { side: "negative", icon: Frown, keys: ["1", "n"] },
  { side: "neutral", icon: Meh, keys: ["2", "m"] },
  { side: "positive", icon: Smile, keys: ["3", "p"] },
] as const;
type Side = (typeof sides)[number]["side"];

/// How long the machine's reading stands before the next text comes by itself: longer where there is something to take in.
const k_agreed_ms = 1600;
const k_differs_ms = 3500;
const k_long_text = 360;

interface Told {
  reading: ReadingToReview;
  turns: Turns;
  judging: Judging;
}

export function OneReading({ reading: { voice, reading, why }, turns, judging }: Told) {
  const mine = judging.told({ signal: voice.id, part: "sentiment" })?.told as Side | undefined;
  const [finer, setFiner] = useLocalStorage({ key: "bellwether-review-finer", defaultValue: false, getInitialValueInEffect: false });
  const [onward, setOnward] = useLocalStorage({ key: "bellwether-review-onward", defaultValue: true, getInitialValueInEffect: false });
  const [single] = useSingleKeys();
  const [justSaid, setJustSaid] = useState(false);
  const text = useRef<HTMLElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const problem = judging.problemOf(voice.id);
  const agreed = mine === reading.side;

  // The next text is read to whoever listens; the first one leaves the focus where it is.
  const moved = !turns.isFirst || mine !== undefined;
  useEffect(() => {
    if (moved) text.current?.focus({ preventScroll: true });
  }, []); // only where it begins
  useEffect(() => {
    if (justSaid && mine) next.current?.focus({ preventScroll: true });
  }, [justSaid, mine]);

  const wait = agreed ? k_agreed_ms : k_differs_ms;
  const leaves = justSaid && mine !== undefined && onward && !finer && !judging.isSaving && problem === null;
  const { next: go } = turns;
  useEffect(() => {
    if (!leaves) return;
    // Whoever turned to something else on the page is not taken away from it.
    const timer = setTimeout(() => document.activeElement === next.current && go(), wait);
    return () => clearTimeout(timer);
  }, [leaves, wait]); // `go` is always the same: one on

  const choose = (side: Side) => {
    judging.say({ signal: voice.id, part: "sentiment", told: side });
    setJustSaid(true);
  };
  const letters = {
    ...Object.fromEntries(sides.flatMap(({ side, keys }) => keys.map((key) => [key, () => choose(side)]))),
    s: turns.next,
    b: turns.back,
    t: () => setFiner(!finer),
  };
  useKeys({ ...(single ? letters : {}), ...(mine ? { enter: turns.next } : {}) });

  const where = [voice.unit, voice.touchpoint, voice.channel, whenSaid(voice)].filter((each): each is string => Boolean(each));
  return (
    <div className={classes.work}>
      <article ref={text} className={classes.text} tabIndex={-1} aria-label={say("review.text")} data-long={(voice.text?.length ?? 0) > k_long_text || undefined}>
        <p className={classes.context}>
          {where.map((each, at) => <span key={at}>{each}</span>)}
          <span className={classes.why}>{say("review.why", { why })}</span>
        </p>
        <Quotation voice={{ ...voice, sentiment: reading.value }} whole blind={!mine} />
        {mine && (voice.mentions?.length ?? 0) > 0 && <MarksMeaning />}
      </article>

      <div role="group" aria-label={say("review.question")}>
        <h2 className={classes.question}>{say("review.question")}</h2>
        <div className={classes.choices}>
          {sides.map(({ side, icon: Icon, keys }) => (
            <button
              key={side}
              type="button"
              className={classes.choice}
              aria-pressed={mine === side}
              aria-keyshortcuts={single ? keys.join(" ") : undefined}
              data-side={side}
              onClick={() => choose(side)}
            >
              <Icon size={26} strokeWidth={1.5} aria-hidden />
              <span className={classes.side}>{say("review.side", { side })}</span>
              <span className={classes.picked}>
                {mine === side && <span>{say("review.you")}</span>}
                {mine && reading.side === side && <span className={classes.machine}>{say("review.machine", { sure: number(reading.confidence * 100) })}</span>}
              </span>
              {single && <span aria-hidden className={classes.key}><Kbd>{keys[0]}</Kbd></span>}
            </button>
          ))}
        </div>
      </div>

      <div className={classes.result}>
        {!mine && <p className={classes.hint}>{say("review.hint")}</p>}
        <div role="status">
          {mine && problem === null && (
            <>
              <p className={classes.verdict}>
                {say("review.result", { agree: agreed ? "yes" : "no", side: say("review.side.in_sentence", { side: reading.side }), sure: number(reading.confidence * 100) })}
              </p>
              <p className={classes.scores}>
                {Object.keys(voice.ratings).length > 0 ? <Ratings ratings={voice.ratings} /> : say("review.no_scores")}
              </p>
            </>
          )}
        </div>
        {problem !== null && <Refused error={problem} />}
      </div>

      <div className={`${classes.ways} bw-no-print`}>
        {!turns.isFirst && <Button variant="default" onClick={turns.back}>{say("review.back")}</Button>}
        <Switch
          size="sm"
          className={classes.onward}
          label={say("review.onward")}
          checked={onward}
          onChange={(event) => setOnward(event.currentTarget.checked)}
        />
        {mine ? (
          <Button
            ref={next}
            className={classes.next}
            data-leaves={leaves || undefined}
            style={{ "--wait": `${wait}ms` }}
            rightSection={<CornerDownLeft size={16} aria-hidden />}
            onClick={turns.next}
          >
            {say("review.next")}
          </Button>
        ) : (
          <Button variant="default" onClick={turns.next}>{say("review.skip")}</Button>
        )}
      </div>

      <Finer voice={voice} judging={judging} open={finer} toggle={() => setFiner(!finer)} />
    </div>
  );
}
