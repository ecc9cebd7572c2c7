// axe finds nothing to mend on any page, in light and in dark, wide and narrow; and no page is wider than its window.
import { expect, type Page, test } from "@playwright/test";
import axe from "axe-core";
import { at, pageOf, told } from "./company";
import { withTries } from "./learned";
import { sendReadings } from "./readings";

const inside = [
  "/measures/nps", "/measures/enps?period=4w", "/measures/volume?by=channel", "/measures/csat?unit=Lyon&where=channel = \"chat\"",
  "/voices", "/voices?words=xylophoneparade", "/voices?live=yes", "/voices?text=yes&words=breakfast",
  "/themes", "/themes?period=all&order=effect", "/themes/edit",
  "/themes/review", "/themes/models", "/themes/models/sentiment", "/themes/models/none",
  "/settings/account", "/settings/people", "/settings/keys", "/settings/audit", "/nowhere",
];
const outside = ["/sign-in", "/setup", "/setup#token", "/welcome#token"];
const sizes = [{ width: 1280, height: 900 }, { width: 390, height: 844 }];

/// What axe says of a page, in lines that tell where.
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source); // the pages' policy lets no script in; the tests' own way does
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}

async function settled(page: Page, path: string): Promise<void> {
  await page.goto(at(path));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
}

/// In light and dark, wide and narrow.
async function holds(page: Page): Promise<void> {
  for (const viewport of sizes) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
      expect(await faults(page), `${colorScheme}, ${viewport.width} wide`).toEqual([]);
    }
    const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(wide, `${viewport.width} wide`).toBeLessThanOrEqual(window!);
  }
  await page.setViewportSize(sizes[0]!);
}

for (const path of inside) {
  test(path, async ({ browser }) => {
    const page = await pageOf(browser, "owner");
    await settled(page, path);
    await holds(page);
    await page.context().close();
  });
}

for (const path of outside) {
  test(path, async ({ page }) => {
    await settled(page, path);
    await holds(page);
  });
}

/// What opens over a page or beside it, and how it is opened.
const opened: [name: string, path: string, open: (page: Page) => Promise<void>][] = [
  ["a voice in full", "/voices?text=yes", async (page) => {
    await page.getByRole("main").getByRole("listitem").getByRole("link").first().click();
    await expect(page.getByRole("complementary", { name: "In full" }).locator("dl")).toBeVisible();
  }],
  ["a voice in full, underlined", "/voices", async (page) => {
    const { secret } = await told<{ secret: string }>(page.request, "POST", "/v1/keys", { name: "axe.spec", scopes: ["signals:send"], source: "axe" });
    const data = { id: "a-1", unit: "Lyon", text: "Great staff, though the service was terribly slow; I paid the price", language: "en", ratings: { nps: 5 } };
    await page.request.post(at("/v1/signals"), { headers: { Authorization: `Bearer ${secret}` }, data });
    await expect(async () => {
      await page.goto(at("/voices?words=terribly&where=source = \"axe\""));
      await expect(page.locator("mark").first()).toBeVisible({ timeout: 2000 });
    }).toPass();
    await page.getByRole("main").getByRole("listitem").getByRole("link").first().click();
    await expect(page.getByRole("complementary", { name: "In full" }).locator("mark").first()).toBeVisible();
  }],
  ["the measures to choose from", "/measures/nps", async (page) => {
    await page.getByRole("button", { name: /^Measure:/ }).click();
    await expect(page.getByRole("option").first()).toBeVisible();
  }],
  ["the units", "/measures/nps", async (page) => {
    await page.getByRole("combobox", { name: "Unit" }).click();
    await expect(page.getByRole("option").first()).toBeVisible();
  }],
  ["the periods", "/measures/nps", async (page) => {
    await page.getByRole("button", { name: "Last 12 weeks" }).click();
    await expect(page.getByRole("textbox", { name: "From", exact: true })).toBeVisible();
  }],
  ["the filter", "/measures/nps", async (page) => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await expect(page.getByLabel("Or written out")).toBeVisible();
  }],
  ["the trend as a table", "/measures/nps", (page) => page.getByRole("button", { name: "Show as a table" }).click()],
  ["a book of themes, tried", "/themes/edit", async (page) => {
    await page.getByRole("button", { name: "Try on the newest voices" }).click();
    await expect(page.getByRole("region", { name: "Tried" })).toBeVisible();
  }],
  ["a book of themes that is wrong", "/themes/edit", async (page) => {
    await page.getByRole("textbox", { name: "Book of themes" }).fill("[themes.room");
    await page.getByRole("button", { name: "Try on the newest voices" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
  }],
  ["a reading that was judged, with its themes and its intent", "/themes/review?unit=Reims", async (page) => {
    await sendReadings(page.context().browser()!);
    await page.reload();
    await page.keyboard.press("t");
    await page.getByText("Go on by itself").click();
    await page.getByRole("button", { name: "Positive" }).click();
    await expect(page.getByText(/^You (agree|differ): the machine read/)).toBeVisible();
  }],
  ["what was learned, try by try", "/themes/models", async (page) => {
    await withTries(page);
    await page.reload();
    await page.getByText("earlier tries").click();
    await page.getByText("taken into use", { exact: true }).click();
    await expect(page.getByRole("group", { name: "By language" })).toHaveCount(2);
  }],
  ["letting somebody in", "/settings/people", (page) => page.getByRole("button", { name: "Let somebody in" }).click()],
];
for (const [name, path, open] of opened) {
  test(name, async ({ browser }) => {
    const page = await pageOf(browser, "owner");
    await settled(page, path);
    await open(page);
    await holds(page);
    await page.context().close();
  });
}
