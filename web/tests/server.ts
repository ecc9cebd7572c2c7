// A server of the tests' own: a simulated company in a temporary folder, on a free port, stopped at the end.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
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

export default async function start(): Promise<() => Promise<void>> {
  const demo = resolve(folder, "demo");
  makeDemo(demo);
  const data = resolve(folder, "data");
  rmSync(data, { recursive: true, force: true });
  cpSync(resolve(demo, "data"), data, { recursive: true });
  rmSync(resolve(data, "lock"), { force: true });

  const server = spawn(program, ["serve", "--data", data, "--listen", "127.0.0.1:0", "--log", "problems"]);
  const { url, setup } = await listening(server).catch((error: unknown) => {
    server.kill();
    throw error;
  });
  process.env.BELLWETHER_URL = url;
  process.env.BELLWETHER_SETUP = setup;
  return async () => {
    const ended = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await ended;
  };
}
