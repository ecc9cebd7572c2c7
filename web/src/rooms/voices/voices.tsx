// Voices: what people say. A search by filter and words, the stream of what comes in now, and beside it one voice in full.
import "@fontsource/source-serif-4/latin-400.css";
import { Switch } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { voices } from "../../api/queries";
import { CopyLink } from "../../parts/copy_link";
import { both } from "../../parts/filter";
import { FilterBar } from "../../parts/filter_bar";
import { Empty } from "../../parts/notice";
import { Page } from "../../parts/page";
import { periodWords } from "../../shell/period_picker";
import { usePlace } from "../../shell/place";
import { say } from "../../words/words";
import { BehindMeasure } from "./behind_measure";
import { Found } from "./found";
import { LiveStream } from "./live_stream";
import { SearchLine } from "./search_line";
import { VoiceAside } from "./voice_aside";
import classes from "./voices.module.css";

const route = getRouteApi("/inside/voices");

/// Orders that the server knows: by time, or by what was answered.
const orders: Record<string, { order: string; by?: string }> = {
  newest: { order: "newest" },
  oldest: { order: "oldest" },
  lowest: { order: "lowest", by: "rating.nps" },
  highest: { order: "highest", by: "rating.nps" },
};

export function VoicesRoom() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const place = usePlace();
  const live = search.live === "yes";
  const where = both([place.clause, ...(search.where ?? [])]);
  const order = search.order && search.order in orders ? search.order : "newest";
  const found = useInfiniteQuery({
    ...voices({ where, words: search.words, ...place.days, measure: search.measure, text: search.text, ...orders[order] }),
    enabled: place.ready && place.days !== undefined && !live,
  });
  const change = (next: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), resetScroll: false });
  const open = (id: string | undefined) => change({ open: id });

  return (
    <Page
      title={say(live ? "voices.title.live" : "voices.title", {
        scope: place.unit ? "unit" : "all",
        unit: place.unit ?? "",
        when: periodWords(place.period, "sentence"),
      })}
      above={<BehindMeasure id={search.measure} clear={() => change({ measure: undefined })} />}
      actions={<CopyLink />}
      aside={search.open ? <VoiceAside id={search.open} open={open} /> : undefined}
    >
      <SearchLine
        key={search.words}
        words={search.words ?? ""}
        order={order}
        live={live}
        text={search.text === "yes"}
        change={change}
      />
      <div className={classes.filter}>
        <FilterBar
          clauses={search.where ?? []}
          change={(where) => change({ where: where.length > 0 ? where : undefined })}
          atHand={["theme", "side", "intent"]}
        />
        <Switch
          size="sm"
          checked={live}
          onChange={(event) => change({ live: event.currentTarget.checked ? "yes" : undefined, open: undefined })}
          label={say("voices.live")}
        />
      </div>
      {live && place.ready ? (
        <LiveStream where={both([where, search.words && `text ~ ${JSON.stringify(search.words)}`])} open={open} opened={search.open} />
      ) : place.nothingYet ? (
        <Empty title={say("voices.empty.nothing_yet")}>{say("measures.empty.text")}</Empty>
      ) : (
        <Found found={found} open={open} opened={search.open} />
      )}
    </Page>
  );
}
