// Reviewing readings: one word a text, said before the machine's reading and the scores are shown; kept, counted, and changed if need be.
import { expect, type Page, type Request, test } from "@playwright/test";
import type { Judgement, Reviews } from "../src/api/types";
import { at, pageOf, title, told } from "./company";
import { place, sendReadings, where } from "./readings";

test.describe.configure({ mode: "serial" });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await pageOf(browser, "analyst");
  await sendReadings(browser);
});
test.afterAll(() => page.context().close());

const queue = () => told<Reviews>(page.request, "GET", `/v1/reviews?where=${encodeURIComponent(where)}&limit=50`);
const text = () => page.getByRole("article", { name: "Text to judge" });
const words = () => text().locator("blockquote");
const side = (name: string) => page.getByRole("button", { name: new RegExp(`^${name}`) });
const byItself = () => page.getByRole("switch", { name: "Go on by itself" });
const isJudgement = (request: Request) => request.method() === "POST" && request.url().endsWith("/v1/reviews");
const count = (name: string) => page.getByRole("complementary", { name: "How far it is" }).locator("div").filter({ hasText: new RegExp(`^${name}`) }).locator("dd");

/// The page, and what it was told to show.
async function open(): Promise<Reviews> {
  const answered = page.waitForResponse((response) => response.url().includes("/v1/reviews?"));
  await page.goto(at(`/themes/review?unit=${place}`));
  const told = (await (await answered).json()) as Reviews;
  await expect(words()).toBeVisible();
  return told;
}
async function stay(): Promise<void> {
  if (await byItself().isChecked()) await page.getByText("Go on by itself").click();
  await expect(byItself()).not.toBeChecked();
}

test("neither the machine's reading nor a score is shown before one's own word, and both after it", async () => {
  const { readings } = await open();
  await stay();
  const { voice, reading } = readings[0]!;
  await expect(words()).toContainText(voice.text!.slice(0, 12));
  await expect(page.getByText(readings[0]!.why === "drawn" ? "Drawn by chance" : "The machine is unsure", { exact: true })).toBeVisible();
  const main = page.getByRole("main");
  await expect(main).not.toContainText(/Likely to recommend|the machine read (negative|neutral|positive)|Machine, \d/);
  await expect(main.locator("[data-tone=well], [data-tone=badly], [data-tone=mixed]")).toHaveCount(0);
  expect(await words().innerText()).not.toMatch(/speaks (well|badly)/);
  const sent = page.waitForRequest(isJudgement);
  await page.keyboard.press("1");
  expect((await sent).postDataJSON()).toEqual({ signal: voice.id, part: "sentiment", told: "negative" });
  await expect(side("Negative")).toHaveAttribute("aria-pressed", "true");
  await expect(main).toContainText(reading.side === "negative" ? "You agree: the machine read negative, too" : `You differ: the machine read ${reading.side}`);
  await expect(main).toContainText(`${Math.round(reading.confidence * 100)}% sure`);
  await expect(main).toContainText(`Likely to recommend ${voice.ratings.nps}`);
  await expect(side(reading.side[0]!.toUpperCase() + reading.side.slice(1))).toContainText("Machine,");
});

test("single keys can be turned off", async () => {
  await open();
  await page.getByText("Single keys act").click();
  await page.keyboard.press("2");
  await expect(side("Neutral")).toHaveAttribute("aria-pressed", "false");
  await page.reload();
  await expect(page.getByRole("switch", { name: "Single keys act" })).not.toBeChecked();
  await page.keyboard.press("2");
  await expect(side("Neutral")).toHaveAttribute("aria-pressed", "false");
  await page.getByText("Single keys act").click();
  await page.keyboard.press("2");
  await expect(side("Neutral")).toHaveAttribute("aria-pressed", "true");
});

test("what is judged is counted and does not come again", async () => {
  const before = await queue();
  const { readings } = await open();
  await stay();
  await expect(count("Judged by you")).toHaveText(String(before.judged));
  await side("Positive").click();
  await expect(count("Judged by you")).toHaveText(String(before.judged + 1));
  await expect(page.getByRole("button", { name: "Next" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(words()).toContainText(readings[1]!.voice.text!.slice(0, 12));
  const after = await open();
  expect(after.judged).toBe(before.judged + 1);
  expect(after.readings.map(({ voice }) => voice.id)).not.toContain(readings[0]!.voice.id);
});

test("back to the last word, and another one in its place", async () => {
  const { readings } = await open();
  await stay();
  await page.keyboard.press("p");
  await expect(page.getByText(/^You (agree|differ): the machine read/)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(side("Positive")).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("b");
  await expect(side("Positive")).toHaveAttribute("aria-pressed", "true");
  const judged = page.waitForResponse((response) => isJudgement(response.request()));
  await page.keyboard.press("m");
  const response = await judged;
  expect(response.status()).toBe(200);
  expect(response.request().postDataJSON()).toMatchObject({ signal: readings[0]!.voice.id, told: "neutral" });
  await expect(side("Neutral")).toHaveAttribute("aria-pressed", "true");
  await expect(side("Positive")).toHaveAttribute("aria-pressed", "false");
});

test("the next text comes by itself, unless one turned to something else", async () => {
  const { readings } = await open();
  if (!(await byItself().isChecked())) await page.getByText("Go on by itself").click();
  await page.locator("body").click({ position: { x: 5, y: 5 } });
  await page.keyboard.press("2");
  await expect(words()).toContainText(readings[1]!.voice.text!.slice(0, 12));
  await expect(text()).toBeFocused();
  await page.keyboard.press("2");
  await expect(page.getByRole("button", { name: "Next" })).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.waitForTimeout(4500);
  await expect(words()).toContainText(readings[1]!.voice.text!.slice(0, 12));
});

test("themes and intent: each word is kept, and keys of the work do nothing where one writes", async () => {
  await open();
  await stay();
  for (let step = 0; step < 20 && (await text().locator("mark").count()) === 0; ++step) await page.keyboard.press("s");
  await page.keyboard.press("t");
  const themes = page.getByRole("group", { name: "Does it speak of these?" });
  const told: Judgement[] = [];
  page.on("response", (response) => isJudgement(response.request()) && response.status() === 200 && told.push(response.request().postDataJSON() as Judgement));
  const wrong = themes.getByRole("button", { name: /^It does not speak of/ }).first();
  await wrong.click();
  await expect(wrong).toHaveAttribute("aria-pressed", "true");
  await themes.getByRole("combobox", { name: "A theme that was missed" }).click();
  const missed = (await page.getByRole("option").first().textContent())!;
  await page.keyboard.type(missed); // its letters are keys elsewhere
  await page.getByRole("option", { name: missed, exact: true }).click();
  await expect(themes.getByText("missed by the machine")).toBeVisible();
  await page.getByRole("combobox", { name: "What must be acted on first" }).click();
  await page.getByRole("option", { name: "Suggestion" }).click();
  await expect(page.getByText(/^The machine read: (Complaint|Praise|Question|Request|Nothing of these|Safety|Leaving|A legal)/)).toBeVisible();
  await expect(page.getByRole("main").locator("[aria-pressed=true][data-side]"), "no letter slipped through").toHaveCount(0);
  await expect(() => expect(told.map(({ part, told }) => `${part} ${told}`).sort()).toEqual(["intent suggestion", "theme no", "theme yes"])).toPass();
  expect(told.find(({ told }) => told === "no")!.theme).toBeTruthy();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Themes and intent/ }).click();
  await expect(themes).toBeHidden();
});

test("more are asked for before the last one is reached", async () => {
  const asked: string[] = [];
  const note = (request: Request) => void (request.url().includes("/v1/reviews?") && asked.push(new URL(request.url()).searchParams.get("limit")!));
  page.on("request", note);
  const { readings } = await open();
  expect(readings).toHaveLength(20);
  const seen = new Set<string>();
  for (let step = 0; step < 24; ++step) {
    seen.add((await words().textContent())!);
    await page.getByRole("button", { name: "Skip" }).click();
    await expect(words()).not.toHaveText([...seen].at(-1)!);
  }
  expect(seen.size, "none comes twice").toBe(24);
  expect(asked).toEqual(["20", "40"]);
  page.off("request", note);
});

test("at the end those that were skipped can be looked at once more", async () => {
  const few = (await queue()).readings.slice(0, 2);
  await page.route("**/v1/reviews?*", (route) => route.fulfill({ json: { readings: few, looked_through: 2, unsure: 1, judged: 0 } satisfies Reviews }));
  await open();
  await page.keyboard.press("s");
  await stay();
  await side("Neutral").click();
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("heading", { name: "All looked at" })).toBeVisible();
  await page.getByRole("button", { name: "The one you skipped" }).click();
  await expect(words()).toHaveAttribute("data-whole", "true");
  await expect(words()).toContainText(few[0]!.voice.text!.slice(0, 12));
  await page.unroute("**/v1/reviews?*");
});

test("an empty house is taught what comes here, and one that reads nothing why", async () => {
  await page.route("**/v1/reviews?*", (route) => route.fulfill({ json: { readings: [], looked_through: 0, unsure: 0, judged: 0 } satisfies Reviews }));
  await page.goto(at("/themes/review"));
  await expect(page.getByRole("heading", { name: "No reading to look at yet" })).toBeVisible();
  await page.unroute("**/v1/reviews?*");
  await page.route("**/v1/reviews?*", (route) => route.fulfill({ status: 409, json: { title: "Conflict", detail: "texts are not read" } }));
  await page.goto(at("/themes/review"));
  await expect(page.getByRole("heading", { name: "Texts are not read here" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Negative" })).toHaveCount(0);
  await page.unroute("**/v1/reviews?*");
});

test("a word that was refused is no word, and is said so", async () => {
  await open();
  await page.route("**/v1/reviews", (route) => route.fulfill({ status: 503, json: { title: "Busy", detail: "The records can't be written just now." } }));
  const before = await count("Judged by you").textContent();
  await page.keyboard.press("3");
  await expect(page.getByRole("alert")).toContainText("can't be written");
  await expect(side("Positive")).toHaveAttribute("aria-pressed", "false");
  await expect(page.getByRole("main")).not.toContainText(/Likely to recommend/);
  await expect(count("Judged by you")).toHaveText(before!);
  await page.unroute("**/v1/reviews");
  await page.keyboard.press("3");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(side("Positive")).toHaveAttribute("aria-pressed", "true");
});

test("how far people and machine agree has its interval and n, or says what is missing", async () => {
  const row = { slice: {}, from: null, to: null, value: 0.713, low: 0.604, high: 0.801, level: 0.95, n: 46, method: "bootstrap", withheld: null };
  const answer = (only: object) => page.route("**/v1/measures/reading_agreement*", (route) => route.fulfill({ json: { measure: "reading_agreement", label: "", unit: "of 1", better: "higher", rows: [{ ...row, ...only }] } }));
  const agreement = page.getByRole("region", { name: "People and machine agree" });
  await answer({});
  await open();
  await expect(agreement).toContainText(/0\.71.*0\.60 to 0\.80.*n 46/);
  await page.unroute("**/v1/measures/reading_agreement*");
  await answer({ value: null, low: null, high: null, n: 0, withheld: "fewer than 2 things were rated by two" });
  await open();
  await expect(agreement).toContainText("once enough of them were judged");
  await page.unroute("**/v1/measures/reading_agreement*");
  await agreement.getByRole("link", { name: "What it means" }).click();
  await expect(title(page)).toContainText("Agreement on sentiment");
});
