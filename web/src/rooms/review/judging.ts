// What the reader says of readings, told to the server one word after the other: the newest word on a thing counts.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../api/ask";
import { answer } from "../../api/queries";
import type { Judged, Judgement } from "../../api/types";

export const agreement = answer({ measure: "reading_agreement" });
/// A word is a fact a moment after it was told.
const k_until_counted_ms = 2000;

const keyOf = ({ signal, part, theme }: Pick<Judgement, "signal" | "part" | "theme">) => `${signal} ${part} ${theme ?? ""}`;

export interface Judging {
  /// What was told of this part, whether it is kept already or on its way.
  told: (of: Pick<Judgement, "signal" | "part" | "theme">) => { told: string; machine: string | undefined } | undefined;
  say: (judgement: Judgement) => void;
  isSaving: boolean;
  /// Of this voice, if its last word was refused.
  problemOf: (signal: string) => unknown;
  sentiments: Set<string>; ///< the voices whose sentiment was judged here
}

export function useJudging(): Judging {
  const client = useQueryClient();
  const [kept, setKept] = useState<Record<string, Judged>>({});
  const [meant, setMeant] = useState<Record<string, string>>({});
  const forget = (key: string) => setMeant(({ [key]: _, ...others }) => others);
  const telling = useMutation({
    mutationFn: (judgement: Judgement) => post<Judged>("/v1/reviews", judgement),
    scope: { id: "review" }, // a second word does not overtake the first
    onMutate: (judgement) => setMeant((before) => ({ ...before, [keyOf(judgement)]: judgement.told })),
    onSuccess: (judged, judgement) => {
      setKept((before) => ({ ...before, [keyOf(judgement)]: judged }));
      if (judgement.part !== "sentiment") return;
      setTimeout(() => void client.invalidateQueries({ queryKey: agreement.queryKey }), k_until_counted_ms);
    },
    onSettled: (_, __, judgement) => forget(keyOf(judgement)),
  });
  return {
    told: (of) => {
      const key = keyOf(of);
      const told = meant[key] ?? kept[key]?.told;
      return told === undefined ? undefined : { told, machine: kept[key]?.machine };
    },
    say: telling.mutate,
    isSaving: Object.keys(meant).length > 0,
    problemOf: (signal) => (telling.isError && telling.variables?.signal === signal ? telling.error : null),
    sentiments: new Set(Object.values(kept).filter(({ part }) => part === "sentiment").map(({ signal }) => signal)),
  };
}
