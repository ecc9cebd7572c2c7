// Words beside the work: an error that says what to do, an empty place that teaches the next step, and where something is
// still coming, its room kept.
import { Button, Skeleton, Text, Title } from "@mantine/core";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Problem } from "../api/ask";
import { say } from "../words/words";
import classes from "./notice.module.css";

export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return say("problem.network");
  if (error.status === 429) return say("problem.busy", { seconds: error.retryAfter ?? 1 });
  return error.detail || error.title;
}

/// Words of the house about what went wrong, that are no answer to what was just asked.
export function Said({ children }: { children: ReactNode }) {
  return (
    <div className={classes.refused} role="alert">
      <CircleAlert size={18} strokeWidth={1.75} aria-hidden />
      <div className={classes.said}>{children}</div>
    </div>
  );
}

export function Refused({ error, again }: { error: unknown; again?: () => void }) {
  return (
    <div className={classes.refused} role="alert">
      <CircleAlert size={18} strokeWidth={1.75} aria-hidden />
      <div>
        <div className={classes.said}>{problemText(error)}</div>
        {again && (
          <Button size="xs" variant="default" mt={8} onClick={again}>{say("state.trouble.again")}</Button>
        )}
      </div>
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <Title order={2} size="h4">{title}</Title>
      <Text c="dimmed" component="div">{children}</Text>
    </div>
  );
}

/// Keeps the place of what is coming.
export function Coming({ lines = 3, height = 20 }: { lines?: number; height?: number }) {
  return (
    <div role="status" aria-label={say("state.loading")} className={classes.coming}>
      {Array.from({ length: lines }, (_, at) => <Skeleton key={at} height={height} animate={false} />)}
    </div>
  );
}
