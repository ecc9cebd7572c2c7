// No reading is left to look at: why, and what can be done about it.
import { Button, Group } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Empty } from "../../parts/notice";
import { say } from "../../words/words";
import type { Judging } from "./judging";
import type { Turns } from "./turns";

export function AllDone({ turns, judging, begin }: { turns: Turns; judging: Judging; begin: () => void }) {
  const passed = turns.all.map(({ voice }) => voice.id).filter((id) => !judging.sentiments.has(id));
  const nothing = turns.all.length === 0 && turns.judgedBefore === 0;
  return (
    <Empty title={say(nothing ? "review.nothing" : "review.done")}>
      <p>{nothing ? say("review.nothing.text") : say("review.done.text", { voices: turns.counts?.looked_through ?? 0 })}</p>
      <Group gap="sm">
        {passed.length > 0 && <Button onClick={() => turns.again(passed)}>{say("review.passed", { count: passed.length })}</Button>}
        <Button variant="default" onClick={begin}>{say("review.look_again")}</Button>
        <Link to="/themes/models">{say("models.name")}</Link>
      </Group>
    </Empty>
  );
}
