// A server of the tests' own: a simulated company in a temporary folder, on a free port, stopped at the end.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const folder = fileURLToPath(new URL("../../build/web-test", import.meta.url));
const program = process.env.BELLWETHER_PROGRAM ?? resolve(folder, "../bellwether");
const k_start_ms = 60_000;

interface Started {
  url: string;
  setup: string;
}

/// What it prints when it listens: its address, and the one-time link, since nobody is there yet.
function listening(server: ChildProcess): Promise<Started> {
  return new Promise((done, failed) => {
    let said = "";
    const late = setTimeout(() => failed(new Error(`the server did not start:\n${said}`)), k_start_ms);
    const hear = (bytes: Buffer) => {
      said += bytes.toString();
      const url = /Listening at (http:\/\/[\d.]+:\d+)/.exec(said)?.[1];
      const setup = /(\/setup#[\w-]+)/.exec(said)?.[1];
      if (!url || !setup) return;
      clearTimeout(late);
      done({ url, setup: url + setup });
    };
    server.stdout?.on("data", hear);
    server.stderr?.on("data", hear);
    server.on("exit", (code) => failed(new Error(`the server ended (${code}):\n${said}`)));
  });
}

/// A company that an earlier run simulated is taken again, unless this program can't read it any more.
function makeDemo(demo: string): void {
  try {
    execFileSync(program, ["demo", "--out", demo], { stdio: "ignore" });
  } catch {
    rmSync(demo, { recursive: true, force: true });
    execFileSync(program, ["demo", "--out", demo], { stdio: ["ignore", "ignore", "inherit"] });
  }
}

/// A shop of the company's, at an origin of its own: one page that tells, one with a mistake. `?server=` is Bellwether's address.
async function openShop(): Promise<{ shop: Server; origin: string }> {
  const page = readFileSync(new URL("shop.html", import.meta.url), "utf8");
  const shop = createServer((request, answer) => {
    const asked = new URL(request.url ?? "/", "http://shop.test");
    if (asked.pathname !== "/") return void answer.writeHead(404).end();
    const filled = page.replaceAll("SERVER", asked.searchParams.get("server") ?? "").replaceAll("SITE", asked.searchParams.get("site") ?? "shop");
    answer.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(filled);
  });
  await new Promise<void>((done) => shop.listen(0, "127.0.0.1", done));
  return { shop, origin: `http://127.0.0.1:${(shop.address() as AddressInfo).port}` };
}

export default async function start(): Promise<() => Promise<void>> {
  const demo = resolve(folder, "demo");
  makeDemo(demo);
  const data = resolve(folder, "data");
  rmSync(data, { recursive: true, force: true });
  cpSync(resolve(demo, "data"), data, { recursive: true });
  rmSync(resolve(data, "lock"), { force: true });

  const { shop, origin } = await openShop();
  mkdirSync(resolve(data, "sites"));
  const site = { name: "shop", source: "web shop", origins: [origin], units: ["Lyon"], touchpoints: ["check-in"], attributes: ["plan"] };
  writeFileSync(resolve(data, "sites/shop.toml"), Object.entries(site).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`).join(""));

  // Nothing is learned meanwhile: it would read the texts anew in the middle of a test.
  const env = { ...process.env, BELLWETHER_UNDERSTANDING_LEARN: "false" };
  const server = spawn(program, ["serve", "--data", data, "--listen", "127.0.0.1:0", "--log", "problems"], { env });
  const { url, setup } = await listening(server).catch((error: unknown) => {
    server.kill();
    shop.close();
    throw error;
  });
  process.env.BELLWETHER_SHOP = origin;
  process.env.BELLWETHER_URL = url;
  process.env.BELLWETHER_SETUP = setup;
  return async () => {
    shop.close();
    const ended = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await ended;
  };
}
