// What the server says, in the names of its own document (openapi.d.ts is made of it: `npm run types`).
import type { components } from "./openapi";

type Schemas = components["schemas"];

export type Measure = Schemas["Measure"] & { file?: string };

/// An estimate, or the reason why there is none.
export type Row = Schemas["Answer"]["rows"][number] & { left_out?: boolean };
export interface Difference {
  value: number;
  low: number;
  high: number;
  verdict: "up" | "down" | "can't tell";
}
export type ComparedRow = Row & { before: Omit<Row, "slice"> | null; difference: Difference | null };
export type Answer = Omit<Schemas["Answer"], "rows"> & {
  unit: string;
  better: "higher" | "lower" | "neither";
  notes?: string[];
  rows: ComparedRow[];
};

export type Right =
  | "measures:read"
  | "voices:read"
  | "names:read"
  | "employees:read"
  | "organisation:read"
  | "organisation:change"
  | "users:change"
  | "keys:change"
  | "audit:read"
  | "webhooks:change"
  | "themes:change";

export interface SignedIn {
  signed_in: true;
  csrf: string;
  user: { id: string; name: string; email: string; second_factor: boolean };
  rights: Right[];
  reach: { everything: boolean; units?: string[] };
  organisation: string;
}
export type Session = SignedIn | { signed_in: false; setup_needed: boolean; openid?: { label: string } };

export type Dimension = Schemas["Dimensions"]["dimensions"][number];
export type DimensionValues = Schemas["Values"];
export type Unit = Schemas["Units"]["units"][number];
export type Days = Schemas["Days"];
export type Voice = Schemas["Voice"];
export type Voices = Schemas["Voices"];
export type VoiceInContext = Schemas["VoiceWithOthers"];

export type Mention = Schemas["Mention"];
export type Themes = Schemas["Themes"];
export type Theme = Themes["themes"][number];
export type ThemesTried = Schemas["ThemesTried"];
export type ThemeBook = Schemas["ThemeBooks"]["books"][number];
export type ThemeBookText = Schemas["ThemeBookText"];
export type ThemeEffects = Schemas["ThemeEffects"];
export type ThemeEffect = ThemeEffects["themes"][number];
/// A book as it is sent: its text, or the name of one that ships.
export type Draft = { toml: string } | { shipped: string };

export type Role = "owner" | "leader" | "analyst" | "manager" | "frontline" | "listener";
/// As the server tells it: with everything that may be left out of one that is sent. `of_group`: of a group at the provider, and goes with it.
export type Grant = Required<Omit<Schemas["Grant"], "of_group">> & Partial<Pick<Schemas["Grant"], "of_group">>;
export interface User {
  id: string;
  name: string;
  email: string;
  state: "invited" | "active" | "closed";
  second_factor: boolean;
  last_signed_in: string | null;
  grants: Grant[];
}
export interface Key {
  id: string;
  name: string;
  scopes: string[];
  source: string;
  made_by: string;
  made_at: string;
  revoked_at: string | null;
}
export interface AuditLine {
  number: number;
  at: string;
  who: string;
  what: string;
  on: string;
  how: string;
}

export type Reviews = Schemas["Reviews"];
export type ReadingToReview = Reviews["readings"][number];
export type Judgement = Schemas["Judgement"];
export type Judged = Schemas["Judged"];

export type Models = Schemas["Models"];
export type Model = Schemas["Model"];
export type OwnModel = NonNullable<Models["own"]>;
export type ModelTry = OwnModel["tries"][number];
/// What a try found; or why it found nothing.
export type LearnedCard = Extract<Schemas["LearnedCard"], { own: object }>;
export type TooLittle = Exclude<Schemas["LearnedCard"], { own: object }>;
export type Evaluation = LearnedCard["own"];
