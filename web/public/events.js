// What visitors of your own pages do and say, told to Bellwether. For your pages, not for ours:
//
//   <script src="https://cx.example.org/events.js" data-site="shop" data-views defer></script>
//
//   (window.bellwether ??= []).push(["consent", true]);                    // what your consent banner was told
//   bellwether.push(["customer", "c-17"]);                                 // who is signed in; kept as a pseudonym, with consent
//   bellwether.push(["tell", { type: "answer.given", touchpoint: "checkout", ratings: { csat: 4 }, text: "Easy" }]);
//
// It stores nothing in the browser: no cookie, no storage, no id of the visitor. Without consent, and with Global Privacy Control, only
// answers go out, without who gave them. docs/page-events.md tells the rest.
(() => {
  "use strict";
  const script = document.currentScript;
  const site = script?.dataset.site;
  if (!site) {
    console.error("bellwether: the script needs data-site, the name of your site");
    return;
  }
  const MOST_WAITING = 500; // in memory, while the server can't be reached
  const MOST_TOLD = 50; // at once
  const MOST_LEAVING = 50_000; // characters; browsers let 64 KB go out of a page that is left
  const TOGETHER_MS = 2_000;
  const LONGEST_WAIT_MS = 300_000;
  const LONGEST_AGE_MS = 86_400_000;
  const target = new URL("/v1/events", script.src).href;

  let consent = false;
  let customer = null;
  let waiting = []; // { event, at }
  let timer = 0;
  let failures = 0;
  let sending = false;

  const refuses = () => navigator.globalPrivacyControl === true;
  const agreed = () => consent && !refuses();
  const isAnswer = (event) => Boolean(event.text) || Object.keys(event.ratings ?? {}).length > 0;

  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID(); // pages over https
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function body(some) {
    const now = Date.now();
    const events = some.map(({ event, at }) => {
      const told = { ...event, age_ms: Math.min(Math.max(0, now - at), LONGEST_AGE_MS) };
      if (agreed() && customer !== null && told.customer === undefined) told.customer = customer;
      if (!agreed()) delete told.customer;
      return told;
    });
    return JSON.stringify({ site, consent: agreed(), events });
  }

  // What is not kept without consent does not leave the browser either, unless the site keeps all of it (data-all).
  function take() {
    if (!agreed() && script.dataset.all === undefined) waiting = waiting.filter(({ event }) => isAnswer(event));
    let size = 0;
    const fits = ({ event }, i) => i === 0 || (i < MOST_TOLD && (size += JSON.stringify(event).length) < MOST_LEAVING);
    const first = waiting.findIndex((one, i) => !fits(one, i));
    return first < 0 ? [...waiting] : waiting.slice(0, first);
  }

  function later(ms) {
    if (timer === 0) timer = setTimeout(send, ms);
  }

  async function send() {
    timer = 0;
    if (sending) return;
    const some = take();
    if (some.length === 0) return;
    sending = true;
    let done = false;
    let wait = 0;
    try {
      const told = body(some);
      const keepalive = told.length < MOST_LEAVING;
      const answer = await fetch(target, { method: "POST", body: told, credentials: "omit", keepalive });
      done = answer.status < 500 && answer.status !== 429 && answer.status !== 408;
      if (!done) wait = Number(answer.headers.get("Retry-After") ?? 0) * 1_000;
      if (done && answer.status >= 400) console.warn("bellwether:", (await answer.json()).detail);
    } catch {
      done = false; // not reached: once more
    }
    sending = false;
    if (done) {
      failures = 0;
      waiting = waiting.filter((one) => !some.includes(one));
      if (waiting.length > 0) later(TOGETHER_MS);
    } else {
      failures += 1;
      later(Math.max(wait, Math.min(LONGEST_WAIT_MS, TOGETHER_MS * 2 ** failures)));
    }
  }

  // The page goes, perhaps for good: what waits goes now, and nobody hears the answer. Should it have arrived before, it is known again.
  function sendAndLeave() {
    for (let some = take(); some.length > 0; some = take()) {
      if (!navigator.sendBeacon(target, body(some))) return;
      waiting = waiting.slice(some.length);
    }
  }

  const commands = {
    consent(given) {
      consent = given === true;
    },
    customer(id) {
      customer = id === undefined || id === null ? null : String(id);
    },
    tell(event) {
      if (typeof event !== "object" || event === null || typeof event.type !== "string") {
        console.error('bellwether: tell an event with its type: ["tell", { type: "page.viewed" }]');
        return;
      }
      if (waiting.length === MOST_WAITING) waiting.shift();
      waiting.push({ event: { id: newId(), ...event }, at: Date.now() });
      later(TOGETHER_MS);
    },
  };

  function run(command) {
    const [name, value] = Array.isArray(command) ? command : [];
    if (Object.hasOwn(commands, name)) commands[name](value);
    else console.error("bellwether: there is consent, customer and tell, and no", name);
  }

  const before = Array.isArray(window.bellwether) ? window.bellwether : [];
  window.bellwether = { push: (...some) => some.forEach(run) };
  before.forEach(run);
  const touchpoint = script.dataset.touchpoint;
  if (script.dataset.views !== undefined) commands.tell({ type: "page.viewed", ...(touchpoint ? { touchpoint } : {}) });
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") sendAndLeave();
  });
  addEventListener("pagehide", sendAndLeave);
})();
