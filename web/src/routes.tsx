// Every page there is, and what its address holds. A state that can be looked at has a link.
import {
  createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect, retainSearchParams,
} from "@tanstack/react-router";
import type { QueryClient } from "@tanstack/react-query";
import { client, knownDays, session, units } from "./api/queries";
import type { SignedIn } from "./api/types";
import { readSearch, writeSearch } from "./shell/address";
import { rooms } from "./shell/rooms";
import { Shell } from "./shell/shell";
import { Lost, Troubled, Waiting } from "./shell/states";

interface Context {
  client: QueryClient;
}

const one = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const several = (value: unknown): string[] | undefined => {
  const all = (Array.isArray(value) ? value : [value]).filter((each): each is string => one(each) !== undefined);
  return all.length > 0 ? all : undefined;
};
type Told = Record<string, unknown>;

/// Without what is not told: a name that is there, though without a value, would keep another's from staying.
function only<T extends object>(told: T): T {
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as T;
}

interface Place {
  unit?: string | undefined;
  period?: string | undefined;
}
interface MeasureSearch {
  by?: string | undefined;
  every?: string | undefined;
  where?: string[] | undefined;
}
interface VoicesSearch {
  where?: string[] | undefined;
  words?: string | undefined;
  measure?: string | undefined;
  order?: string | undefined;
  text?: string | undefined;
  live?: string | undefined;
  open?: string | undefined;
}
interface ThemesSearch {
  where?: string[] | undefined;
  measure?: string | undefined;
  order?: string | undefined;
}

const root = createRootRouteWithContext<Context>()({ notFoundComponent: Lost, errorComponent: Troubled });

// At the door: nobody is signed in yet.
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (told: Told): { then?: string | undefined; problem?: string | undefined } =>
    only({ then: one(told.then), problem: one(told.problem) }),
  component: lazyRouteComponent(() => import("./rooms/entry/sign_in"), "SignIn"),
});
const setUp = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("./rooms/entry/set_up"), "SetUp"),
});
const welcome = createRoute({
  getParentRoute: () => root,
  path: "/welcome",
  component: lazyRouteComponent(() => import("./rooms/entry/welcome"), "Welcome"),
});

// Inside: the shell, for whoever is signed in.
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  validateSearch: (told: Told): Place => only({ unit: one(told.unit), period: one(told.period) }),
  search: { middlewares: [retainSearchParams(["unit", "period"])] },
  beforeLoad: async ({ context, location }) => {
    const now = await context.client.ensureQueryData(session);
    if (!now.signed_in) throw redirect({ to: "/sign-in", search: { then: location.href } });
    // Every room asks for these first: they come while the room does.
    void context.client.prefetchQuery(knownDays);
    void context.client.prefetchQuery(units);
    return { session: now as SignedIn };
  },
  component: Shell,
});
const first = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: ({ context }) => {
    const room = rooms.find(({ needs }) => !needs || context.session.rights.includes(needs));
    throw redirect({ to: room?.to ?? "/settings/account" });
  },
});

const measuresRoom = lazyRouteComponent(() => import("./rooms/measures/measures"), "Measures");
const voicesRoom = lazyRouteComponent(() => import("./rooms/voices/voices"), "VoicesRoom");
const themesRoom = lazyRouteComponent(() => import("./rooms/themes/themes"), "ThemesRoom");

/// Starts fetching the room that an address leads to, without waiting to hear who is signed in.
export function fetchRoomOf(path: string): void {
  if (path === "/" || path.startsWith("/measures")) void measuresRoom.preload?.();
  else if (path.startsWith("/voices")) void voicesRoom.preload?.();
  else if (path === "/themes") void themesRoom.preload?.();
}

export const measuresRoute = createRoute({
  getParentRoute: () => inside,
  path: "/measures",
  beforeLoad: ({ location }) => {
    if (location.pathname.replace(/\/$/, "") === "/measures") {
      throw redirect({ to: "/measures/$measure", params: { measure: "nps" } });
    }
  },
});
export const measureRoute = createRoute({
  getParentRoute: () => measuresRoute,
  path: "$measure",
  validateSearch: (told: Told): MeasureSearch =>
    only({ by: one(told.by), every: one(told.every), where: several(told.where) }),
  component: measuresRoom,
});
export const voicesRoute = createRoute({
  getParentRoute: () => inside,
  path: "/voices",
  validateSearch: (told: Told): VoicesSearch =>
    only({
      where: several(told.where),
      words: one(told.words),
      measure: one(told.measure),
      order: one(told.order),
      text: one(told.text),
      live: one(told.live),
      open: one(told.open),
    }),
  component: voicesRoom,
});
export const themesRoute = createRoute({
  getParentRoute: () => inside,
  path: "/themes",
  validateSearch: (told: Told): ThemesSearch =>
    only({ where: several(told.where), measure: one(told.measure), order: one(told.order) }),
  component: themesRoom,
});
const bookRoute = createRoute({
  getParentRoute: () => inside,
  path: "/themes/edit",
  component: lazyRouteComponent(() => import("./rooms/themes/book"), "Book"),
});

const reviewRoute = createRoute({
  getParentRoute: () => inside,
  path: "/themes/review",
  component: lazyRouteComponent(() => import("./rooms/review/review"), "Review"),
});
const modelsRoute = createRoute({
  getParentRoute: () => inside,
  path: "/themes/models",
  component: lazyRouteComponent(() => import("./rooms/models/models"), "ModelsRoom"),
});
export const modelRoute = createRoute({
  getParentRoute: () => inside,
  path: "/themes/models/$model",
  component: lazyRouteComponent(() => import("./rooms/models/model_card"), "ModelCard"),
});

const settings = createRoute({ getParentRoute: () => inside, path: "/settings" });
const settingsRoom = lazyRouteComponent(() => import("./rooms/people/settings"), "Settings");
const section = (path: "people" | "keys" | "account" | "audit") =>
  createRoute({ getParentRoute: () => settings, path, component: settingsRoom });

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setUp,
    welcome,
    inside.addChildren([
      first,
      measuresRoute.addChildren([measureRoute]),
      voicesRoute,
      themesRoute,
      bookRoute,
      reviewRoute,
      modelsRoute,
      modelRoute,
      settings.addChildren([section("people"), section("keys"), section("account"), section("audit")]),
    ]),
  ]),
  context: { client },
  defaultPreload: "intent",
  defaultPendingComponent: Waiting,
  defaultPendingMs: 300,
  defaultErrorComponent: Troubled,
  defaultNotFoundComponent: Lost,
  scrollRestoration: true,
  parseSearch: readSearch,
  stringifySearch: writeSearch,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
