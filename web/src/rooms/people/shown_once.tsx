// What is shown once and kept nowhere: a key, a link, recovery codes.
import { Button, CopyButton, Title } from "@mantine/core";
import { useEffect, useRef } from "react";
import { say } from "../../words/words";
import classes from "./settings.module.css";

interface Told {
  title: string;
  about: string;
  secret: string | string[];
  done: () => void;
}

export function ShownOnce({ title, about, secret, done }: Told) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const all = Array.isArray(secret) ? secret : [secret];
  return (
    <div className={classes.once} ref={box} tabIndex={-1} role="status">
      <Title order={2} size="h5">{title}</Title>
      <p>{about}</p>
      {all.length === 1 ? (
        <code className={classes.secret}>{all[0]}</code>
      ) : (
        <ul className={`${classes.secret} ${classes.secrets}`}>{all.map((each) => <li key={each}>{each}</li>)}</ul>
      )}
      <div className={classes.acts}>
        <CopyButton value={all.join("\n")}>
          {({ copied, copy }) => <Button size="xs" onClick={copy}>{say(copied ? "link.copied" : "once.copy")}</Button>}
        </CopyButton>
        <Button size="xs" variant="default" onClick={done}>{say("once.done")}</Button>
      </div>
    </div>
  );
}
