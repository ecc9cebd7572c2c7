// What a book would find in the newest voices, beside what the one in use finds, and some of them to read.
import { Title } from "@mantine/core";
import type { ThemesTried } from "../../api/types";
import { MarksMeaning, Quotation, useThemeLabel } from "../../parts/quotation";
import { number } from "../../words/numbers";
import { say } from "../../words/words";
import classes from "./themes.module.css";

export function Tried({ tried }: { tried: ThemesTried }) {
  const called = useThemeLabel();
  const sorted = [...tried.themes].sort((a, b) => Math.max(b.voices, b.in_use) - Math.max(a.voices, a.in_use));
  return (
    <section className={classes.tried} aria-label={say("themes.tried")}>
      <Title order={2}>{say("themes.tried.title", { voices: tried.voices })}</Title>
      <div className={classes.tried_parts}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{say("themes.column.theme")}</th>
              <th scope="col" className={classes.number}>{say("themes.tried.now")}</th>
              <th scope="col" className={classes.number}>{say("themes.tried.in_use")}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(({ theme, label, voices, in_use }) => (
              <tr key={theme}>
                <th scope="row">{label ?? called(theme)}</th>
                <td className={classes.number}>{number(voices)}</td>
                <td className={classes.number}>{number(in_use)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div>
          {tried.examples.length > 0 && <MarksMeaning />}
          <ol className={classes.examples} aria-label={say("themes.tried.examples")}>
            {tried.examples.map((example) => (
              <li key={example.id}><Quotation voice={example} /></li>
            ))}
          </ol>
        </div>
      </div>
    </section>
  );
}
