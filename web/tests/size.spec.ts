// What a first look costs: the scripts that must have come before a page can be read and used, packed as the server packs them.
import { expect, test } from "@playwright/test";
import { gzipSync } from "node:zlib";
import { at, pageOf, title } from "./company";

const k_most_bytes = 300_000;

test("the scripts of a first load stay under 300 kB", async ({ browser }) => {
  const page = await pageOf(browser, "owner");
  const scripts = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    scripts.set(new URL(response.url()).pathname, response.body().then((body) => gzipSync(body, { level: 9 }).length));
  });
  await page.goto(at("/"));
  await expect(title(page)).toContainText("Net Promoter Score is");
  await expect(page.getByRole("img", { name: /by week/ }).locator("svg")).toBeVisible();
  let first = 0;
  let drawing = 0;
  for (const [path, size] of scripts) {
    // The drawing of charts comes after everything else stands, and where one is drawn only.
    if (path.includes("/trend_chart-")) drawing += await size;
    else first += await size;
  }
  console.log(`first load ${first} bytes of script, then ${drawing} to draw charts with`);
  expect(first).toBeGreaterThan(50_000);
  expect(first).toBeLessThan(k_most_bytes);
  expect(drawing).toBeGreaterThan(50_000);

  scripts.clear();
  await page.goto(at("/voices"));
  await expect(title(page)).toContainText("What people say");
  await page.waitForLoadState("networkidle");
  expect([...scripts.keys()].filter((path) => path.includes("chart"))).toEqual([]);
  await page.context().close();
});

test("nothing comes from elsewhere, and no script stands in a page", async ({ browser }) => {
  const page = await pageOf(browser, "owner");
  const elsewhere: string[] = [];
  const refused: string[] = [];
  page.on("request", (request) => new URL(request.url()).origin !== new URL(at("/")).origin && elsewhere.push(request.url()));
  page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
  const response = await page.goto(at("/"));
  expect(response!.headers()["content-security-policy"]).toContain("default-src 'self'");
  expect(await response!.text()).not.toMatch(/<script(?![^>]*\bsrc=)/);
  await expect(page.getByRole("img", { name: /by week/ }).locator("svg")).toBeVisible();
  expect(elsewhere).toEqual([]);
  expect(refused).toEqual([]);
  await page.context().close();
});
