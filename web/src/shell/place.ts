// Where the reader is: the unit and the period that stay, with the filter and the days that they mean.
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { knownDays, units } from "../api/queries";
import { oneOf } from "../parts/filter";
import { span, usual, type Span } from "./period";

export interface Place {
  unit: string | undefined;
  period: string;
  days: Span | undefined; ///< nothing where there are no facts yet
  clause: string | undefined; ///< the unit with everything beneath it, as a filter
  ready: boolean;
  nothingYet: boolean;
}

/// A unit and everything beneath it, itself first.
export function beneath(unit: string, tree: { name: string; parent: string | null }[]): string[] {
  const found = [unit];
  for (const name of found) {
    for (const { name: child, parent } of tree) if (parent === name && !found.includes(child)) found.push(child);
  }
  return found;
}

export function usePlace(): Place {
  const { unit, period = usual } = useSearch({ strict: false }) as { unit?: string; period?: string };
  const days = useQuery(knownDays);
  const tree = useQuery({ ...units, enabled: unit !== undefined });
  const meant = days.data ? span(period, days.data) : undefined;
  return {
    unit,
    period,
    days: meant,
    clause: unit === undefined ? undefined : oneOf("unit", beneath(unit, tree.data ?? [])),
    ready: days.data !== undefined && (unit === undefined || tree.data !== undefined || tree.isError),
    nothingYet: days.data !== undefined && days.data.to === null,
  };
}
