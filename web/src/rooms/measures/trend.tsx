// The trend: a line with its band, and what was counted beneath; every point leads to the voices behind it.
import { SegmentedControl, Title, UnstyledButton } from "@mantine/core";
import { useInViewport } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { answer, session, type Question } from "../../api/queries";
import type { ComparedRow } from "../../api/types";
import { Figure, scaleOf, Withheld, type Estimate } from "../../parts/figure";
import { Coming, Refused } from "../../parts/notice";
import { daysIn, grains, plusDays, type Grain } from "../../shell/period";
import { periodWords } from "../../shell/period_picker";
import { periodName } from "../../words/numbers";
import { say } from "../../words/words";
import classes from "./measures.module.css";

const TrendChart = lazy(() => import("./trend_chart"));

interface Told {
  asked: Question;
  grain: Grain;
  label: string;
  before: Estimate | null;
  period: string;
  choose: (grain: Grain) => void;
}

export function Trend({ asked, grain, label, before, period, choose }: Told) {
  const [asTable, setAsTable] = useState(false);
  const trend = useQuery(answer({ ...asked, every: grain }));
  const navigate = useNavigate();
  const rows = (trend.data?.rows ?? []).filter((row) => row.from !== null);
  const told = rows.some((row) => row.value !== null);
  const days = asked.from && asked.to ? daysIn({ from: asked.from, to: asked.to }) : 0;
  const fitting = grains.filter((each) => ({ day: days <= 200, week: days <= 800, month: true, quarter: days > 80, year: days > 300 })[each]);
  const mayHear = useQuery(session).data;
  const voices = mayHear?.signed_in === true && mayHear.rights.includes("voices:read");
  return (
    <section className={classes.section}>
      <div className={classes.section_head}>
        <Title order={2}>{say("trend.title", { grain })}</Title>
        <SegmentedControl
          className="bw-no-print"
          size="xs"
          aria-label={say("trend.grain")}
          value={grain}
          onChange={(chosen) => choose(chosen as Grain)}
          data={(fitting.includes(grain) ? fitting : [grain, ...fitting]).map((each) => ({ value: each, label: say("trend.every", { grain: each }) }))}
        />
      </div>
      {trend.isError ? (
        <Refused error={trend.error} again={() => void trend.refetch()} />
      ) : !trend.data ? (
        <div className={classes.chart}><Coming height={290} lines={1} /></div>
      ) : !told ? (
        <>
          <Withheld why={trend.data.rows[0]?.withheld ?? null} n={trend.data.rows[0]?.n ?? 0} />
          {(grain === "day" || grain === "week") && (
            <div className={classes.under}>
              <UnstyledButton onClick={() => choose("month")}>{say("trend.try_month")}</UnstyledButton>
            </div>
          )}
        </>
      ) : asTable ? (
        <TrendTable rows={rows} unit={trend.data.unit} grain={grain} asked={asked} voices={voices} />
      ) : (
        <WhenSeen>
          <TrendChart
            label={say("trend.chart", { measure: label, grain })}
            rows={rows}
            unit={trend.data.unit}
            grain={grain}
            before={before?.value != null ? { row: before, words: periodWords(period, "before") } : undefined}
            onPoint={voices ? (row) => void navigate(toVoices(row, asked)) : undefined}
          />
        </WhenSeen>
      )}
      {told && (
        <div className={`${classes.under} bw-no-print`}>
          <UnstyledButton onClick={() => setAsTable(!asTable)}>{say(asTable ? "trend.as_chart" : "trend.as_table")}</UnstyledButton>
          {voices && !asTable && <span>{say("trend.hint")}</span>}
        </div>
      )}
    </section>
  );
}

/// Charts are heavy: they are fetched once their place comes into view, and that place is kept for them.
function WhenSeen({ children }: { children: ReactNode }) {
  const { ref, inViewport } = useInViewport();
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (inViewport) setSeen(true);
  }, [inViewport]);
  const place = <div ref={ref} className={classes.chart} />;
  return seen ? <Suspense fallback={place}>{children}</Suspense> : place;
}

/// The voices behind one point: its days, the same filter, the facts that the measure counts.
function toVoices(row: ComparedRow, asked: Question) {
  const period = row.from && row.to ? `${row.from}..${plusDays(row.to, -1)}` : undefined;
  return {
    to: "/voices" as const,
    search: (before: object) => ({
      ...("unit" in before ? { unit: before.unit as string } : {}),
      ...("where" in before ? { where: before.where as string[] } : {}),
      period,
      measure: asked.measure,
    }),
  };
}

function TrendTable({ rows, unit, grain, asked, voices }: { rows: ComparedRow[]; unit: string; grain: Grain; asked: Question; voices: boolean }) {
  const scale = scaleOf(rows);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{say("trend.every", { grain })}</th>
            <th scope="col">{say("table.value", { unit: unit || "none" })}</th>
            {voices && <th scope="col"><span className="bw-unseen">{say("room.voices")}</span></th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const name = periodName(row.from ?? "", grain);
            return (
              <tr key={row.from}>
                <th scope="row">{name}</th>
                <td><Figure row={row} unit={unit} scale={scale} /></td>
                {voices && (
                  <td>
                    {row.n > 0 && (
                      <Link className={classes.to_voices} {...toVoices(row, asked)} aria-label={say("table.voices_of", { name })}>
                        {say("table.voices")}
                      </Link>
                    )}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
