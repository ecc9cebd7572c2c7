// Beside the work: how much was done, what is left to gain, how far people and machine agree, and the keys.
import { Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Reviews } from "../../api/types";
import { Figure, Withheld } from "../../parts/figure";
import { number } from "../../words/numbers";
import { say } from "../../words/words";
import { agreement } from "./judging";
import { Kbd } from "./kbd";
import classes from "./review.module.css";
import { useSingleKeys } from "./single_keys";

export function Beside({ judged, counts }: { judged: number; counts: Pick<Reviews, "looked_through" | "unsure"> | undefined }) {
  const [single, setSingle] = useSingleKeys();
  return (
    <aside className={classes.beside} aria-label={say("review.beside")}>
      <dl className={classes.counts}>
        <div>
          <dt>{say("review.judged")}</dt>
          <dd>{number(judged)}</dd>
        </div>
        {counts && (
          <div>
            <dt>{say("review.unsure")}</dt>
            <dd>
              {number(counts.unsure)} <small>{say("review.unsure.of", { count: counts.looked_through })}</small>
            </dd>
          </div>
        )}
      </dl>
      <Agreement />
      <Switch
        size="sm"
        className="bw-no-print"
        label={say("review.keys")}
        checked={single}
        onChange={(event) => setSingle(event.currentTarget.checked)}
      />
      {single && (
        <dl className={`${classes.keys} bw-no-print`}>
          {(["choose", "letters", "next", "skip", "back", "finer"] as const).map((what) => (
            <div key={what}>
              <dt>{say(`review.key.${what}.keys`).split(" ").map((key) => <Kbd key={key}>{key}</Kbd>)}</dt>
              <dd>{say(`review.key.${what}`)}</dd>
            </div>
          ))}
        </dl>
      )}
    </aside>
  );
}

/// From nothing (as by chance) to all the same.
const k_scale = { min: 0, max: 1 };

function Agreement() {
  const told = useQuery(agreement);
  const row = told.data?.rows[0];
  return (
    <section className={classes.agreement} aria-label={say("review.agreement")}>
      <h2>{say("review.agreement")}</h2>
      {row?.value != null && <Figure row={row} unit="" scale={k_scale} large />}
      {row?.value === null && row.n > 0 && <Withheld why={row.withheld} n={row.n} />}
      <p>
        {say(row?.value != null ? "review.agreement.scale" : "review.agreement.needed")}{" "}
        <Link to="/measures/$measure" params={{ measure: "reading_agreement" }}>{say("review.agreement.measure")}</Link>
      </p>
    </section>
  );
}
