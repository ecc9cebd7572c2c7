// What is measured in a real browser, against the real server: npm run bench.
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

export default defineConfig(tests, { testDir: "bench", timeout: 180_000, projects: [{ name: "bench", testMatch: /\.bench\.ts$/ }] });
