// Who has a moment more: whether the themes that were found are right, which one is missing, and what the text wants.
import { useQuery } from "@tanstack/react-query";
import { Check, ChevronDown, X } from "lucide-react";
import { themes as book } from "../../api/queries";
import type { Voice } from "../../api/types";
import { Choice } from "../../parts/choice";
import { useThemeLabel } from "../../parts/quotation";
import { say } from "../../words/words";
import type { Judging } from "./judging";
import classes from "./review.module.css";

interface Told {
  voice: Voice;
  judging: Judging;
  open: boolean;
  toggle: () => void;
}

export function Finer({ voice, judging, open, toggle }: Told) {
  return (
    <section className={classes.finer}>
      <button type="button" className={classes.fold} aria-expanded={open} aria-keyshortcuts="t" onClick={toggle}>
        <ChevronDown size={16} aria-hidden />
        {say("review.finer")}
      </button>
      {open && (
        <div className={classes.parts}>
          <ThemesOf voice={voice} judging={judging} />
          <IntentOf voice={voice} judging={judging} />
        </div>
      )}
    </section>
  );
}

function ThemesOf({ voice, judging }: Pick<Told, "voice" | "judging">) {
  const known = useQuery(book).data?.themes ?? [];
  const called = useThemeLabel();
  const found = [...new Set((voice.mentions ?? []).map(({ theme }) => theme))];
  const of = (theme: string) => ({ signal: voice.id, part: "theme" as const, theme });
  const added = known.map(({ name }) => name).filter((name) => !found.includes(name) && judging.told(of(name))?.told === "yes");
  const tell = (theme: string, told: "yes" | "no") => judging.say({ ...of(theme), told });
  return (
    <div role="group" aria-label={say("review.themes")}>
      <h2>{say("review.themes")}</h2>
      {found.length + added.length === 0 && <p className={classes.small}>{say("review.themes.none")}</p>}
      <ul className={classes.themes}>
        {[...found, ...added].map((theme) => {
          const told = judging.told(of(theme))?.told;
          return (
            <li key={theme}>
              <span>
                {called(theme)}
                {!found.includes(theme) && <small>{say("review.themes.missed")}</small>}
              </span>
              <button type="button" className={classes.mark} aria-pressed={told === "yes"} aria-label={say("review.themes.right", { theme: called(theme) })} title={say("review.themes.right", { theme: called(theme) })} onClick={() => tell(theme, "yes")}>
                <Check size={16} aria-hidden />
              </button>
              <button type="button" className={classes.mark} aria-pressed={told === "no"} aria-label={say("review.themes.wrong", { theme: called(theme) })} title={say("review.themes.wrong", { theme: called(theme) })} onClick={() => tell(theme, "no")}>
                <X size={16} aria-hidden />
              </button>
            </li>
          );
        })}
      </ul>
      <Choice
        size="sm"
        searchable
        label={say("review.themes.add")}
        placeholder={say("review.themes.choose")}
        nothingFoundMessage={say("choose.nothing")}
        data={known.filter(({ name }) => !found.includes(name) && !added.includes(name)).map(({ name, label }) => ({ value: name, label }))}
        value={null}
        onChange={(theme) => theme !== null && tell(theme, "yes")}
      />
    </div>
  );
}

const intents = ["complaint", "praise", "question", "suggestion", "request", "leaving", "legal_or_public", "safety", "none"];

function IntentOf({ voice, judging }: Pick<Told, "voice" | "judging">) {
  const of = { signal: voice.id, part: "intent" as const };
  const told = judging.told(of);
  return (
    <div role="group" aria-label={say("review.intent")}>
      <h2>{say("review.intent")}</h2>
      <Choice
        size="sm"
        label={say("review.intent.about")}
        placeholder={say("review.intent.choose")}
        allowDeselect={false}
        data={intents.map((intent) => ({ value: intent, label: say("review.intent.name", { intent }) }))}
        value={told?.told ?? null}
        onChange={(intent) => intent !== null && judging.say({ ...of, told: intent })}
      />
      <p role="status" className={classes.small}>
        {told?.machine !== undefined && say("review.intent.machine", { agree: told.told === told.machine ? "yes" : "no", intent: say("review.intent.name", { intent: told.machine }) })}
      </p>
    </div>
  );
}
