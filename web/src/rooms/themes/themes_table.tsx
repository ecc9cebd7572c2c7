// One line for each theme, those inside another beneath it: how many speak of it, how, since when, and what it does.
import { Link } from "@tanstack/react-router";
import type { Answer, ComparedRow, Measure, ThemeEffects } from "../../api/types";
import { Figure, scaleOf } from "../../parts/figure";
import { equals } from "../../parts/filter";
import { number } from "../../words/numbers";
import { say } from "../../words/words";
import { unitWords } from "./answer_sentence";
import { Effect } from "./effect";
import { Sparkline } from "./sparkline";
import classes from "./themes.module.css";
import { themeOf, type Line } from "./tree";

interface Told {
  lines: Line[];
  felt: Answer;
  all: number; ///< voices that were read, whatever they speak of
  trends: ComparedRow[];
  effects: ThemeEffects | undefined;
  better: Measure["better"];
  voices: boolean;
}

interface Here {
  unit?: string;
  period?: string;
  where?: string[];
}
const narrowed = (before: Here, name: string): Here => ({
  ...(before.unit ? { unit: before.unit } : {}),
  ...(before.period ? { period: before.period } : {}),
  where: [...(before.where ?? []), equals("theme", name)],
});

export function ThemesTable({ lines, felt, all, trends, effects, better, voices }: Told) {
  const scale = scaleOf(lines.map(({ row }) => row));
  const moves = scaleOf((effects?.themes ?? []).map((each) => each.contribution && { ...each.contribution, n: each.n, method: "", withheld: null }));
  const values = trends.flatMap(({ value }) => (value == null ? [] : [value]));
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const times = [...new Set(trends.flatMap(({ from }) => (from === null ? [] : [from])))].sort();
  const rowsOf = (name: string) => {
    const mine = new Map(trends.filter((row) => themeOf(row) === name).map((row) => [row.from, row.value]));
    return times.map((from) => mine.get(from) ?? null);
  };
  const toldAfter = lines.findIndex(({ inBook }) => !inBook);
  const columns = 5 + (voices ? 1 : 0);
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={say("themes.table")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{say("themes.column.theme")}</th>
            <th scope="col" className={classes.number}>{say("themes.column.size")}</th>
            <th scope="col">{say("themes.column.sentiment")}</th>
            <th scope="col">{say("themes.column.trend")}</th>
            <th scope="col">{say("themes.column.effect", { measure: effects?.label ?? "", unit: effects ? unitWords(effects.unit) : "" })}</th>
            {voices && <th scope="col"><span className="bw-unseen">{say("room.voices")}</span></th>}
          </tr>
        </thead>
        {[lines.filter(({ inBook }) => inBook), lines.filter(({ inBook }) => !inBook)].map((part, at) => part.length > 0 && (
          <tbody key={at}>
            {at === 1 && toldAfter > 0 && (
              <tr className={classes.others}><th scope="rowgroup" colSpan={columns}>{say("themes.others")}</th></tr>
            )}
            {part.map((line) => (
              <tr key={line.name} data-depth={line.depth}>
                <th scope="row" style={{ paddingInlineStart: `${line.depth * 1.375}rem` }}>
                  <span className={classes.label} title={line.about || undefined}>{line.label}</span>
                </th>
                <td className={classes.number}>
                  {line.row && line.row.n > 0 && (
                    <>
                      {number(line.row.n)}
                      {all > 0 && <span className={classes.share}>{say("number.percent", { value: number((line.row.n / all) * 100, line.row.n / all < 0.01 ? 1 : 0) })}</span>}
                    </>
                  )}
                </td>
                <td>{line.row && <Figure row={line.row} unit={felt.unit} scale={scale} withoutN zero />}</td>
                <td>
                  {(line.row?.n ?? 0) > 0 && (
                    <Link
                      to="/measures/$measure"
                      params={{ measure: "net_sentiment" }}
                      search={(before: Here) => narrowed(before, line.name)}
                      className={classes.trend}
                      title={say("themes.trend.of", { name: line.label })}
                    >
                      <span className="bw-unseen">{say("themes.trend.of", { name: line.label })}</span>
                      <Sparkline values={rowsOf(line.name)} min={min} max={max} />
                    </Link>
                  )}
                </td>
                <td><Effect effect={line.effect} unit={effects?.unit ?? ""} better={better} scale={moves} /></td>
                {voices && (
                  <td>
                    {(line.row?.n ?? 0) > 0 && (
                      <Link
                        className={classes.to_voices}
                        to="/voices"
                        search={(before: Here) => narrowed(before, line.name)}
                        aria-label={say("table.voices_of", { name: line.label })}
                      >
                        {say("table.voices")}
                      </Link>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
