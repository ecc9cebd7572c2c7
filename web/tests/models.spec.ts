// How texts are read: each model's card, safely drawn, and what was learned from the organisation's own scores.
import { expect, type Page, test } from "@playwright/test";
import { at, pageOf, title } from "./company";
import { own, tellOwn, tries, withTries } from "./learned";

let page: Page;
test.beforeEach(async ({ browser }) => {
  page = await pageOf(browser, "owner");
});
test.afterEach(() => page.context().close());

const learned = () => page.getByRole("region", { name: "Learned from your own scores" });

test("a model opens into its card: tables, no way out of the house, and on to another card", async () => {
  await page.goto(at("/themes"));
  await page.getByRole("navigation", { name: "Themes" }).getByRole("link", { name: "How texts are read" }).click();
  await page.getByRole("link", { name: "Intent, urgency and effort" }).click();
  await expect(title(page)).toHaveText("Intent, urgency and effort");
  const main = page.getByRole("main");
  await expect(main.getByRole("columnheader", { name: "accuracy", exact: true })).toBeVisible();
  await expect(main.getByText("What it is for.")).toBeVisible();
  await expect(main.getByText("# Model card")).toHaveCount(0);
  await expect(main.locator("a[href$='.md']")).toHaveCount(0);
  await expect(page.getByRole("navigation", { name: "Themes" }).getByRole("link", { name: "How texts are read" })).toHaveAttribute("aria-current", "page");
  await main.getByRole("link", { name: "sentiment", exact: true }).click();
  await expect(title(page)).toHaveText("Sentiment");
});

test("every card can be read", async () => {
  const { models } = (await (await page.request.get(at("/v1/models"))).json()) as { models: { id: string; label: string }[] };
  expect(models.length).toBeGreaterThan(3);
  for (const { id, label } of models) {
    await page.goto(at(`/themes/models/${id}`));
    await expect(title(page)).toHaveText(label);
    await expect(page.getByRole("main").getByRole("table").first()).toBeVisible();
    await expect(page.getByRole("main")).not.toContainText(/<!--|\*\*/);
  }
});

test("what is no text in a card does nothing", async () => {
  const text = "# Model card: trap\n\n<img src=x onerror=\"window.caught = 1\"><script>window.caught = 2</script>\n\n[here](javascript:window.caught=3) [there](../other.md) [far](https://example.org/)\n\n<!-- a note -->\n";
  await page.route("**/v1/models/sentiment", (route) => route.fulfill({ json: { id: "sentiment", label: "Trap", about: "", text } }));
  await page.goto(at("/themes/models/sentiment"));
  const main = page.getByRole("main");
  await expect(main).toContainText("there");
  await expect(main.getByRole("link", { name: "there" })).toHaveCount(0);
  await expect(main.getByRole("link", { name: "here" })).toHaveCount(0);
  await expect(main.getByRole("link", { name: "far" })).toHaveAttribute("href", "https://example.org/");
  await expect(main.locator("img, script")).toHaveCount(0);
  await expect(main).not.toContainText("a note");
  expect(await page.evaluate(() => (window as { caught?: number }).caught)).toBeUndefined();
});

test("a model that there is not leads back to those that there are", async () => {
  await page.goto(at("/themes/models/astrology"));
  await expect(title(page)).toHaveText("There is no such model");
  await page.getByRole("link", { name: "All models" }).click();
  await expect(page).toHaveURL(/\/themes\/models(\?|$)/);
});

test("the cards' drawing comes where one is read only", async () => {
  const scripts: string[] = [];
  page.on("response", (response) => response.request().resourceType() === "script" && scripts.push(new URL(response.url()).pathname));
  await page.goto(at("/themes/models"));
  await expect(learned()).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(scripts.filter((path) => path.includes("card_text"))).toEqual([]);
});

test("without a try it says what it takes", async () => {
  await tellOwn(page, () => own({}));
  await page.goto(at("/themes/models"));
  await expect(title(page)).toHaveText("Texts are read by the models that ship");
  await expect(learned()).toContainText("Nothing was tried yet");
  await expect(learned()).toContainText("It takes 500 different texts");
  await learned().getByRole("link", { name: "Review readings to add to them" }).click();
  await expect(title(page)).toHaveText("Review readings");
});

test("the newest try stands in figures with their intervals, beside the shipped model and guessing", async () => {
  await withTries(page);
  await page.goto(at("/themes/models"));
  await expect(title(page)).toHaveText("Sentiment is read by a model of your own, since 9 Nov 2026");
  const newest = page.getByRole("region", { name: "Newest try" });
  await expect(newest).toContainText("Not taken into use: your own model of before goes on reading.");
  await expect(newest.getByText("0.08 to 0.17 · better beyond chance")).toBeVisible();
  await expect(newest.getByText("−0.02 to 0.04 · chance alone could do it")).toBeVisible();
  const whole = newest.getByRole("group", { name: "All together" }).getByRole("row");
  await expect(whole.filter({ hasText: "Your own, as learned" })).toContainText(/888.*0\.71.*0\.68 to 0\.74.*0\.81.*0\.92/);
  await expect(whole.filter({ hasText: "The one that ships" })).toContainText("0.59");
  await expect(whole.filter({ hasText: "in use until then" })).toContainText("not measured");
  await expect(whole.filter({ hasText: "Guessing" })).toContainText(/0\.25.*0\.61.*0\.50/);
  await expect(newest.getByRole("group", { name: "Side by side" }).getByRole("row").filter({ hasText: "Neutral" })).toContainText("131");
  const languages = newest.getByRole("group", { name: "By language" }).getByRole("row");
  await expect(languages.filter({ hasText: "English" })).toContainText(/837.*Your own/);
  await expect(languages.filter({ hasText: "German" })).toContainText(/49.*The one that ships/);
  await expect(learned().getByText("Better beyond chance: taken into use.")).toBeHidden();
  await learned().getByText("2 earlier tries").click();
  await learned().getByText("taken into use", { exact: true }).click();
  await expect(learned().getByText("Better beyond chance: taken into use.")).toBeVisible();
  await learned().getByText("too little to learn from", { exact: true }).click();
  await expect(learned().getByText("Too little to learn from: 312 different texts came with a score.")).toBeVisible();
});

test("learning is asked for, watched, and its try shown when it is there", async () => {
  let looks = -1; // since it was asked for
  await tellOwn(page, () => {
    if (looks >= 0) ++looks;
    return own({ under_way: looks > 1 && looks < 4, tries: looks >= 4 ? tries.slice(1, 2) : [], in_use: looks >= 4 ? "c41d7a20" : null });
  });
  await page.route("**/v1/models/sentiment/learning", (route) => {
    expect(route.request().method()).toBe("POST");
    looks = 0;
    return route.fulfill({ status: 202, json: { under_way: true } });
  });
  await page.goto(at("/themes/models"));
  await learned().getByRole("button", { name: "Learn now" }).click();
  await expect(learned().getByText("Learning from your scores")).toBeVisible();
  await expect(learned().getByRole("button", { name: "Learn now" })).toBeDisabled();
  await expect(page.getByRole("region", { name: "Newest try" })).toContainText("Better beyond chance: taken into use.", { timeout: 20_000 });
  await expect(title(page)).toHaveText("Sentiment is read by a model of your own, since 9 Nov 2026");
  await expect(learned().getByRole("button", { name: "Learn now" })).toBeEnabled();
});

test("where nothing is learned, and where the last try failed, that is said", async () => {
  await tellOwn(page, () => null);
  await page.goto(at("/themes/models"));
  await expect(learned()).toContainText("Nothing is learned here");
  await expect(page.getByRole("button", { name: "Learn now" })).toHaveCount(0);
  await page.unroute("**/v1/models");
  await tellOwn(page, () => own({ trouble: "the disk is full" }));
  await page.reload();
  await expect(page.getByRole("alert")).toHaveText("the disk is full");
});
