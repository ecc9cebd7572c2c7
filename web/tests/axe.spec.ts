// axe finds nothing to mend on any page, in light and in dark, wide and narrow; and no page is wider than its window.
import { expect, type Page, test } from "@playwright/test";
import axe from "axe-core";
import { at, pageOf } from "./company";

const inside = [
  "/measures/nps", "/measures/enps?period=4w", "/measures/volume?by=channel", "/measures/csat?unit=Lyon&where=channel = \"chat\"",
  "/voices", "/voices?words=xylophoneparade", "/voices?live=yes", "/voices?text=yes&words=breakfast",
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

async function holds(page: Page): Promise<void> {
  expect(await faults(page)).toEqual([]);
  const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(wide).toBeLessThanOrEqual(window!);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of sizes) {
    test.describe(`${colorScheme}, ${viewport.width} wide`, () => {
      for (const path of inside) {
        test(path, async ({ browser }) => {
          const page = await pageOf(browser, "owner", { colorScheme, viewport });
          await settled(page, path);
          await holds(page);
          await page.context().close();
        });
      }
      for (const path of outside) {
        test(path, async ({ browser }) => {
          const page = await (await browser.newContext({ colorScheme, viewport })).newPage();
          await settled(page, path);
          await holds(page);
          await page.context().close();
        });
      }
      test("what opens over and beside a page", async ({ browser }) => {
        const page = await pageOf(browser, "owner", { colorScheme, viewport });
        await settled(page, "/voices?text=yes");
        await page.getByRole("main").getByRole("listitem").getByRole("link").first().click();
        await expect(page.getByRole("complementary", { name: "In full" }).locator("dl")).toBeVisible();
        await holds(page);
        await settled(page, "/measures/nps");
        await page.getByRole("button", { name: /^Measure:/ }).click();
        await expect(page.getByRole("option").first()).toBeVisible();
        await holds(page);
        await settled(page, "/measures/nps");
        await page.getByRole("button", { name: "Last 12 weeks" }).click();
        await expect(page.getByRole("textbox", { name: "From", exact: true })).toBeVisible();
        await holds(page);
        await settled(page, "/measures/nps");
        await page.getByRole("button", { name: "Filter", exact: true }).click();
        await expect(page.getByLabel("Or written out")).toBeVisible();
        await holds(page);
        await settled(page, "/measures/nps");
        await page.getByRole("button", { name: "Show as a table" }).click();
        await holds(page);
        await settled(page, "/settings/people");
        await page.getByRole("button", { name: "Let somebody in" }).click();
        await holds(page);
        await page.context().close();
      });
    });
  }
}
