// Everything the pages read, as typed queries: one name each, so that two places that ask the same ask once.
import { infiniteQueryOptions, keepPreviousData, QueryClient, queryOptions } from "@tanstack/react-query";
import { get, pathWith, Problem, rememberToken } from "./ask";
import type {
  Answer, AuditLine, Days, Dimension, DimensionValues, Key, Measure, Model, Models, Reviews, Session, ThemeBook, ThemeEffects, Themes, Unit,
  User, VoiceInContext, Voices,
} from "./types";

/// A refusal is an answer: asking again would not change it. A server that is starting or full is asked again.
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && !(error instanceof Problem && error.status < 500),
      staleTime: 30_000,
      refetchOnWindowFocus: false,
    },
  },
});

export const session = queryOptions({
  queryKey: ["session"],
  staleTime: Infinity,
  queryFn: async ({ signal }) => {
    const told = await get<Session>("/v1/session", signal);
    rememberToken(told.signed_in ? told.csrf : "");
    return told;
  },
});

export const measures = queryOptions({
  queryKey: ["measures"],
  staleTime: 300_000,
  queryFn: async ({ signal }) => (await get<{ measures: Measure[] }>("/v1/measures", signal)).measures,
});

export const dimensions = queryOptions({
  queryKey: ["dimensions"],
  staleTime: 300_000,
  queryFn: async ({ signal }) => (await get<{ dimensions: Dimension[] }>("/v1/dimensions", signal)).dimensions,
});

export const dimensionValues = (name: string) =>
  queryOptions({
    queryKey: ["dimensions", name],
    staleTime: 300_000,
    queryFn: ({ signal }) => get<DimensionValues>(`/v1/dimensions/${encodeURIComponent(name)}`, signal),
  });

export const units = queryOptions({
  queryKey: ["units"],
  staleTime: 300_000,
  queryFn: async ({ signal }) => (await get<{ units: Unit[] }>("/v1/units", signal)).units,
});

export const knownDays = queryOptions({
  queryKey: ["days"],
  queryFn: ({ signal }) => get<Days>("/v1/days", signal),
});

export interface Question {
  measure: string;
  by?: string | undefined;
  every?: string | undefined;
  where?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  compare?: string | undefined;
}

export function answerPath({ measure, ...query }: Question): string {
  return pathWith(`/v1/measures/${encodeURIComponent(measure)}`, query);
}

export const answer = (question: Question) =>
  queryOptions({
    queryKey: ["answer", question],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => get<Answer>(answerPath(question), signal),
  });

export interface VoiceSearch {
  where?: string | undefined;
  words?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  measure?: string | undefined;
  order?: string | undefined;
  by?: string | undefined;
  text?: string | undefined;
}

export const voices = (search: VoiceSearch) =>
  infiniteQueryOptions({
    queryKey: ["voices", search],
    placeholderData: keepPreviousData,
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      get<Voices>(pathWith("/v1/voices", { ...search, limit: 50, after: pageParam }), signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const voice = (id: string) =>
  queryOptions({
    queryKey: ["voice", id],
    queryFn: ({ signal }) => get<VoiceInContext>(`/v1/voices/${encodeURIComponent(id)}`, signal),
  });

/// What is listened for; asked again and again while what is there is read anew.
export const themes = queryOptions({
  queryKey: ["themes"],
  queryFn: ({ signal }) => get<Themes>("/v1/themes", signal),
});

export const themeEffects = (asked: Pick<Question, "measure" | "where" | "from" | "to">) =>
  queryOptions({
    queryKey: ["answer", "theme effects", asked],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => get<ThemeEffects>(pathWith("/v1/themes/effects", asked), signal),
  });

export const themeBooks = queryOptions({
  queryKey: ["themes", "books"],
  queryFn: async ({ signal }) => (await get<{ books: ThemeBook[] }>("/v1/themes/books", signal)).books,
});

const k_readings = 20;
const k_most_readings = 50;

/// Readings to look at, some at a time. Each asking leaves out what was judged until then, and not what was passed over: the next one asks
/// for so many more. There are no more where it brings nothing new.
export const reviews = (where: string | undefined, round: number) =>
  infiniteQueryOptions({
    queryKey: ["reviews", where, round],
    staleTime: Infinity, // whoever is at it keeps what they have begun
    gcTime: 0,
    initialPageParam: k_readings,
    queryFn: ({ signal, pageParam }) => get<Reviews>(pathWith("/v1/reviews", { where, limit: pageParam }), signal),
    getNextPageParam: (last, pages) => {
      const before = new Set(pages.slice(0, -1).flatMap(({ readings }) => readings.map(({ voice }) => voice.id)));
      const fresh = last.readings.filter(({ voice }) => !before.has(voice.id)).length;
      return fresh > 0 ? Math.min(k_most_readings, before.size + fresh + k_readings) : undefined;
    },
  });

/// What texts are read by, and what is learned.
export const models = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => get<Models>("/v1/models", signal),
});

export const model = (id: string) =>
  queryOptions({
    queryKey: ["models", id],
    staleTime: Infinity,
    queryFn: ({ signal }) => get<Model>(`/v1/models/${encodeURIComponent(id)}`, signal),
  });

export const users = queryOptions({
  queryKey: ["users"],
  queryFn: async ({ signal }) => (await get<{ users: User[] }>("/v1/users", signal)).users,
});

export const keys = queryOptions({
  queryKey: ["keys"],
  queryFn: async ({ signal }) => (await get<{ keys: Key[] }>("/v1/keys", signal)).keys,
});

export const audit = infiniteQueryOptions({
  queryKey: ["audit"],
  initialPageParam: "",
  queryFn: ({ signal, pageParam }) =>
    get<{ lines: AuditLine[]; next: string | null }>(pathWith("/v1/audit", { limit: 50, after: pageParam }), signal),
  getNextPageParam: (last) => last.next ?? undefined,
});
