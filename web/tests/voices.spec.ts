// Voices: search by filter and words, one in full beside, the live stream and its pause.
import { expect, type Page, test } from "@playwright/test";
import { at, pageOf, title, told } from "./company";

let page: Page;
let secret = "";
test.beforeAll(async ({ browser }) => {
  page = await pageOf(browser, "owner");
  ({ secret } = await told<{ secret: string }>(page.request, "POST", "/v1/keys", { name: "voices.spec", scopes: ["signals:send"], source: "shop" }));
});
test.afterAll(() => page.context().close());

const send = (signal: object) =>
  page.request.post(at("/v1/signals"), { headers: { Authorization: `Bearer ${secret}` }, data: signal });

test("words are searched for within the filter", async () => {
  await page.goto(at("/voices?unit=Lyon"));
  await page.getByLabel("Words to look for").fill("breakfast");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/words=breakfast/);
  const first = page.getByRole("main").getByRole("listitem").filter({ has: page.locator("blockquote") }).first();
  await expect(first).toContainText("Lyon");
  await expect(first.locator("blockquote")).toContainText(/breakfast/i);
});

test("nothing found teaches what to do", async () => {
  await page.goto(at("/voices?words=xylophoneparade"));
  await expect(page.getByRole("heading", { name: "Nobody said that here" })).toBeVisible();
});

test("the lowest ratings stand first when asked for", async () => {
  await page.goto(at("/voices?order=lowest"));
  const rating = page.getByText("Likely to recommend").first();
  await expect(rating).toHaveText("Likely to recommend 0");
});

test("one opens beside with everything around it, has a link, and closes", async () => {
  await page.goto(at("/voices?text=yes"));
  await page.getByRole("main").getByRole("listitem").getByRole("link").first().click();
  await expect(page).toHaveURL(/open=/);
  const aside = page.getByRole("complementary", { name: "In full" });
  await expect(aside.getByText("Voice of")).toBeVisible();
  await expect(aside.getByText("Source")).toBeVisible();
  await page.reload();
  await expect(aside.getByText("Voice of")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(aside).toBeHidden();
});

test("a customer's other voices are told by pseudonym", async () => {
  for (const [id, text] of [["p-1", "The lift was slow"], ["p-2", "The lift is still slow"]]) {
    expect((await send({ id, unit: "Lyon", customer: "guest-4711", text })).status()).toBe(202);
  }
  await page.goto(at("/voices?live=yes"));
  await page.goto(at(`/voices?period=${today()}..${today()}&words=lift`));
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("The lift is still slow")).toBeVisible({ timeout: 2000 });
  }).toPass();
  await page.getByRole("main").getByRole("listitem").filter({ hasText: "still slow" }).getByRole("link").first().click();
  const aside = page.getByRole("complementary", { name: "In full" });
  await expect(aside.getByText("The lift was slow")).toBeVisible();
  await expect(aside).not.toContainText("guest-4711");
});

test("what comes in stands in an open page at once, with personal data as a mark", async () => {
  await page.goto(at("/voices?live=yes"));
  await expect(page.getByText("Listening")).toBeVisible();
  await send({ id: "l-1", unit: "Lyon", ratings: { nps: 9 }, text: "Call me at +33 6 12 34 56 78 about the lovely room" });
  const line = page.getByRole("main").getByRole("listitem").filter({ hasText: "lovely room" });
  await expect(line).toBeVisible();
  await expect(line).not.toContainText("12 34 56");
  await expect(line.getByTitle(/Personal data/)).toBeVisible();
});

test("paused, it gathers and says how many", async () => {
  await page.goto(at("/voices?live=yes&unit=Lyon"));
  await expect(page.getByText("Listening")).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await send({ id: "l-2", unit: "Lyon", text: "While you were away" });
  await expect(page.getByText("one new voice waits")).toBeVisible();
  await expect(page.getByText("While you were away")).toBeHidden();
  await send({ id: "l-3", unit: "Nice", text: "Somewhere else" });
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("While you were away")).toBeVisible();
  await expect(page.getByText("Somewhere else")).toBeHidden();
  await expect(title(page)).toHaveText("What people say in Lyon right now");
});

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
