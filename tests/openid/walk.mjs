// Sign-in with a real provider, from the first click to the session: node walk.mjs PROGRAM. Exit status 77: the provider is not installed.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Browser } from "./browser.mjs";

const program = process.argv[2];
const { startProvider } = await import("./provider.mjs").catch((error) => {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  console.error("skipped: oidc-provider is not installed; scripts/setup test installs it");
  process.exit(77);
});

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/// Bellwether beside a provider; `run` gets both. All is gone afterwards.
async function together(options, run) {
  const folder = mkdtempSync(join(tmpdir(), "bellwether-openid-"));
  const port = await freePort();
  const here = `http://127.0.0.1:${port}`;
  const client = { client_id: "bellwether", client_secret: "a secret: of + both%", redirect_uris: [`${here}/v1/session/openid/return`] };
  const people = {
    ada: { email: "ada@example.org", email_verified: true, name: "Ada" },
    mia: { email: "mia@example.org", email_verified: true, name: "Mia", groups: [] },
    eve: { email: "ada@example.org", email_verified: false, name: "Eve", groups: ["cx-leaders"] },
  };
  const provider = await startProvider({ client, people, ...options });
  const bellwether = (...words) => execFileSync(program, [...words, "--data", folder], { encoding: "utf8" });
  writeFileSync(join(folder, "secret"), `${client.client_secret}\n`);
  writeFileSync(join(folder, "bellwether.toml"), `
[server]
address = "${here}"
[openid]
issuer = "${provider.issuer}"
client_id = "bellwether"
client_secret_file = "${join(folder, "secret")}"
label = "Sign in with Acme"
scopes = ["email", "profile", "groups"]
allow_networks = ["127.0.0.0/8"]
[[openid.grant]]
group = "cx-leaders"
role = "leader"
unit = "Lyon"
voices = true
`);
  bellwether("user", "add", "Ada", "ada@example.org", "--role", "owner");
  const server = spawn(program, ["serve", "--listen", `127.0.0.1:${port}`, "--log", "none", "--data", folder]);
  try {
    await new Promise((done, failed) => {
      server.stdout.on("data", (bytes) => `${bytes}`.includes("Listening") && done());
      server.stderr.on("data", (bytes) => process.stderr.write(bytes));
      server.on("exit", (code) => failed(new Error(`the server ended: ${code}`)));
    });
    await run({ here, provider, people, bellwether });
  } finally {
    server.removeAllListeners("exit");
    server.kill("SIGKILL");
    await provider.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const isReturn = (url) => url.pathname === "/v1/session/openid/return";

/// From the button to the address by which the provider sends the browser back.
async function signInThere(browser, here, login, then = "/") {
  const form = await browser.go(`${here}/v1/session/openid?then=${encodeURIComponent(then)}`);
  assert.equal(form.status, 200, form.text);
  const consent = await browser.go(form.at, isReturn, { prompt: "login", login, password: "any" });
  if (isReturn(new URL(consent.at))) return consent.at;
  const back = await browser.go(consent.at, isReturn, { prompt: "consent" });
  assert.ok(isReturn(new URL(back.at)), back.text);
  return back.at;
}
async function whole(here, login, then) {
  const browser = new Browser();
  const back = await signInThere(browser, here, login, then);
  return { browser, back, ...(await browser.ask(back)) };
}
const session = async (browser, here) => JSON.parse((await browser.ask(`${here}/v1/session`)).text);
const problem = (answer) => {
  assert.equal(answer.status, 303);
  return new URL(answer.to).pathname === "/sign-in" ? new URL(answer.to).searchParams.get("problem") : `none: ${answer.to}`;
};

const stories = {
  async "the first sign-in links to the account with the verified address"({ here }) {
    const told = await session(new Browser(), here);
    assert.deepEqual(told.openid, { label: "Sign in with Acme" });
    const { browser, to } = await whole(here, "ada", "/trend?by=week");
    assert.equal(to, `${here}/trend?by=week`);
    const ada = await session(browser, here);
    assert.equal(ada.user.email, "ada@example.org");
    assert.ok(ada.rights.includes("users:change"));
    assert.equal(browser.cookie("bellwether_openid"), undefined, "what bound the browser is gone");
  },
  async "groups grant, and what they gave goes with them"({ here, people }) {
    assert.equal(problem(await whole(here, "mia")), "nothing_granted");
    people.mia.groups = ["cx-leaders", "another"];
    const { browser } = await whole(here, "mia");
    const mia = await session(browser, here);
    assert.deepEqual(mia.rights, ["measures:read", "voices:read", "organisation:read"]);
    assert.deepEqual(mia.reach, { everything: false, units: ["Lyon"] });
    people.mia.groups = [];
    assert.equal(problem(await whole(here, "mia")), "nothing_granted");
    assert.deepEqual((await session(browser, here)).rights, [], "at once, also in the session that was open");
  },
  async "an address that is not verified opens nothing"({ here }) {
    assert.equal(problem(await whole(here, "eve")), "unverified_address");
  },
  async "a state that was tampered with opens nothing"({ here }) {
    const browser = new Browser();
    const back = new URL(await signInThere(browser, here, "ada"));
    const state = back.searchParams.get("state");
    back.searchParams.set("state", (state[0] === "A" ? "B" : "A") + state.slice(1));
    assert.equal(problem(await browser.ask(back.href)), "expired");
    assert.equal(browser.cookie("bellwether_session"), undefined);
  },
  async "another browser can't use the answer"({ here }) {
    const back = await signInThere(new Browser(), here, "ada");
    assert.equal(problem(await new Browser().ask(back)), "expired");
    const victim = new Browser();
    await victim.ask(`${here}/v1/session/openid`);
    assert.equal(problem(await victim.ask(back)), "expired", "nor one that has begun a sign-in of its own");
  },
  async "a code opens once"({ here }) {
    const browser = new Browser();
    const back = await signInThere(browser, here, "ada");
    const bond = browser.cookie("bellwether_openid");
    assert.equal((await browser.ask(back)).to, `${here}/`);
    const again = await fetch(back, { redirect: "manual", headers: { cookie: `bellwether_openid=${bond}` } });
    assert.match(again.headers.get("location"), /problem=expired/);
  },
  async "whoever turns back at the provider is told so"({ here }) {
    const browser = new Browser();
    const form = await browser.go(`${here}/v1/session/openid`);
    const back = await browser.go(`${form.at}/abort`, isReturn);
    assert.equal(problem(await browser.ask(back.at)), "cancelled");
  },
  async "the audit log has it all, without an address"({ bellwether }) {
    assert.match(bellwether("check", "--audit"), /unbroken/);
  },
  async "a provider that is gone is told as such"({ here, provider }) {
    const browser = new Browser();
    const back = await signInThere(browser, here, "ada");
    await provider.stop();
    assert.equal(problem(await browser.ask(back)), "provider_down");
  },
};

await together({}, async (house) => {
  for (const [name, tell] of Object.entries(stories)) {
    await tell(house);
    console.log(`well: ${name}`);
  }
});
for (const algorithm of ["RS256", "PS256", "ES256", "EdDSA"]) {
  await together({ algorithm, inToken: true }, async ({ here }) => {
    const { browser, to } = await whole(here, "ada");
    assert.equal(to, `${here}/`);
    assert.equal((await session(browser, here)).user.name, "Ada");
    console.log(`well: tokens signed by ${algorithm}`);
  });
}
