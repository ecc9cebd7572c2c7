// The keyboard alone suffices, and where it stands can be seen.
import { expect, type Page, test } from "@playwright/test";
import { at, owner, pageOf, password, title } from "./company";
import { place, sendReadings } from "./readings";

/// Tabs on until the named thing has the focus; a hundred steps are more than any page has before its table.
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let step = 0; step < 100; ++step) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const it = document.activeElement as HTMLElement | null;
      return it?.getAttribute("aria-label") ?? (it as HTMLInputElement | null)?.labels?.[0]?.innerText ?? it?.innerText ?? "";
    });
    if (typeof name === "string" ? here.trim() === name : name.test(here)) return;
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

test("signing in", async ({ page }) => {
  await page.goto(at("/sign-in"));
  await expect(page.getByLabel("E-mail address")).toBeFocused();
  await page.keyboard.type(owner.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await expect(title(page)).toContainText("Net Promoter Score is");
});

test("choosing a measure, a slice, its voices, and one in full", async ({ browser }) => {
  const page = await pageOf(browser, "owner");
  await page.goto(at("/measures/nps"));
  await expect(page.getByRole("link", { name: "Voices behind Lyon" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
  await tabTo(page, /^Measure: Net Promoter/);
  await page.keyboard.press("Enter");
  await page.keyboard.type("Customer satisfaction");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/measures\/csat/);
  await expect(page.getByRole("link", { name: "Voices behind Lyon" })).toBeVisible();
  await tabTo(page, "Voices behind Lyon");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/voices/);
  await expect(page.getByRole("main").getByRole("listitem").locator("blockquote").first()).toBeVisible();
  await tabTo(page, /2026/);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement!.closest("li")!).outlineStyle);
  expect(outline).toBe("solid");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "In full" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("complementary", { name: "In full" })).toBeHidden();
  await page.context().close();
});

test("choosing a unit and a period", async ({ browser }) => {
  const page = await pageOf(browser, "owner");
  await page.goto(at("/measures/nps"));
  await expect(title(page)).toContainText("is");
  await tabTo(page, "Unit");
  await page.keyboard.type("Lyon");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/unit=/);
  await tabTo(page, "Last 12 weeks");
  await page.keyboard.press("Enter");
  await tabTo(page, "Last 26 weeks");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/period=26w/);
  await page.context().close();
});

test("reviewing readings", async ({ browser }) => {
  await sendReadings(browser);
  const page = await pageOf(browser, "owner");
  await page.goto(at(`/themes?unit=${place}`));
  await tabTo(page, "Review readings");
  await page.keyboard.press("Enter");
  const text = page.getByRole("article", { name: "Text to judge" });
  await expect(text.locator("blockquote")).toBeVisible();
  const first = await text.locator("blockquote").textContent();
  await page.keyboard.press("s");
  await expect(text.locator("blockquote")).not.toHaveText(first!);
  await expect(text, "the next text is read out").toBeFocused();
  await tabTo(page, "Go on by itself");
  await page.keyboard.press("Space");
  await expect(page.getByRole("switch", { name: "Go on by itself" })).not.toBeChecked();
  await page.keyboard.press("Control+Home");
  await tabTo(page, /^Neutral/);
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: /^Neutral/ })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("button", { name: "Next" })).toBeFocused();
  await page.keyboard.press("b");
  await expect(text.locator("blockquote")).toHaveText(first!);
  await page.keyboard.press("t");
  await tabTo(page, "What must be acted on first");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^The machine read/)).toBeVisible();
  await page.context().close();
});

test("trying another book of themes", async ({ browser }) => {
  const page = await pageOf(browser, "owner");
  await page.goto(at("/themes"));
  await expect(page.getByRole("link", { name: "Change what is listened for" })).toBeVisible();
  await tabTo(page, "Change what is listened for");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Book of themes" })).toBeVisible();
  await tabTo(page, /^Book of themes/);
  await page.keyboard.press("End");
  await tabTo(page, "Try on the newest voices");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Tried" })).toBeVisible();
  await page.context().close();
});
