// Texts whose sentiment is read by the program, to be reviewed: the simulated company's own come with theirs. They are of a unit of their own,
// so that nobody else's come between, and are sent once, whoever asks first.
import { type Browser, expect } from "@playwright/test";
import type { Reviews } from "../src/api/types";
import { at, pageOf, told } from "./company";

export const place = "Reims";
export const k_texts = 60;
const said = [
  "The staff were friendly, but breakfast was cold and room % noisy",
  "We waited an hour for room %, terribly slow service",
  "Lovely room %, great breakfast",
  "Room % it was",
];
export const where = `unit = "${place}"`;

export async function sendReadings(browser: Browser): Promise<void> {
  const owner = await pageOf(browser, "owner");
  const looked = async () => (await told<Reviews>(owner.request, "GET", `/v1/reviews?limit=1&where=${encodeURIComponent(where)}`)).looked_through;
  const known = await owner.request.get(at(`/v1/reviews?limit=1&where=${encodeURIComponent(where)}`));
  if (!known.ok() || ((await known.json()) as Reviews).looked_through < k_texts) {
    const { secret } = await told<{ secret: string }>(owner.request, "POST", "/v1/keys", { name: "readings", scopes: ["signals:send"], source: "readings" });
    const data = Array.from({ length: k_texts }, (_, number) => ({
      id: `r-${number}`,
      unit: place,
      channel: "app",
      language: "en",
      ratings: { nps: number % 11 },
      text: said[number % said.length]!.replace("%", String(number)),
    }));
    expect((await owner.request.post(at("/v1/signals"), { headers: { Authorization: `Bearer ${secret}` }, data })).status()).toBe(202);
    await expect(async () => expect(await looked()).toBe(k_texts)).toPass();
  }
  await owner.context().close();
}
