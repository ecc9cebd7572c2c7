// Reviewing readings: a person says how a text speaks, and only then sees what the machine read. From texts drawn by chance it is told how far
// the two agree; from those that the machine is unsure of, it learns.
import "@fontsource/source-serif-4/latin-400.css";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../api/ask";
import { session } from "../../api/queries";
import { Coming, Empty, Refused } from "../../parts/notice";
import { Page } from "../../parts/page";
import { usePlace } from "../../shell/place";
import { say } from "../../words/words";
import { mayReview, ThemesTabs } from "../themes/themes_tabs";
import { AllDone } from "./all_done";
import { Beside } from "./beside";
import { useJudging } from "./judging";
import { OneReading } from "./one_reading";
import classes from "./review.module.css";
import { useTurns } from "./turns";

export function Review() {
  const now = useQuery(session).data;
  const place = usePlace();
  const [round, setRound] = useState(0);
  if (!now?.signed_in) return null;
  if (!mayReview(now)) {
    return (
      <Page title={say("settings.not_yours")} above={<ThemesTabs />}>
        <Empty title={say("review.not_yours")}>{say("settings.not_yours.text")}</Empty>
      </Page>
    );
  }
  return (
    <Page title={say("review.title")} above={<ThemesTabs />} beneath={<p className={classes.lead}>{say("review.lead")}</p>}>
      <Queue key={`${place.clause} ${round}`} where={place.clause} round={round} ready={place.ready} begin={() => setRound(round + 1)} />
    </Page>
  );
}

interface Told {
  where: string | undefined;
  round: number;
  ready: boolean;
  begin: () => void; ///< another round
}

function Queue({ where, round, ready, begin }: Told) {
  const turns = useTurns(where, round, ready);
  const judging = useJudging();
  if (turns.error instanceof Problem && turns.error.status === 409) {
    return <Empty title={say("review.off")}>{say("review.off.text")}</Empty>;
  }
  if (turns.error) return <Refused error={turns.error} again={turns.retry} />;
  if (turns.isComing && turns.all.length === 0) return <Coming lines={4} height={48} />;
  const judged = turns.judgedBefore + judging.sentiments.size;
  return (
    <div className={classes.sheet}>
      {turns.now ? (
        <OneReading key={turns.now.voice.id} reading={turns.now} turns={turns} judging={judging} />
      ) : turns.isComing ? (
        <Coming lines={4} height={48} />
      ) : (
        <AllDone turns={turns} judging={judging} begin={begin} />
      )}
      <Beside judged={judged} counts={turns.counts} />
    </div>
  );
}
