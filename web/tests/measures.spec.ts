// Measures: the title answers; any measure, dimension, period and grain; down into a slice and on to its voices.
import { expect, type Page, type Response, test } from "@playwright/test";
import { readFileSync } from "node:fs";
import { at, pageOf, title } from "./company";

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await pageOf(browser, "owner", { permissions: ["clipboard-read", "clipboard-write"], locale: "en-GB" });
});
test.afterAll(() => page.context().close());

/// The same question again: the browser does not keep the body of an answer that it had in its cache.
const asked = async (response: Response): Promise<unknown> => (await page.request.get(response.url())).json();

test("the title is the answer that the server gives, with its doubt and its change", async () => {
  const answered = page.waitForResponse((response) => response.url().includes("compare=previous") && !response.url().includes("by="));
  await page.goto(at("/"));
  const { rows } = (await asked(await answered)) as { rows: { value: number; low: number; high: number; difference: { verdict: string } }[] };
  const { value, low, high, difference } = rows[0]!;
  const half = Math.max(high - value, value - low);
  await expect(title(page)).toContainText(`Net Promoter Score is ${Math.round(value)}, give or take ${Math.round(half)}, in the last 12 weeks`);
  const change = { up: "higher than", down: "lower than", "can't tell": "too close to" }[difference.verdict]!;
  await expect(title(page)).toContainText(change);
  await expect(page).toHaveTitle(new RegExp(`^Net Promoter Score is ${Math.round(value)}`));
});

test("a trend is drawn, and can be read as a table", async () => {
  const answered = page.waitForResponse((response) => response.url().includes("/nps?") && response.url().includes("every=week"));
  await page.goto(at("/measures/nps"));
  const { rows } = (await asked(await answered)) as { rows: unknown[] };
  expect(rows.length).toBeGreaterThan(5);
  await expect(page.getByRole("img", { name: /Net Promoter Score by week/ }).locator("svg")).toBeVisible();
  await page.getByRole("button", { name: "Show as a table" }).click();
  const table = page.getByRole("table").first();
  await expect(table.getByRole("row")).toHaveCount(1 + rows.length); // the head, and each week with answers
  await page.getByText("Month", { exact: true }).first().click();
  await expect(page).toHaveURL(/every=month/);
  await expect(page.getByRole("heading", { name: "Month by month" })).toBeVisible();
});

test("a measure is found by a word of its meaning", async () => {
  await page.goto(at("/measures/nps"));
  await page.getByRole("button", { name: /^Measure:/ }).click();
  await page.getByPlaceholder("Search by name or meaning").fill("resolved at first");
  await page.getByRole("option", { name: /Resolved at first contact/ }).click();
  await expect(page).toHaveURL(/\/measures\/first_contact_resolution/);
  await expect(title(page)).toContainText("Resolved at first contact");
});

test("unit and period stay while moving about, and stand in the address", async () => {
  await page.goto(at("/measures/nps"));
  await page.getByRole("combobox", { name: "Unit" }).click();
  await page.getByRole("option", { name: "Lyon", exact: true }).click();
  await expect(title(page)).toContainText("in Lyon");
  await page.getByRole("button", { name: "Last 12 weeks" }).click();
  await page.getByRole("button", { name: "Last 12 months" }).click();
  await expect(page).toHaveURL(/unit=Lyon/);
  await expect(page).toHaveURL(/period=12m/);
  await expect(title(page)).toContainText("in the last 12 months");
  await page.getByRole("link", { name: "Voices", exact: true }).first().click();
  await expect(page).toHaveURL(/\/voices\?.*unit=Lyon/);
  await expect(title(page)).toHaveText("What people say in Lyon in the last 12 months");
  await page.goBack();
  await expect(title(page)).toContainText("in Lyon");
});

test("a region counts everything beneath it", async () => {
  // What is asked of France names Lyon, too: an answer is told by all the units that it is of.
  const counted = async (unit: string, of: (address: string) => boolean) => {
    const answered = page.waitForResponse((response) => response.url().includes("/v1/measures/nps?") && !/[?&](by|every)=/.test(response.url()) && of(response.url()));
    await page.goto(at(`/measures/nps?unit=${unit}`));
    return ((await asked(await answered)) as { rows: { n: number }[] }).rows[0]!.n;
  };
  const all = await counted("France", (address) => address.includes("Lyon") && address.includes("Nice"));
  const one = await counted("Lyon", (address) => address.includes("Lyon") && !address.includes("Nice"));
  expect(all).toBeGreaterThan(one);
  expect(one).toBeGreaterThan(0);
});

test("own days are looked at", async () => {
  await page.goto(at("/measures/nps"));
  await page.getByRole("button", { name: "Last 12 weeks" }).click();
  await page.getByRole("textbox", { name: "From", exact: true }).fill("2026-09-01");
  await page.getByRole("textbox", { name: "To", exact: true }).fill("2026-09-30");
  await page.getByRole("button", { name: "Show these days" }).click();
  await expect(page).toHaveURL(/period=2026-09-01\.\.2026-09-30/);
  await expect(title(page)).toContainText(/over 1\s?–\s?30 Sept 2026/);
});

test("down into a slice adds to the filter, and it can be taken away again", async () => {
  await page.goto(at("/measures/csat?by=channel"));
  await page.getByRole("button", { name: "chat", exact: true }).click();
  await expect(page).toHaveURL(/where=channel/);
  await expect(title(page)).toContainText("narrowed");
  await page.getByRole("button", { name: /Take away the filter/ }).click();
  await expect(page).not.toHaveURL(/where=/);
});

test("a written filter that is wrong says where and what to do", async () => {
  await page.goto(at("/measures/nps"));
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByLabel("Or written out").fill('chanel = "chat"');
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("alert").first()).toContainText("channel");
});

test("from a slice on to its voices, and back to the figure", async () => {
  await page.goto(at("/measures/nps"));
  await page.getByRole("link", { name: "Voices behind Lyon" }).click();
  await expect(page).toHaveURL(/\/voices\?.*measure=nps/);
  await expect(page.getByRole("link", { name: "Behind Net Promoter Score" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Lyon" }).first()).toBeVisible();
  await page.getByRole("link", { name: "Behind Net Promoter Score" }).click();
  await expect(title(page)).toContainText("Net Promoter Score in Lyon");
});

test("a point of the trend leads to the voices of its days", async () => {
  await page.goto(at("/measures/nps"));
  const chart = page.getByRole("img", { name: /Net Promoter Score by week/ });
  await expect(chart.locator("svg")).toBeVisible();
  const box = (await chart.boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + 100);
  await expect(page).toHaveURL(/\/voices\?.*period=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d/);
});

test("what is withheld shows a closed eye and says why", async () => {
  await page.goto(at("/measures/enps?period=4w"));
  await expect(page.getByRole("img", { name: "Withheld" }).first()).toBeVisible();
  await expect(page.getByText(/employees' answers are told by month/).first()).toBeVisible();
  await page.getByRole("button", { name: "Look month by month" }).click();
  await expect(page).toHaveURL(/every=month/);
});

test("the link is copied, and the figures go out as CSV", async () => {
  await page.goto(at("/measures/nps?unit=Lyon&period=26w"));
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export CSV" }).click();
  const lines = readFileSync(await (await file).path(), "utf8").trim().split("\n");
  expect(lines[0]).toContain("value");
  expect(lines.length).toBeGreaterThan(5);
});
