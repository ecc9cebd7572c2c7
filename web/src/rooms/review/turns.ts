// Whose turn it is: the readings that were drawn, one after the other, and once more those passed over. More are asked for before the last
// one is reached, so that nobody waits.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { reviews } from "../../api/queries";
import type { ReadingToReview, Reviews } from "../../api/types";

/// So few left: more are asked for.
const k_few = 5;

export interface Turns {
  now: ReadingToReview | undefined; ///< nothing: there are no more, or not yet
  counts: Pick<Reviews, "looked_through" | "unsure"> | undefined; ///< as of when it was asked last
  judgedBefore: number; ///< by the reader, before this page was opened
  all: ReadingToReview[];
  isFirst: boolean;
  isComing: boolean;
  error: unknown;
  next: () => void;
  back: () => void;
  again: (ids: string[]) => void; ///< once more, when all were shown
  retry: () => void;
}

/// Each once, as they were drawn first.
function onceEach(pages: Reviews[]): ReadingToReview[] {
  const found = new Map<string, ReadingToReview>();
  for (const { readings } of pages) for (const one of readings) if (!found.has(one.voice.id)) found.set(one.voice.id, one);
  return [...found.values()];
}

export function useTurns(where: string | undefined, round: number, ready: boolean): Turns {
  const asked = useInfiniteQuery({ ...reviews(where, round), enabled: ready });
  const [at, setAt] = useState(0);
  const [repeated, setRepeated] = useState<string[]>([]);
  const pages = asked.data?.pages;
  const all = useMemo(() => onceEach(pages ?? []), [pages]);

  const order = [...all, ...repeated.flatMap((id) => all.filter(({ voice }) => voice.id === id))];

  const { hasNextPage, isFetching, isError, fetchNextPage } = asked;
  const few = order.length - at <= k_few;
  useEffect(() => {
    if (few && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [few, hasNextPage, isFetching, isError, fetchNextPage]);

  return {
    now: order[at],
    counts: pages?.at(-1),
    judgedBefore: pages?.[0]?.judged ?? 0,
    all,
    isFirst: at === 0,
    isComing: asked.isPending || (order[at] === undefined && (isFetching || hasNextPage)),
    error: isError && order[at] === undefined ? asked.error : null,
    next: () => setAt((before) => Math.min(before + 1, order.length)),
    back: () => setAt((before) => Math.max(0, before - 1)),
    again: (ids) => setRepeated((before) => [...before, ...ids]),
    retry: () => void (pages ? fetchNextPage() : asked.refetch()),
  };
}
