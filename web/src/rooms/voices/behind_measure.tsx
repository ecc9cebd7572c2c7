// Which figure the reader came from: these are the voices that it counts.
import { CloseButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { measures } from "../../api/queries";
import { say } from "../../words/words";
import classes from "./voices.module.css";

export function BehindMeasure({ id, clear }: { id: string | undefined; clear: () => void }) {
  const known = useQuery({ ...measures, enabled: id !== undefined });
  if (!id) return null;
  const label = known.data?.find((each) => each.id === id)?.label ?? id;
  return (
    <span className={classes.behind}>
      <Link
        to="/measures/$measure"
        params={{ measure: id }}
        search={(before: { unit?: string; where?: string[] }) => ({ unit: before.unit, where: before.where })}
      >
        {say("voices.behind", { measure: label })}
      </Link>
      <CloseButton size="xs" onClick={clear} aria-label={say("voices.behind.clear")} />
    </span>
  );
}
