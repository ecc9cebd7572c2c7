// How texts are read: the models that ship, each with its card, and what is learned from the organisation's own scores.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { models } from "../../api/queries";
import type { Models } from "../../api/types";
import { Coming, Refused } from "../../parts/notice";
import { Page } from "../../parts/page";
import { day } from "../../words/numbers";
import { say } from "../../words/words";
import { ThemesTabs } from "../themes/themes_tabs";
import { Learned, takenAt } from "./learned";
import classes from "./models.module.css";

function titleOf(told: Models | undefined): string {
  if (!told) return say("models.name");
  if (!told.own?.in_use) return say("models.title.shipped");
  const at = takenAt(told.own);
  return say("models.title.own", { when: at ? day(at.slice(0, 10)) : "none" });
}

export function ModelsRoom() {
  const told = useQuery(models);
  return (
    <Page title={titleOf(told.data)} above={<ThemesTabs />}>
      {told.isError ? (
        <Refused error={told.error} again={() => void told.refetch()} />
      ) : !told.data ? (
        <Coming lines={8} />
      ) : (
        <>
          <section aria-label={say("models.shipped")} className={classes.part}>
            <h2>{say("models.shipped")}</h2>
            <p className={classes.about}>{say("models.shipped.about")}</p>
            <ul className={classes.models}>
              {told.data.models.map(({ id, label, about }) => (
                <li key={id}>
                  <Link to="/themes/models/$model" params={{ model: id }}>{label}</Link>
                  <p>{about.replaceAll("`", "")}</p>
                </li>
              ))}
            </ul>
          </section>
          <Learned own={told.data.own} />
        </>
      )}
    </Page>
  );
}
