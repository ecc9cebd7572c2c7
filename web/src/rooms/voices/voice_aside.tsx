// One voice in full, beside the others: what was answered, what is known of it, and what else the same customer said.
import { CloseButton, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { voice } from "../../api/queries";
import type { VoiceInContext } from "../../api/types";
import { Coming, Refused } from "../../parts/notice";
import { MarksMeaning, Quotation, Themes } from "../../parts/quotation";
import { Ratings, whenSaid } from "../../parts/said";
import { number } from "../../words/numbers";
import { say } from "../../words/words";
import { VoiceLines } from "./voice_lines";
import classes from "./voices.module.css";

export function VoiceAside({ id, open }: { id: string; open: (id: string | undefined) => void }) {
  const told = useQuery(voice(id));
  const top = useRef<HTMLElement>(null);
  useEffect(() => top.current?.focus({ preventScroll: true }), [id]);
  useEffect(() => {
    const leave = (event: KeyboardEvent) => event.key === "Escape" && open(undefined);
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  });
  return (
    <aside className={classes.aside} aria-label={say("voice.in_full")} ref={top} tabIndex={-1}>
      <div className={classes.aside_head}>
        <Title order={2}>{say("voice.in_full")}</Title>
        <CloseButton onClick={() => open(undefined)} aria-label={say("voice.close")} />
      </div>
      {told.isError ? <Refused error={told.error} /> : told.data ? <InFull voice={told.data} open={open} /> : <Coming lines={6} />}
    </aside>
  );
}

function InFull({ voice, open }: { voice: VoiceInContext; open: (id: string | undefined) => void }) {
  const known: [string, string | null | undefined][] = [
    [say("voice.when"), whenSaid(voice)],
    [say("dimension.name", { name: "unit", bare: "" }), voice.unit],
    [say("dimension.name", { name: "touchpoint", bare: "" }), voice.touchpoint],
    [say("dimension.name", { name: "channel", bare: "" }), voice.channel],
    [say("dimension.name", { name: "source", bare: "" }), voice.source],
    [say("dimension.name", { name: "voice_of", bare: "" }), voice.voice_of],
    [say("dimension.name", { name: "language", bare: "" }), voice.language],
    [say("dimension.name", { name: "intent", bare: "" }), voice.intent],
    [say("voice.sentiment"), voice.sentiment == null ? null : number(voice.sentiment, 1)],
    ...Object.entries(voice.attributes).map(([name, value]): [string, string] => [name.replaceAll("_", " "), String(value)]),
    [say("voice.customer"), voice.customer],
  ];
  return (
    <>
      <Quotation voice={voice} whole />
      {(voice.mentions?.length ?? 0) > 0 && <MarksMeaning />}
      <div className={classes.marks}>
        <Ratings ratings={voice.ratings} />
        <Themes themes={voice.themes} />
      </div>
      <dl className={classes.known}>
        {known.filter(([, value]) => value != null && value !== "").map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {voice.customer && (
        <>
          <Title order={3} className={classes.others}>{say("voice.others", { count: voice.others.length })}</Title>
          <VoiceLines voices={voice.others} open={open} opened={undefined} />
        </>
      )}
    </>
  );
}
