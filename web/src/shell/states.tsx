// What stands where a page can't: it is coming, it is not there, something went wrong.
import { Button, Loader, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Problem } from "../api/ask";
import { say } from "../words/words";
import classes from "./states.module.css";

export function Waiting() {
  return (
    <div className={classes.state} role="status" aria-label={say("state.loading")}>
      <Loader type="dots" color="gray" />
    </div>
  );
}

export function Lost() {
  return (
    <main className={classes.state}>
      <Title order={1} size="h2">{say("state.lost.title")}</Title>
      <Text c="dimmed">{say("state.lost.text")}</Text>
      <Link to="/">{say("state.lost.home")}</Link>
    </main>
  );
}

export function Troubled({ error, reset }: { error: Error; reset?: () => void }) {
  const told = error instanceof Problem ? error.detail || error.title : say("state.trouble.text");
  return (
    <main className={classes.state}>
      <Title order={1} size="h2">{say("state.trouble.title")}</Title>
      <Text c="dimmed" style={{ whiteSpace: "pre-line" }}>{told}</Text>
      <Button variant="default" onClick={() => (reset ? reset() : window.location.reload())}>
        {say("state.trouble.again")}
      </Button>
    </main>
  );
}
