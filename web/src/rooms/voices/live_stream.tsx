// What comes in now. Paused, it gathers and says how many; the stream picks up by itself after a break.
import { Button } from "@mantine/core";
import { Pause, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { pathWith } from "../../api/ask";
import type { Voice } from "../../api/types";
import { Empty } from "../../parts/notice";
import { say } from "../../words/words";
import { VoiceLines } from "./voice_lines";
import classes from "./voices.module.css";

/// As many as a person could look through; older ones are found by a search.
const k_most_lines = 200;
/// Drawn at most so often, however fast they come.
const k_between_ms = 150;

type State = "connecting" | "listening" | "broken";

interface Stream {
  state: State;
  shown: Voice[];
  waiting: number;
  paused: boolean;
  pause: (yes: boolean) => void;
}

function useLive(where: string | undefined): Stream {
  const [state, setState] = useState<State>("connecting");
  const [shown, setShown] = useState<Voice[]>([]);
  const [waiting, setWaiting] = useState(0);
  const [paused, setPaused] = useState(false);
  const holds = useRef(false);
  const gathered = useRef<Voice[]>([]);

  const flush = useRef(() => {
    const fresh = gathered.current;
    if (fresh.length === 0) return;
    gathered.current = [];
    setShown((before) => {
      const known = new Set(before.map(({ id }) => id));
      return [...fresh.filter(({ id }) => !known.has(id)).reverse(), ...before].slice(0, k_most_lines);
    });
  });

  useEffect(() => {
    setShown([]);
    gathered.current = [];
    const source = new EventSource(pathWith("/v1/live", { where }));
    source.onopen = () => setState("listening");
    source.onerror = () => setState(source.readyState === EventSource.CLOSED ? "broken" : "connecting");
    source.addEventListener("voice", (event) => {
      gathered.current.push(JSON.parse((event as MessageEvent<string>).data) as Voice);
      if (gathered.current.length > k_most_lines) gathered.current.shift();
    });
    const drawing = setInterval(() => (holds.current ? setWaiting(gathered.current.length) : flush.current()), k_between_ms);
    return () => {
      clearInterval(drawing);
      source.close();
    };
  }, [where]);

  const pause = (yes: boolean) => {
    holds.current = yes;
    setPaused(yes);
    setWaiting(0);
    if (!yes) flush.current();
  };
  return { state, shown, waiting, paused, pause };
}

interface Told {
  where: string | undefined;
  open: (id: string | undefined) => void;
  opened: string | undefined;
}

export function LiveStream({ where, open, opened }: Told) {
  const { state, shown, waiting, paused, pause } = useLive(where);
  return (
    <>
      <div className={classes.live}>
        <Button
          size="xs"
          variant="default"
          leftSection={paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
          onClick={() => pause(!paused)}
        >
          {say(paused ? "live.go_on" : "live.pause")}
        </Button>
        <span role="status" className={classes.state} data-state={paused ? "paused" : state}>
          {paused ? say("live.waiting", { count: waiting }) : say("live.state", { state })}
        </span>
      </div>
      {shown.length === 0 ? (
        <Empty title={say("live.empty")}>{say("live.empty.text")}</Empty>
      ) : (
        <VoiceLines voices={shown} open={open} opened={opened} fresh />
      )}
    </>
  );
}
