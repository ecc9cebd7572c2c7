// Now, before, and the difference with its own doubt, drawn on one scale.
import { Title } from "@mantine/core";
import type { Answer } from "../../api/types";
import { Change } from "../../parts/change";
import { Figure, scaleOf } from "../../parts/figure";
import { periodWords } from "../../shell/period_picker";
import { day, days, decimals, number } from "../../words/numbers";
import { plusDays } from "../../shell/period";
import { say } from "../../words/words";
import classes from "./measures.module.css";

export function Standing({ answer, period }: { answer: Answer; period: string }) {
  const row = answer.rows[0];
  if (!row) return null;
  const scale = scaleOf([row, row.before]);
  const difference = row.difference;
  return (
    <>
      <div className={classes.standing}>
        <div>
          <Title order={2}>{periodWords(period)}</Title>
          <Figure row={row} unit={answer.unit} scale={scale} large />
          {row.from && row.to && <span className={classes.small}>{days(row.from, plusDays(row.to, -1))}</span>}
        </div>
        <div>
          <Title order={2}>{say("measures.before", { before: periodWords(period, "before") })}</Title>
          {row.before ? (
            <>
              <Figure row={row.before} unit={answer.unit} scale={scale} large />
              {row.before.from && row.before.to && (
                <span className={classes.small}>{days(row.before.from, plusDays(row.before.to, -1))}</span>
              )}
            </>
          ) : (
            <span className={classes.small}>{say("measures.before.none", { from: row.from ? day(row.from) : "" })}</span>
          )}
        </div>
        <div>
          <Title order={2}>{say("measures.difference")}</Title>
          <span className={classes.difference}>
            <Change difference={difference} better={answer.better} />
          </span>
          {difference && (
            <span className={classes.small}>
              {say("measures.difference.interval", {
                low: number(difference.low, decimals(difference)),
                high: number(difference.high, decimals(difference)),
              })}
            </span>
          )}
        </div>
      </div>
      {answer.notes?.map((note) => <p key={note} className={classes.notes}>{note}</p>)}
    </>
  );
}
