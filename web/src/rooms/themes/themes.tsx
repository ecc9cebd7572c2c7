// Themes: what people speak of, how they speak of it, and what it does to the score. The title says what matters most.
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { answer, measures, session, themeEffects } from "../../api/queries";
import { Choice } from "../../parts/choice";
import { CopyLink } from "../../parts/copy_link";
import { both } from "../../parts/filter";
import { FilterBar } from "../../parts/filter_bar";
import { Coming, Empty, Refused } from "../../parts/notice";
import { Page } from "../../parts/page";
import { grainFor } from "../../shell/period";
import { usePlace } from "../../shell/place";
import { say } from "../../words/words";
import { sentence } from "./answer_sentence";
import { Reading, useBook } from "./reading";
import { ThemesTable } from "./themes_table";
import { ThemesTabs } from "./themes_tabs";
import classes from "./themes.module.css";
import { lines, orders, type Order } from "./tree";

const route = getRouteApi("/inside/themes");

export function ThemesRoom() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const place = usePlace();
  const now = useQuery(session).data;
  const book = useBook();
  const known = useQuery(measures).data ?? [];
  const scores = known.filter(({ value }) => value?.startsWith("rating."));
  const score = search.measure ?? "nps";

  const where = both([place.clause, ...(search.where ?? [])]);
  const asked = { where, ...place.days };
  const enabled = place.ready && place.days !== undefined;
  const felt = useQuery({ ...answer({ measure: "net_sentiment", by: "theme", ...asked }), enabled });
  const all = useQuery({ ...answer({ measure: "net_sentiment", ...asked }), enabled });
  const trends = useQuery({
    ...answer({ measure: "net_sentiment", by: "theme", every: place.days ? grainFor(place.days) : "week", ...asked }),
    enabled,
  });
  const effects = useQuery({ ...themeEffects({ measure: score, ...asked }), enabled });

  const change = (next: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), resetScroll: false });
  const order: Order = orders.find((each) => each === search.order) ?? "size";
  const better = known.find(({ id }) => id === score)?.better ?? "higher";
  const told = lines(book.data?.themes ?? [], felt.data, effects.data?.themes, order);
  const spoken = told.filter(({ row, effect }) => (row?.n ?? 0) > 0 || row?.withheld || effect);
  const silent = told.filter((line) => line.inBook && !spoken.includes(line));

  const title = place.nothingYet
    ? say("measures.title.nothing_yet")
    : felt.data && !effects.isLoading && book.data
      ? sentence({ lines: told, effects: effects.data, better, place: place.unit, filtered: search.where !== undefined, period: place.period })
      : say("themes.title.coming");
  return (
    <Page
      title={title}
      long
      above={<ThemesTabs />}
      actions={<CopyLink />}
    >
      {book.isError && <Refused error={book.error} again={() => void book.refetch()} />}
      {book.data && <Reading reading={book.data.reading} />}
      {place.nothingYet ? (
        <Empty title={say("measures.empty.title")}>{say("measures.empty.text")}</Empty>
      ) : (
        <>
          <div className={classes.filter}>
            <FilterBar clauses={search.where ?? []} change={(next) => change({ where: next.length > 0 ? next : undefined })} atHand={["intent"]} />
          </div>
          <div className={`${classes.head} bw-no-print`}>
            <SegmentedControl
              size="xs"
              aria-label={say("themes.order")}
              value={order}
              onChange={(chosen) => change({ order: chosen === "size" ? undefined : chosen })}
              data={orders.map((each) => ({ value: each, label: say("themes.order.name", { order: each }) }))}
            />
            <Choice
              size="xs"
              w={230}
              searchable
              aria-label={say("themes.score")}
              nothingFoundMessage={say("choose.nothing")}
              allowDeselect={false}
              data={scores.length > 0 ? scores.map(({ id, label }) => ({ value: id, label: say("themes.score.on", { measure: label }) })) : [score]}
              value={score}
              onChange={(chosen) => change({ measure: !chosen || chosen === "nps" ? undefined : chosen })}
            />
          </div>
          {effects.isError && <Refused error={effects.error} />}
          {felt.isError ? (
            <Refused error={felt.error} again={() => void felt.refetch()} />
          ) : !felt.data || !book.data ? (
            <Coming lines={8} height={28} />
          ) : spoken.length === 0 ? (
            <Empty title={say("themes.empty")}>{say("voices.empty.text")}</Empty>
          ) : (
            <ThemesTable
              lines={spoken}
              felt={felt.data}
              all={all.data?.rows[0]?.n ?? 0}
              trends={trends.data?.rows ?? []}
              effects={effects.data}
              better={better}
              voices={now?.signed_in === true && now.rights.includes("voices:read")}
            />
          )}
          {felt.data && silent.length > 0 && spoken.length > 0 && (
            <p className={classes.notes}>{say("themes.silent", { count: silent.length, names: silent.map(({ label }) => label).join(" · ") })}</p>
          )}
          {book.data?.reading && (
            <p className={classes.notes}>
              {say("themes.read_by", { reading: book.data.reading.reading, book: book.data.label, version: book.data.version })}
            </p>
          )}
          {effects.data && <p className={classes.notes}>{say("themes.effect.limits", { measure: effects.data.label })}</p>}
          {[...new Set([...(felt.data?.notes ?? []), ...(effects.data?.notes ?? [])])].map((note) => <p key={note} className={classes.notes}>{note}</p>)}
        </>
      )}
    </Page>
  );
}
