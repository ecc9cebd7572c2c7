// Themes: what people speak of, in the title and the table; underlined in what they said; and the book of what is listened for.
import { expect, type Page, test } from "@playwright/test";
import { at, pageOf, title, told } from "./company";

test.describe.configure({ mode: "serial" });

const texts = [
  "The room was great but breakfast was cold and the staff rude",
  "Lovely room, and the staff were friendly and helpful",
  "The price is far too high for such a small room",
  "We waited 40 minutes for breakfast, the service was terribly slow",
  "Great staff, great breakfast, great value for money",
];
const drawn = `⟨name⟩ 🙂 said the breakfast was cold`; // what counts as two elsewhere counts as one here

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await pageOf(browser, "owner");
  await told(page.request, "PUT", "/v1/themes", { shipped: "hotels" });
  const { secret } = await told<{ secret: string }>(page.request, "POST", "/v1/keys", { name: "themes.spec", scopes: ["signals:send"], source: "themes" });
  for (const [number, text] of [...texts, ...texts, ...texts, ...texts, ...texts, drawn].entries()) {
    const sent = await page.request.post(at("/v1/signals"), {
      headers: { Authorization: `Bearer ${secret}` },
      data: { id: `t-${number}`, unit: "Nice", channel: "app", ratings: { nps: number % 11 }, text, language: "en" },
    });
    expect(sent.status()).toBe(202);
  }
});
test.afterAll(() => page.context().close());

const rows = () => page.getByRole("region", { name: /^Themes, with/ }).getByRole("row");
const marks = (of: Page = page) => of.getByRole("main").locator("mark[data-told]");

test("the title says what matters most, and the table has it", async () => {
  await page.goto(at("/themes?period=all"));
  await expect(title(page)).toContainText(/ (costs|lifts) most|is spoken of most/);
  await expect(title(page)).toContainText("over all days");
  const price = rows().filter({ has: page.getByRole("rowheader", { name: "Price & value" }) });
  await expect(price).toContainText("%");
  await expect(price.getByRole("link", { name: /^Trend of/ })).toHaveAttribute("href", /\/measures\/net_sentiment\?.*where=theme/);
  await expect(page.getByText(/^Reading .* the book “Hotels”/)).toBeVisible();
});

test("figures of the table are the server's own", async () => {
  const answered = page.waitForResponse((response) => /net_sentiment\?by=theme/.test(response.url()) && !response.url().includes("every="));
  await page.goto(at("/themes?period=all"));
  const { rows: told } = (await (await page.request.get((await answered).url())).json()) as { rows: { n: number; slice: Record<string, string> }[] };
  const most = told.filter((row) => Object.values(row.slice)[0] !== null).sort((a, b) => b.n - a.n)[0]!;
  await expect(rows().filter({ hasText: new Intl.NumberFormat("en-GB").format(most.n) }).first()).toBeVisible();
});

test("another order and another score stand in the address", async () => {
  await page.goto(at("/themes?period=all"));
  await page.getByText("Moves the score most").click();
  await expect(page).toHaveURL(/order=effect/);
  await page.getByRole("combobox", { name: "Effect on" }).click();
  await page.getByRole("option", { name: "Effect on Customer satisfaction" }).click();
  await expect(page).toHaveURL(/measure=csat/);
  await expect(page.getByRole("columnheader", { name: /^Effect on Customer satisfaction/ })).toBeVisible();
});

test("what too few speak of is withheld with a closed eye", async () => {
  await page.goto(at("/themes?period=all&unit=Nice&where=source = \"themes\""));
  await expect(page.getByRole("img", { name: "Withheld" }).first()).toBeVisible();
});

test("from a theme on to its voices, with the words underlined that speak of it", async () => {
  await page.goto(at("/themes?period=all&unit=Nice&where=source = \"themes\""));
  await page.getByRole("link", { name: /^Voices behind Staff/ }).click();
  await expect(page).toHaveURL(/\/voices\?.*theme/);
  await expect(marks().first()).toBeVisible();
  const rude = page.getByRole("listitem").filter({ hasText: "staff rude" }).first();
  await expect(rude.locator("mark", { hasText: "rude" }).first()).toHaveAttribute("data-tone", "badly");
  await expect(rude.locator("mark", { hasText: "room" }).first()).toHaveAttribute("title", /speaks well/);
  const styles = await rude.locator("mark").evaluateAll((all) => all.map((mark) => getComputedStyle(mark).textDecorationStyle));
  expect(new Set(styles).size, "well and badly differ without colour").toBeGreaterThan(1);
});

test("an underline lies on the words, whatever stands before them", async () => {
  await page.goto(at(`/voices?period=all&words=🙂`));
  await expect(marks().filter({ hasText: "breakfast" }).first()).toBeVisible();
  await expect(page.locator("blockquote").first()).toContainText("🙂 said the breakfast was cold");
});

test("in full, the keyboard reaches an underline and reads what it is", async () => {
  await page.goto(at("/voices?period=all&unit=Nice&where=source = \"themes\"&words=rude"));
  await page.getByRole("main").getByRole("listitem").getByRole("link").first().click();
  const aside = page.getByRole("complementary", { name: "In full" });
  await expect(aside.locator("mark").first()).toBeVisible();
  await expect(aside).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(aside.locator("mark").first()).toBeFocused();
  await expect(page.getByRole("tooltip")).toContainText(/speaks (well|badly)|neither/);
});

test("a theme's name, a side and an intent narrow the voices", async () => {
  await page.goto(at("/voices?period=all&unit=Nice&where=source = \"themes\""));
  await page.getByRole("main").getByRole("listitem").getByRole("link", { name: /^Price/ }).first().click();
  await expect(page).toHaveURL(/where=theme/);
  await page.getByRole("combobox", { name: "Speaks" }).click();
  await page.getByRole("option", { name: "Speaks badly" }).click();
  await expect(page).toHaveURL(/where=sentiment/);
  await expect(page.getByRole("button", { name: /Take away the filter sentiment/ })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Intent" })).toBeVisible();
});

test("a wrong book is refused with its line, and a right one shows what it would find", async () => {
  await page.goto(at("/themes"));
  await page.getByRole("link", { name: "Change what is listened for" }).click();
  const text = page.getByRole("textbox", { name: "Book of themes" });
  await expect(text).toHaveValue(/label = /);
  await text.fill('label = "Ours"\n\n[themes.room\nlabel = "Room"\n');
  await page.getByRole("button", { name: "Try on the newest voices" }).click();
  await expect(page.getByRole("alert")).toContainText("3");
  await expect(page.getByRole("heading", { name: /^Line \d/ })).toBeVisible();
  await page.getByRole("button", { name: /^Show line/ }).click();
  expect(await text.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd))).toContain("[themes.room");
  await text.fill('label = "Ours"\n\n[themes.sleeping]\nlabel = "Rooms of ours"\nabout = "All of it."\nen = "room, rooms"\n');
  await expect(page.getByRole("alert")).toBeHidden();
  await page.getByRole("button", { name: "Try on the newest voices" }).click();
  const tried = page.getByRole("region", { name: "Tried" });
  await expect(tried.getByRole("rowheader", { name: "Rooms of ours" })).toBeVisible();
  await expect(tried.locator("mark").first()).toHaveText("room");
});

test("it is used after a second word, and how far texts are read anew is told", async () => {
  let until = 0; // the tests' company is read too fast to be seen
  await page.route("**/v1/themes", async (route) => {
    if (route.request().method() !== "GET") return route.continue();
    const response = await route.fetch();
    const book = (await response.json()) as { reading: object | null };
    until ||= Date.now() + 3000;
    const left = Date.now() < until ? 12_400 : 0;
    book.reading = { ...book.reading, under_way: left > 0, done: 100, left };
    return route.fulfill({ response, json: book });
  });
  await page.getByRole("button", { name: "Use this book" }).click();
  await expect(page.getByText("Everything is read anew")).toBeVisible();
  await page.getByRole("button", { name: "Use it, read everything anew" }).click();
  await expect(page).toHaveURL(/\/themes(\?|$)/);
  await expect(page.getByText("12,400 texts are still to be read anew")).toBeVisible();
  await expect(page.getByText(/still to be read anew/)).toBeHidden();
  await page.unroute("**/v1/themes");
  await page.goto(at("/themes?period=all&unit=Nice&where=source = \"themes\""));
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("rowheader", { name: "Rooms of ours" })).toBeVisible({ timeout: 2000 });
  }).toPass();
});

test("whoever was overtaken is told, and begins anew with the book in use", async () => {
  await page.goto(at("/themes/edit"));
  const text = page.getByRole("textbox", { name: "Book of themes" });
  await expect(text).toHaveValue(/Ours/);
  await told(page.request, "PUT", "/v1/themes", { shipped: "hotels" });
  await text.fill((await text.inputValue()).replace("Rooms of ours", "Rooms"));
  await page.getByRole("button", { name: "Use this book" }).click();
  await page.getByRole("button", { name: "Use it, read everything anew" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByRole("button", { name: "Begin anew with the one in use" }).click();
  await expect(text).toHaveValue(/^[^]*label = "Hotels"/);
});

test("one that ships is taken, and an earlier one taken up again", async () => {
  await page.goto(at("/themes/edit"));
  await page.getByRole("combobox", { name: "Take one that ships" }).click();
  await page.getByRole("option", { name: "Any company" }).click();
  await page.getByRole("button", { name: "Try on the newest voices" }).click();
  await expect(page.getByRole("region", { name: "Tried" }).getByRole("row").nth(1)).toBeVisible();
  const earlier = page.getByRole("region", { name: "Books that were in use" }).getByRole("row");
  await expect(earlier.nth(1)).toContainText("in use");
  await page.getByRole("button", { name: /^Take up again: Ours/ }).first().click();
  await expect(page.getByRole("textbox", { name: "Book of themes" })).toHaveValue(/Rooms of ours/);
});

test("frontline and a manager of one unit read themes and change none", async ({ browser }) => {
  for (const who of ["frontline", "manager"] as const) {
    const theirs = await pageOf(browser, who);
    await theirs.goto(at("/themes"));
    await expect(title(theirs)).not.toHaveText("What people speak of");
    await expect(theirs.getByRole("region", { name: /^Themes, with/ })).toBeVisible();
    await expect(theirs.getByRole("link", { name: "Change what is listened for" })).toHaveCount(0);
    expect((await theirs.request.get(at("/v1/themes/books"))).status()).toBe(403);
    await theirs.goto(at("/themes/edit"));
    await expect(title(theirs)).toHaveText("This page is for others");
    await theirs.context().close();
  }
});
