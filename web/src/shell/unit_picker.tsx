// Which part of the organisation is looked at: a unit with everything beneath it. Stays while moving about.
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Building2 } from "lucide-react";
import { Choice } from "../parts/choice";
import { session, units } from "../api/queries";
import type { Unit } from "../api/types";
import { say } from "../words/words";

interface Line {
  name: string;
  label: string;
  depth: number;
}

/// The tree as lines, each under its parent; whoever reaches only a part sees its top as a root.
export function lines(tree: Unit[]): Line[] {
  const names = new Set(tree.map(({ name }) => name));
  const told: Line[] = [];
  const seen = new Set<string>();
  const walk = ({ name, label }: Unit, depth: number) => {
    if (seen.has(name)) return;
    seen.add(name);
    told.push({ name, label, depth });
    for (const child of tree) if (child.parent === name) walk(child, depth + 1);
  };
  for (const unit of tree) if (unit.parent === null || !names.has(unit.parent)) walk(unit, 0);
  return told;
}

const k_indent = "\u2003";

export function UnitPicker() {
  const { unit } = useSearch({ strict: false }) as { unit?: string };
  const navigate = useNavigate();
  const tree = useQuery(units);
  const now = useQuery(session).data;
  const all = lines(tree.data ?? []);
  const everything = now?.signed_in && now.reach.everything ? say("unit.everything") : say("unit.all_mine");
  return (
    <Choice
      flex="0 1 15rem"
      miw={0}
      size="sm"
      searchable
      clearable={unit !== undefined}
      comboboxProps={{ width: 300, position: "bottom-start" }}
      limit={500}
      leftSection={<Building2 size={16} strokeWidth={1.75} aria-hidden />}
      aria-label={say("unit.label")}
      placeholder={everything}
      nothingFoundMessage={say("choose.nothing")}
      clearButtonProps={{ "aria-label": say("unit.clear") }}
      data={(unit && !all.some(({ name }) => name === unit) ? [{ name: unit, label: unit, depth: 0 }, ...all] : all).map(
        ({ name, label }) => ({ value: name, label }),
      )}
      renderOption={({ option }) => {
        const depth = all.find(({ name }) => name === option.value)?.depth ?? 0;
        return <span style={{ whiteSpace: "pre", fontWeight: depth === 0 ? 600 : 400 }}>{k_indent.repeat(depth) + option.label}</span>;
      }}
      value={unit ?? null}
      onChange={(chosen) =>
        void navigate({ to: ".", search: (before: object) => ({ ...before, unit: chosen ?? undefined, open: undefined }) })
      }
    />
  );
}
