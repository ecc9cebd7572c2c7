// The script for the company's own pages, in a page of another origin: what goes out with consent, without, and when the page is left.
import { expect, type Page, type Request, test } from "@playwright/test";
import { at, pageOf } from "./company";

interface Told {
  site: string;
  consent: boolean;
  events: { id: string; type: string; age_ms: number; customer?: string; text?: string; touchpoint?: string }[];
}

let owner: Page;
test.beforeAll(async ({ browser }) => {
  owner = await pageOf(browser, "owner");
});
test.afterAll(() => owner.context().close());

const shop = (site = "shop") => {
  const address = new URL(process.env.BELLWETHER_SHOP ?? "");
  address.searchParams.set("server", new URL(process.env.BELLWETHER_URL ?? "").origin);
  address.searchParams.set("site", site);
  return address.href;
};
const isTelling = (request: Request) => request.url().endsWith("/v1/events") && request.method() === "POST";
const read = (request: Request) => JSON.parse(request.postData() ?? "{}") as Told;

async function found(words: string): Promise<{ customer: string | null; touchpoint: string | null }[]> {
  const answer = await owner.request.get(at(`/v1/voices?words=${words}&where=${encodeURIComponent('source = "web shop"')}`));
  return ((await answer.json()) as { voices: { customer: string | null; touchpoint: string | null }[] }).voices;
}

test("with consent a page tells what was seen and said, and by whom", async ({ page }) => {
  await page.goto(shop());
  const telling = page.waitForRequest(isTelling);
  await page.getByRole("button", { name: "I agree" }).click();
  await page.getByRole("button", { name: "Tell" }).click();
  const told = read(await telling);
  expect(told.consent).toBe(true);
  expect(told.events.map(({ type }) => type)).toEqual(["page.viewed", "answer.given"]);
  expect(told.events.every(({ customer }) => customer === "c-17")).toBe(true);
  await expect(async () => expect(await found("Wonderful")).toHaveLength(1)).toPass();
  expect((await found("Wonderful"))[0]?.customer).toMatch(/^[0-9a-f]{16}$/);
});

test("without consent only what was said goes out, without who, and nothing is stored", async ({ page, context }) => {
  await page.goto(shop());
  const telling = page.waitForRequest(isTelling);
  await page.getByRole("button", { name: "Tell" }).click();
  const told = read(await telling);
  expect(told.consent).toBe(false);
  expect(told.events.map(({ type, customer }) => [type, customer])).toEqual([["answer.given", undefined]]);
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test("a browser that refuses is heard, whatever the page says", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true }));
  await page.goto(shop());
  const telling = page.waitForRequest(isTelling);
  await page.getByRole("button", { name: "I agree" }).click();
  await page.getByRole("button", { name: "Tell" }).click();
  expect(read(await telling).events.map(({ type, customer }) => [type, customer])).toEqual([["answer.given", undefined]]);
});

test("what waits goes out when the page is left", async ({ page }) => {
  await page.goto(shop());
  await page.getByRole("button", { name: "I agree" }).click();
  const before = (await found("Wonderful")).length;
  await page.getByRole("button", { name: "Tell" }).click();
  await page.goto("about:blank");
  await expect(async () => expect(await found("Wonderful")).toHaveLength(before + 1)).toPass();
});

test("what can't be told yet is told later, once", async ({ page }) => {
  const before = (await found("Wonderful")).length;
  let refused = 0;
  await page.route("**/v1/events", async (route) => {
    if (refused++ === 0) await route.fulfill({ status: 503, headers: { "Access-Control-Allow-Origin": "*" } });
    else await route.continue();
  });
  await page.goto(shop());
  await page.getByRole("button", { name: "Tell" }).click();
  await expect(async () => expect(await found("Wonderful")).toHaveLength(before + 1)).toPass({ timeout: 20_000 });
  expect(refused).toBe(2);
});

test("a mistake is told to the page's author", async ({ page }) => {
  const warned = page.waitForEvent("console", (message) => message.text().includes("bellwether:"));
  await page.goto(shop("shopp"));
  await page.getByRole("button", { name: "Tell" }).click();
  expect((await warned).text()).toContain("did you mean shop?");
});
