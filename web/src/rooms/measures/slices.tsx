// The answer by any dimension: each slice with its doubt and its change; its name goes down into it.
import { Title, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Choice } from "../../parts/choice";
import { answer, dimensions, session, type Question } from "../../api/queries";
import type { ComparedRow } from "../../api/types";
import { Change } from "../../parts/change";
import { Figure, isUnheard, scaleOf } from "../../parts/figure";
import { equals } from "../../parts/filter";
import { dimensionGroups, dimensionName, isSlicing } from "../../parts/names";
import { Coming, Empty, Refused } from "../../parts/notice";
import { listOf } from "../../words/numbers";
import { say } from "../../words/words";
import classes from "./measures.module.css";

interface Told {
  asked: Question;
  by: string;
  choose: (by: string) => void;
  narrow: (clause: string) => void;
}

export function Slices({ asked, by, choose, narrow }: Told) {
  const known = useQuery(dimensions).data ?? [];
  const slices = useQuery(answer({ ...asked, by, compare: "previous" }));
  const mayHear = useQuery(session).data;
  const voices = mayHear?.signed_in === true && mayHear.rights.includes("voices:read");
  const rows = slices.data?.rows ?? [];
  const unheard = rows.length > 1 ? rows.filter(isUnheard) : [];
  const heard = rows.filter((row) => !unheard.includes(row));
  const sorted = heard.sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
  const scale = scaleOf(rows);
  return (
    <section className={classes.section}>
      <div className={classes.section_head}>
        <div className={classes.by}>
          <Title order={2}>{say("slices.title")}</Title>
          <Choice
            className="bw-no-print"
            size="xs"
            w={200}
            searchable
            aria-label={say("slices.by")}
            nothingFoundMessage={say("choose.nothing")}
            data={known.some(({ name }) => name === by) ? dimensionGroups(known.filter(isSlicing)) : [by]}
            value={by}
            allowDeselect={false}
            onChange={(chosen) => chosen && choose(chosen)}
          />
        </div>
      </div>
      {slices.isError ? (
        <Refused error={slices.error} again={() => void slices.refetch()} />
      ) : !slices.data ? (
        <Coming lines={6} />
      ) : rows.length === 0 ? (
        <Empty title={say("slices.empty")}>{say("slices.empty.text")}</Empty>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{dimensionName(by)}</th>
                <th scope="col">{say("table.value", { unit: slices.data.unit || "none" })}</th>
                <th scope="col">{say("slices.change")}</th>
                {voices && <th scope="col"><span className="bw-unseen">{say("room.voices")}</span></th>}
              </tr>
            </thead>
            <tbody>
              {sorted.map((row) => (
                <Slice key={JSON.stringify(row.slice)} row={row} by={by} narrow={narrow} voices={voices} measure={asked.measure}>
                  <Figure row={row} unit={slices.data.unit} scale={scale} />
                  <Change difference={row.difference} better={slices.data.better} />
                </Slice>
              ))}
            </tbody>
          </table>
          {unheard.length > 0 && (
            <p className={classes.small}>
              {say("slices.unheard", { names: listOf(unheard.map((row) => Object.values(row.slice)[0] ?? say("slices.not_known"))) })}
            </p>
          )}
        </div>
      )}
    </section>
  );
}

interface SliceTold {
  row: ComparedRow;
  by: string;
  narrow: (clause: string) => void;
  voices: boolean;
  measure: string;
  children: [React.ReactNode, React.ReactNode];
}

function Slice({ row, by, narrow, voices, measure, children: [figure, change] }: SliceTold) {
  const navigate = useNavigate();
  const value = Object.values(row.slice)[0] ?? null;
  const name = value ?? say("slices.not_known");
  const clause = equals(by, value);
  const down = () => {
    if (by === "unit" && value !== null) void navigate({ to: ".", search: (before: object) => ({ ...before, unit: value }) });
    else narrow(clause);
  };
  return (
    <tr>
      <th scope="row">
        <UnstyledButton className={classes.drill} onClick={down} title={say("slices.down", { name })}>{name}</UnstyledButton>
      </th>
      <td>{figure}</td>
      <td>{row.value === null ? "" : change}</td>
      {voices && (
        <td>
          {row.n > 0 && (
            <Link
              className={classes.to_voices}
              to="/voices"
              search={(before: { unit?: string; period?: string; where?: string[] }) => ({
                unit: by === "unit" && value !== null ? value : before.unit,
                period: before.period,
                where: by === "unit" && value !== null ? before.where : [...(before.where ?? []), clause],
                measure,
              })}
              aria-label={say("table.voices_of", { name })}
            >
              {say("table.voices")}
            </Link>
          )}
        </td>
      )}
    </tr>
  );
}
