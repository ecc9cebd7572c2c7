// Tries to learn as the server tells them. A real one in the tests' company could put another model into use and change what other tests
// look at.
import type { Page } from "@playwright/test";
import type { Evaluation, LearnedCard, Models, ModelTry } from "../src/api/types";

const share = (value: number, half = 0.03) => ({ value, low: value - half, high: value + half });

function evaluation(macro_f1: number, area: number | null): Evaluation {
  const side = (name: string, n: number, f1: number) => ({ side: name, n, precision: share(f1 + 0.02), recall: share(f1 - 0.02), f1: share(f1) });
  return {
    n: 888,
    accuracy: share(macro_f1 + 0.1),
    macro_f1: share(macro_f1),
    area_under_curve: area === null ? null : share(area, 0.02),
    guessing_accuracy: 0.61,
    guessing_macro_f1: 0.253,
    sides: [side("negative", 214, macro_f1 + 0.04), side("neutral", 131, macro_f1 - 0.15), side("positive", 543, macro_f1 + 0.11)],
  };
}

const card = (more: Partial<LearnedCard>): LearnedCard => ({
  learned_from: 3552,
  tried_on: 888,
  from: "2026-10-02T08:00:00Z",
  to: "2026-11-22T19:00:00Z",
  better_by: share(0.124, 0.041),
  better_than_today: null,
  own: evaluation(0.71, 0.92),
  shipped: evaluation(0.586, 0.86),
  today: null,
  languages: [
    { code: "en", n: 837, own: share(0.73, 0.05), shipped: share(0.61, 0.05), used: true },
    { code: "de", n: 49, own: share(0.6, 0.12), shipped: share(0.58, 0.12), used: false },
    { code: "", n: 2, own: share(0.5, 0.3), shipped: share(0.52, 0.3), used: false },
  ],
  ...more,
});

export const tries: ModelTry[] = [
  {
    number: 3,
    at: "2026-11-16T02:00:00Z",
    verdict: "keep",
    version: "9be0a1c2",
    card: card({ better_than_today: share(0.012), today: evaluation(0.698, null) }),
  },
  { number: 2, at: "2026-11-09T02:00:00Z", verdict: "take", version: "c41d7a20", card: card({}) },
  { number: 1, at: "2026-11-08T02:00:00Z", verdict: "keep", version: "", card: { not_enough: "312 different texts came with a score" } },
];

export const own = (told: Partial<NonNullable<Models["own"]>>): NonNullable<Models["own"]> => ({
  under_way: false,
  next: "2026-11-23T02:00:00Z",
  trouble: null,
  in_use: null,
  tries: [],
  ...told,
});

/// The models that the server tells, with what `now()` says is learned.
export async function tellOwn(page: Page, now: () => Models["own"]): Promise<void> {
  await page.route("**/v1/models", async (route) => {
    const response = await route.fetch();
    const models = (await response.json()) as Models;
    await route.fulfill({ response, json: { ...models, own: now() } });
  });
}

export const withTries = (page: Page) => tellOwn(page, () => own({ in_use: "c41d7a20", tries }));
