// What a measure says, and at hand: which way is better, who says so, and what it can't tell.
import type { Measure } from "../../api/types";
import { say } from "../../words/words";
import classes from "./measures.module.css";

export function Meaning({ measure }: { measure: Measure | undefined }) {
  if (!measure) return <div className={classes.meaning} />;
  const lines = [
    [say("meaning.better"), say("meaning.better.way", { better: measure.better ?? "neither" })],
    [say("meaning.limits"), measure.limits ?? ""],
    [say("meaning.source"), measure.source ?? ""],
  ].filter(([, text]) => text !== "");
  return (
    <details className={classes.meaning}>
      <summary>{measure.about}</summary>
      <dl>
        {lines.map(([name, text]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
