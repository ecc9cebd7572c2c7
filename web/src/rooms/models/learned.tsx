// What is learned from the organisation's own scores: whether it is in use, when it is tried again, and what each try has found.
import { Button, Loader } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { post } from "../../api/ask";
import { models, session } from "../../api/queries";
import type { Models, OwnModel } from "../../api/types";
import { Refused, Said } from "../../parts/notice";
import { moment } from "../../words/numbers";
import { say } from "../../words/words";
import { mayReview } from "../themes/themes_tabs";
import classes from "./models.module.css";
import { EarlierTries, NewestTry } from "./tries";

const k_look_again_ms = 1500;
/// It begins within moments; if nothing is seen of it for so long, it is over already or can't begin.
const k_most_looks = 8;

/// When the model in use was taken, where that is still told.
export const takenAt = (own: OwnModel): string | undefined =>
  own.tries.find(({ verdict, version }) => verdict === "take" && version === own.in_use)?.at;

/// Looks again while something is learned; and for a while after it was asked for, until it is seen to begin or to have ended.
function useLearning(own: Models["own"]) {
  const client = useQueryClient();
  const [looks, setLooks] = useState<number>();
  const under_way = own?.under_way ?? false;
  const newest = own?.tries[0]?.number ?? 0;
  const [before, setBefore] = useState(newest);
  const asked = useMutation({
    mutationFn: () => post("/v1/models/sentiment/learning"),
    onSuccess: () => {
      setBefore(newest);
      setLooks(0);
    },
  });
  const begins = looks !== undefined && newest === before && looks < k_most_looks;
  const goes_on = under_way || begins;
  useQuery({ ...models, refetchInterval: goes_on ? k_look_again_ms : false });
  useEffect(() => {
    if (!begins) return;
    const timer = setTimeout(() => setLooks((count) => (count ?? 0) + 1), k_look_again_ms);
    return () => clearTimeout(timer);
  }, [begins, looks]);
  const hasEnded = looks !== undefined && newest !== before && !under_way;
  useEffect(() => {
    // Another model reads from now on, and what is there is read anew.
    if (hasEnded) for (const what of ["themes", "answer", "voices", "voice"]) void client.invalidateQueries({ queryKey: [what] });
  }, [hasEnded, client]);
  return { asked, goes_on, hasEnded };
}

export function Learned({ own }: { own: Models["own"] }) {
  const now = useQuery(session).data;
  const { asked, goes_on, hasEnded } = useLearning(own);
  const mayLearn = now?.signed_in === true && now.rights.includes("themes:change");
  if (!own) {
    return (
      <section className={classes.part} aria-label={say("learned")}>
        <h2>{say("learned")}</h2>
        <p className={classes.about}>{say("learned.off")}</p>
      </section>
    );
  }
  const since = takenAt(own);
  const [newest] = own.tries;
  const tooLittle = newest !== undefined && "not_enough" in newest.card;
  return (
    <section className={classes.part} aria-label={say("learned")}>
      <h2>{say("learned")}</h2>
      <p className={classes.about}>{say("learned.about")}</p>
      <div className={classes.standing}>
        <dl>
          <div>
            <dt>{say("learned.reads")}</dt>
            <dd>{own.in_use ? say("learned.reads.own", { version: own.in_use, when: since ? moment(since) : "none" }) : say("learned.reads.shipped")}</dd>
          </div>
          <div>
            <dt>{say("learned.next")}</dt>
            <dd>{moment(own.next)}</dd>
          </div>
        </dl>
        <div className={classes.learn}>
          {mayLearn && <Button variant="default" disabled={goes_on} loading={asked.isPending} onClick={() => asked.mutate()}>{say("learned.now")}</Button>}
          <span role="status" className={classes.small}>
            {goes_on && <><Loader size={14} color="gray" aria-hidden /> {say("learned.under_way")}</>}
            {hasEnded && say("learned.ended")}
          </span>
        </div>
      </div>
      {asked.isError && <Refused error={asked.error} />}
      {own.trouble && !goes_on && !tooLittle && <Said>{own.trouble}</Said>}
      {newest ? (
        <>
          <NewestTry tried={newest} />
          <EarlierTries tries={own.tries.slice(1)} />
        </>
      ) : (
        <div className={classes.takes}>
          <h3>{say("learned.none")}</h3>
          <WhatItTakes review={mayReview(now)} />
        </div>
      )}
      {tooLittle && <WhatItTakes review={mayReview(now)} />}
    </section>
  );
}

function WhatItTakes({ review }: { review: boolean }) {
  return (
    <>
      <p className={classes.about}>{say("learned.takes")}</p>
      {review && <Link to="/themes/review">{say("learned.review")}</Link>}
    </>
  );
}
