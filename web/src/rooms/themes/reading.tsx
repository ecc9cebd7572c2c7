// By what the texts were read, and how far: a line that goes on by itself while they are read anew.
import { Progress } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { themes } from "../../api/queries";
import type { Themes } from "../../api/types";
import { Said } from "../../parts/notice";
import { say } from "../../words/words";
import classes from "./themes.module.css";

const k_look_again_ms = 1500;

/// The book in use; while texts are read anew, it is looked at again, and the figures when that is done.
export function useBook() {
  const client = useQueryClient();
  const now = useQuery({ ...themes, refetchInterval: ({ state }) => (state.data?.reading?.under_way ? k_look_again_ms : false) });
  const under_way = now.data?.reading?.under_way ?? false;
  const before = useRef(under_way);
  useEffect(() => {
    if (before.current && !under_way) {
      for (const what of ["answer", "voices", "voice", "dimensions"]) void client.invalidateQueries({ queryKey: [what] });
    }
    before.current = under_way;
  }, [under_way, client]);
  return now;
}

export function Reading({ reading }: { reading: Themes["reading"] }) {
  if (!reading) return <p className={classes.notes}>{say("themes.reading.off")}</p>;
  const { under_way, done, left, trouble } = reading;
  return (
    <>
      {trouble && <Said>{trouble}</Said>}
      {under_way && left > 0 && (
        <div className={classes.progress}>
          <span role="status">{say("themes.reading.left", { left })}</span>
          <Progress value={(done / (done + left)) * 100} size="xs" color="gray" aria-label={say("themes.reading.progress")} />
        </div>
      )}
    </>
  );
}
