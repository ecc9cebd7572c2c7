// The card of one model: what it is for, how it works, how good it is, and what it can't do.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Problem } from "../../api/ask";
import { model, models } from "../../api/queries";
import { Coming, Empty, Refused } from "../../parts/notice";
import { Page } from "../../parts/page";
import { say } from "../../words/words";
import { ThemesTabs } from "../themes/themes_tabs";

const CardText = lazy(() => import("./card_text"));
const route = getRouteApi("/inside/themes/models/$model");

export function ModelCard() {
  const { model: id } = route.useParams();
  const told = useQuery(model(id));
  const known = useQuery(models).data?.models ?? [];
  const missing = told.error instanceof Problem && told.error.status === 404;
  return (
    <Page title={told.data?.label ?? say(missing ? "models.missing" : "models.name")} above={<ThemesTabs />} beneath={<Link to="/themes/models">{say("models.back")}</Link>}>
      {missing ? (
        <Empty title={say("models.missing.text")} />
      ) : told.isError ? (
        <Refused error={told.error} again={() => void told.refetch()} />
      ) : told.data ? (
        <Suspense fallback={<Coming lines={12} />}>
          <CardText text={told.data.text} cards={known.map((each) => each.id)} />
        </Suspense>
      ) : (
        <Coming lines={12} />
      )}
    </Page>
  );
}
