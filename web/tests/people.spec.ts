// People & settings: letting somebody in, what they may do, keys shown once, one's own account, the audit log.
import { expect, type Page, test } from "@playwright/test";
import { createHmac } from "node:crypto";
import { at, pageOf, password, signIn, state, title } from "./company";

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await pageOf(browser, "owner");
});
test.afterAll(() => page.context().close());

/// The code of RFC 6238 at a moment, as an authenticator app shows it.
function code(secret: string, at_ms: number): string {
  const bits = [...secret.replace(/=+$/, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at_ms / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const from = hash[hash.length - 1]! & 15;
  return String((hash.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("somebody is let in by a link, and what they may do is changed", async ({ browser }) => {
  await page.goto(at("/settings/people"));
  await expect(title(page)).toHaveText("Who is let in, and how far");
  await page.getByRole("button", { name: "Let somebody in" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Noor Haddad");
  await page.getByLabel("E-mail address").fill("noor@aurelia.example");
  await page.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "Leader" }).click();
  await page.getByLabel("What was said").check();
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByRole("status").locator("code").innerText();
  expect(link).toContain("/welcome#");
  await page.getByRole("button", { name: "I have kept it" }).click();
  const line = page.getByRole("row").filter({ hasText: "Noor Haddad" });
  await expect(line).toContainText("Leader of the whole organisation; sees voices");

  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await other.getByRole("textbox", { name: "New password" }).fill(password);
  await other.getByRole("button", { name: "Go in" }).click();
  await expect(other.getByRole("navigation", { name: "Rooms" })).toContainText("Voices");

  await line.getByRole("button", { name: /Change what Noor/ }).click();
  await page.getByRole("combobox", { name: "Reaches" }).click();
  await page.getByRole("option", { name: "Dublin", exact: true }).click();
  await page.getByRole("button", { name: "Keep" }).click();
  await expect(line).toContainText("Leader of Dublin and all beneath");

  await line.getByRole("button", { name: "Close" }).click();
  await line.getByRole("button", { name: /Close Noor/ }).click();
  await expect(line).toContainText("Closed");
  await other.reload();
  await expect(other).toHaveURL(/\/sign-in/);
  await other.context().close();
});

test("a key is shown once, works, and is revoked", async () => {
  await page.goto(at("/settings/keys"));
  await page.getByLabel("Who will have it").fill("kiosk");
  await page.getByLabel(/^Source/).fill("kiosk");
  await page.getByRole("button", { name: "Make a key" }).click();
  const secret = await page.getByRole("status").locator("code").innerText();
  const send = (id: string) =>
    page.request.post(at("/v1/signals"), { headers: { Authorization: `Bearer ${secret}` }, data: { id, text: "Hello" } });
  await expect(async () => expect((await send("k-1")).status()).toBe(202)).toPass();
  await page.reload();
  await expect(page.getByRole("row").filter({ hasText: "kiosk" }).first()).toBeVisible();
  await expect(page.getByText(secret)).toBeHidden();
  const line = page.getByRole("row").filter({ hasText: "kiosk" }).first();
  await line.getByRole("button", { name: "Revoke" }).click();
  await line.getByRole("button", { name: /Revoke the key/ }).click();
  await expect(line).toContainText("revoked");
  await expect(async () => expect((await send("k-2")).status()).toBe(401)).toPass();
});

test("a second factor is set up, asked for, and taken away", async ({ browser }) => {
  const own = await (await browser.newContext()).newPage();
  await signIn(own, "ines@aurelia.example");
  await expect(own.getByRole("navigation", { name: "Rooms" })).toBeVisible();
  await own.goto(at("/settings/account"));
  await own.getByRole("button", { name: "Set it up" }).click();
  await expect(own.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = await own.locator("code").innerText();
  await own.getByRole("textbox", { name: "Code" }).fill(code(secret, Date.now()));
  await own.getByRole("button", { name: "Turn it on" }).click();
  await expect(own.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
  const recovery = await own.getByRole("status").getByRole("listitem").first().innerText();
  await own.getByRole("button", { name: "I have kept it" }).click();

  await own.getByRole("button", { name: "Sign out" }).click();
  await signIn(own, "ines@aurelia.example");
  await own.getByRole("textbox", { name: "Code" }).fill(recovery);
  await own.getByRole("button", { name: "Sign in" }).click();
  await expect(own.getByRole("navigation", { name: "Rooms" })).toBeVisible();

  await own.goto(at("/settings/account"));
  await own.locator("section").filter({ hasText: "Second factor" }).getByRole("textbox", { name: "Password" }).fill(password);
  await own.getByRole("button", { name: "Turn it off" }).click();
  await expect(own.getByRole("button", { name: "Set it up" })).toBeVisible();
  await own.context().close();
});

test("a password is changed, and the old one lets nobody in", async ({ browser }) => {
  const own = await (await browser.newContext()).newPage();
  await signIn(own, "tom@aurelia.example");
  await expect(own.getByRole("navigation", { name: "Rooms" })).toBeVisible();
  await own.goto(at("/settings/account"));
  await own.getByRole("textbox", { name: "Present password" }).fill(password);
  await own.getByRole("textbox", { name: "New password" }).fill("nine grey geese on the lawn");
  await own.getByRole("button", { name: "Change the password" }).click();
  await expect(own.getByRole("status").filter({ hasText: "Changed" })).toBeVisible();
  await own.getByRole("button", { name: "Sign out" }).click();
  await signIn(own, "tom@aurelia.example");
  await expect(own.getByRole("alert")).toBeVisible();
  await signIn(own, "tom@aurelia.example", "nine grey geese on the lawn");
  await expect(own.getByRole("navigation", { name: "Rooms" })).toBeVisible();
  await own.context().storageState({ path: state("frontline") }); // the change ended the session that others come in by
  await own.context().close();
});

test("what was done stands in the audit log", async () => {
  await page.goto(at("/settings/audit"));
  await expect(page.getByRole("row").nth(3)).toBeVisible();
  await expect(page.getByRole("table")).toContainText("kiosk");
});
