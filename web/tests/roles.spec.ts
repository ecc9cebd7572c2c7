// Each role sees the rooms and the part of the organisation that it may, and is told no more by the server than by the rail.
import { expect, test } from "@playwright/test";
import { at, pageOf, title, type Who } from "./company";

const rooms: Record<Who, string[]> = {
  owner: ["Measures", "Voices", "Themes", "People & settings"],
  manager: ["Measures", "Voices", "Themes", "People & settings"],
  analyst: ["Measures", "Voices", "Themes", "People & settings"],
  frontline: ["Measures", "Themes", "People & settings"],
  listener: ["Measures", "Themes", "People & settings"],
};

for (const [who, mine] of Object.entries(rooms) as [Who, string[]][]) {
  test(`${who}: the rail has the rooms of the role`, async ({ browser }) => {
    const page = await pageOf(browser, who);
    await page.goto(at("/"));
    await expect(title(page)).toContainText("Net Promoter Score");
    await expect(page.getByRole("navigation", { name: "Rooms" }).getByRole("link")).toHaveText(mine);
    const voices = await page.request.get(at("/v1/voices?limit=1"));
    expect(voices.status()).toBe(mine.includes("Voices") ? 200 : 403);
    const users = await page.request.get(at("/v1/users"));
    expect(users.status()).toBe(who === "owner" ? 200 : 403);
    await page.goto(at("/settings/people"));
    await expect(title(page)).toHaveText(who === "owner" ? "Who is let in, and how far" : "This page is for others");
    await page.context().close();
  });
}

for (const [who, may] of Object.entries({ owner: true, analyst: true, manager: false, frontline: false, listener: false }) as [Who, boolean][]) {
  test(`${who}: how texts are read is told, and ${may ? "readings are reviewed" : "no review is offered"}`, async ({ browser }) => {
    const page = await pageOf(browser, who);
    // The server of the tests does not learn: as one would tell that does.
    await page.route("**/v1/models", async (route) => {
      const response = await route.fetch();
      const own = { under_way: false, next: "2026-12-01T00:00:00Z", trouble: null, in_use: null, tries: [] };
      await route.fulfill({ response, json: { ...((await response.json()) as object), own } });
    });
    await page.goto(at("/themes/models"));
    await expect(page.getByRole("region", { name: "What reads them" }).getByRole("link", { name: "Sentiment", exact: true })).toBeVisible();
    const tabs = page.getByRole("navigation", { name: "Themes" }).getByRole("link");
    await expect(tabs.filter({ hasText: "Review readings" })).toHaveCount(may ? 1 : 0);
    await expect(page.getByRole("button", { name: "Learn now" })).toHaveCount(may ? 1 : 0);
    await page.goto(at("/themes/review"));
    await expect(title(page)).toHaveText(may ? "Review readings" : "This page is for others");
    expect((await page.request.get(at("/v1/reviews?limit=1"))).status()).toBe(may ? 200 : 403);
    await page.context().close();
  });
}

test("a manager of one unit sees that unit alone", async ({ browser }) => {
  const page = await pageOf(browser, "manager");
  await page.goto(at("/measures/nps"));
  await expect(title(page)).toContainText("Net Promoter Score");
  const rows = page.getByRole("table").last().getByRole("row");
  await expect(rows.filter({ hasText: "Lyon" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "Dublin" })).toHaveCount(0);
  await page.getByRole("combobox", { name: "Unit" }).click();
  await expect(page.getByRole("option", { name: "Lyon", exact: true })).toBeVisible();
  await expect(page.getByRole("option", { name: "Dublin", exact: true })).toHaveCount(0);
  await page.goto(at("/voices?text=yes"));
  const voices = page.getByRole("main").getByRole("listitem").filter({ has: page.locator("blockquote") });
  await expect(voices.first()).toContainText("Lyon");
  expect(await voices.count()).toBe(await voices.filter({ hasText: "Lyon" }).count());
  await page.context().close();
});
