// Who works in the simulated company, and how the tests come in as one of them.
import { type APIRequestContext, type Browser, expect, type Page } from "@playwright/test";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { folder } from "./server";

export const at = (path: string) => new URL(path, process.env.BELLWETHER_URL).href;
export const password = "seven calm herons by the river";
export const owner = { name: "Ada Okafor", email: "ada@aurelia.example" };

export interface Person {
  name: string;
  email: string;
  grants: { role: string; unit: string | null; names: boolean; voices: boolean; employees: boolean }[];
}
const grant = (role: string, unit: string | null, voices: boolean) => [{ role, unit, names: false, voices, employees: false }];
export const people = {
  manager: { name: "Luc Moreau", email: "luc@aurelia.example", grants: grant("manager", "Lyon", true) },
  analyst: { name: "Ines Costa", email: "ines@aurelia.example", grants: grant("analyst", null, true) },
  frontline: { name: "Tom Byrne", email: "tom@aurelia.example", grants: grant("frontline", "Dublin", false) },
  listener: { name: "Eva Roth", email: "eva@aurelia.example", grants: grant("listener", null, false) },
} satisfies Record<string, Person>;

export type Who = "owner" | keyof typeof people;
export const state = (who: Who) => resolve(folder, `${who}.json`);

/// A page of somebody who is signed in already.
export async function pageOf(browser: Browser, who: Who, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  expect(existsSync(state(who)), "first_run.spec.ts signs everybody in").toBe(true);
  const context = await browser.newContext({ storageState: state(who), ...options });
  return context.newPage();
}

/// Asks the server as the page would: the session's cookie, and its token for changes.
export async function told<T>(request: APIRequestContext, method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<T> {
  const session = (await (await request.get(at("/v1/session"))).json()) as { csrf?: string };
  const response = await request.fetch(at(path), {
    method,
    headers: { "X-CSRF-Token": session.csrf ?? "", "Content-Type": "application/json" },
    ...(body === undefined ? {} : { data: JSON.stringify(body) }),
  });
  expect(response.ok(), `${method} ${path}: ${response.status()} ${await response.text()}`).toBe(true);
  return (await response.json().catch(() => undefined)) as T;
}

export async function signIn(page: Page, email: string, secret = password): Promise<void> {
  await page.goto(at("/sign-in"));
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export const title = (page: Page) => page.getByRole("heading", { level: 1 });
