// The types that the pages are written against are those of the server's own document.
import { expect, test } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { at } from "./company";
import { folder } from "./server";

const here = fileURLToPath(new URL("..", import.meta.url));

test("the types are what the server tells of itself (else: npm run types)", () => {
  const made = resolve(folder, "openapi.d.ts");
  execFileSync(resolve(here, "node_modules/.bin/openapi-typescript"), [at("/openapi.json"), "-o", made], { stdio: "ignore" });
  expect(readFileSync(made, "utf8") === readFileSync(resolve(here, "src/api/openapi.d.ts"), "utf8")).toBe(true);
});
