// The pages in a real browser, against the real server with a simulated company. Debian's Chromium; nothing is downloaded.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests",
  outputDir: "../build/web-test/results",
  globalSetup: "./tests/server.ts",
  fullyParallel: false,
  workers: 1,
  timeout: 40_000,
  expect: { timeout: 8_000 },
  reporter: [["list"]],
  use: {
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    viewport: { width: 1280, height: 900 },
    trace: "retain-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] },
  },
  projects: [
    { name: "catalogue", testMatch: /catalogue\.spec\.ts/ },
    { name: "first run", testMatch: /first_run\.spec\.ts/ },
    { name: "rooms", testMatch: /(measures|voices|themes|review|models|people|roles|keyboard|axe|size|types|page_events)\.spec\.ts/, dependencies: ["first run"] },
  ],
});
