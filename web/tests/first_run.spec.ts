// From an empty house to people in it: the one-time link, signing out and in, a link for somebody else.
import { expect, test } from "@playwright/test";
import { at, owner, pageOf, password, people, signIn, state, title, told, type Who } from "./company";

test.describe.configure({ mode: "serial" });

test("the link that the server prints makes the owner, and shows the first room", async ({ page }) => {
  await page.goto(process.env.BELLWETHER_SETUP!);
  await expect(title(page)).toHaveText("You are the first one here");
  expect(page.url(), "the token does not stay in the address").not.toContain("#");
  await page.getByLabel("Name").fill(owner.name);
  await page.getByLabel("E-mail address").fill(owner.email);
  await page.getByRole("textbox", { name: "New password" }).fill(password);
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(title(page)).toContainText("Net Promoter Score is");
  await page.context().storageState({ path: state("owner") });
});

test("the link works once", async ({ page }) => {
  await page.goto(process.env.BELLWETHER_SETUP!);
  await page.getByLabel("Name").fill("Somebody Else");
  await page.getByLabel("E-mail address").fill("else@aurelia.example");
  await page.getByRole("textbox", { name: "New password" }).fill(password);
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
});

test("a link without its token says what is missing", async ({ page }) => {
  await page.goto(at("/setup"));
  await expect(title(page)).toHaveText("This link is not complete");
  await page.goto(at("/welcome"));
  await expect(title(page)).toHaveText("This link is not complete");
});

test("sign-in with a provider stands above the password where there is one, and says what went wrong", async ({ page }) => {
  const nobody = { signed_in: false, setup_needed: false, openid: { label: "Sign in with Acme" } };
  await page.route("**/v1/session", (route) => route.fulfill({ json: nobody }));
  await page.goto(at("/sign-in?problem=unverified_address&then=%2Fvoices"));
  const provider = page.getByRole("link", { name: "Sign in with Acme" });
  await expect(provider).toHaveAttribute("href", "/v1/session/openid?then=%2Fvoices");
  await expect(page.getByRole("alert")).toContainText("has not verified");
  await page.getByLabel("E-mail address").focus();
  await page.keyboard.press("Shift+Tab");
  await expect(provider).toBeFocused();
  await page.goto(at("/sign-in?problem=%3Cb%3Eyou%20won&then=https%3A%2F%2Felsewhere.example"));
  await expect(page.getByRole("alert")).toHaveText("Something went wrong here. Try again, or tell whoever runs the server.");
  await expect(provider).toHaveAttribute("href", "/v1/session/openid?then=%2F");
});

test("a page asked for before signing in is shown after it", async ({ page }) => {
  await page.goto(at("/voices?words=breakfast"));
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("E-mail address").fill(owner.email);
  await page.getByRole("textbox", { name: "Password" }).fill("not the password at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/voices\?words=breakfast/);
  await expect(title(page)).toContainText("What people say");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(title(page)).toHaveText("Sign in");
  await page.goto(at("/voices"));
  await expect(page).toHaveURL(/\/sign-in/);
});

test("everybody else comes in by a link of their own", async ({ browser, page }) => {
  const inside = await pageOf(browser, "owner");
  for (const [who, person] of Object.entries(people)) {
    const { link } = await told<{ link: string }>(inside.request, "POST", "/v1/users", person);
    await page.context().clearCookies();
    await page.goto("about:blank");
    await page.goto(at(link));
    await expect(title(page)).toHaveText("Welcome");
    await page.getByRole("textbox", { name: "New password" }).fill(password);
    await page.getByRole("button", { name: "Go in" }).click();
    await expect(page.getByRole("navigation", { name: "Rooms" })).toContainText("Measures");
    await page.context().storageState({ path: state(who as Who) });
  }
});

test("a wrong link does not say who is here", async ({ page }) => {
  await signIn(page, "nobody@aurelia.example", "some password of nobody");
  const nobody = await page.getByRole("alert").innerText();
  await signIn(page, people.listener.email, "some password of nobody");
  expect(await page.getByRole("alert").innerText()).toBe(nobody);
});
