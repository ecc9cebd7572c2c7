// Measures: where we stand. The title answers the question that the address asks; beneath it, what the answer rests on.
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { download } from "../../api/ask";
import { answer, answerPath, measures, type Question } from "../../api/queries";
import { CopyLink } from "../../parts/copy_link";
import { both } from "../../parts/filter";
import { FilterBar } from "../../parts/filter_bar";
import { Coming, Empty, Refused } from "../../parts/notice";
import { Page } from "../../parts/page";
import { grainFor, grains, type Grain } from "../../shell/period";
import { usePlace } from "../../shell/place";
import { say } from "../../words/words";
import { sentence } from "./answer_sentence";
import { ChooseMeasure } from "./choose_measure";
import { Meaning } from "./meaning";
import classes from "./measures.module.css";
import { Slices } from "./slices";
import { Standing } from "./standing";
import { Trend } from "./trend";

const route = getRouteApi("/inside/measures/$measure");

export function Measures() {
  const { measure: id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const place = usePlace();
  const known = useQuery(measures);
  const measure = known.data?.find((each) => each.id === id);
  const label = measure?.label ?? id;

  const where = both([place.clause, ...(search.where ?? [])]);
  const asked: Question = { measure: id, where, ...place.days };
  const grain: Grain = grains.find((each) => each === search.every) ?? (place.days ? grainFor(place.days) : "week");
  const now = useQuery({ ...answer({ ...asked, compare: "previous" }), enabled: place.days !== undefined });
  const csv = useMutation({
    mutationFn: () =>
      download(answerPath({ ...asked, by: search.by ?? "unit", every: grain }), "text/csv", `${id}.csv`),
  });

  const change = (next: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), resetScroll: false });
  const narrow = (clause: string) => change({ where: [...(search.where ?? []), clause] });

  const row = now.isPlaceholderData && now.data?.measure !== id ? undefined : now.data?.rows[0];
  const title = place.nothingYet
    ? say("measures.title.nothing_yet")
    : now.isError
      ? say("measures.title.refused", { measure: label })
      : row && now.data
        ? sentence({ label, row, unit: now.data.unit, place: place.unit, filtered: search.where !== undefined, period: place.period })
        : say("measures.title.coming", { measure: label });
  return (
    <Page
      title={title}
      long
      above={<ChooseMeasure all={known.data ?? []} measure={measure} id={id} />}
      beneath={<Meaning measure={measure} />}
      actions={
        <>
          <CopyLink />
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            leftSection={<Download size={15} aria-hidden />}
            loading={csv.isPending}
            onClick={() => csv.mutate()}
          >
            {say("measures.csv")}
          </Button>
        </>
      }
    >
      {csv.isError && <Refused error={csv.error} />}
      {place.nothingYet ? (
        <Empty title={say("measures.empty.title")}>{say("measures.empty.text")}</Empty>
      ) : (
        <>
          <div className={classes.filter}>
            <FilterBar clauses={search.where ?? []} change={(where) => change({ where: where.length > 0 ? where : undefined })} />
          </div>
          {now.isError ? (
            <Refused error={now.error} again={() => void now.refetch()} />
          ) : now.data && row ? (
            <Standing answer={now.data} period={place.period} />
          ) : (
            <div className={classes.standing_coming}><Coming height={88} lines={1} /></div>
          )}
          {place.days && !now.isError && (
            <>
              <Trend
                asked={asked}
                grain={grain}
                label={label}
                before={row?.before ?? null}
                period={place.period}
                choose={(every) => change({ every: every === grainFor(place.days!) ? undefined : every })}
              />
              <Slices asked={asked} by={search.by ?? "unit"} choose={(by) => change({ by: by === "unit" ? undefined : by })} narrow={narrow} />
            </>
          )}
        </>
      )}
    </Page>
  );
}
