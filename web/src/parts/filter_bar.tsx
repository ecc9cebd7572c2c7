// The filter, clause by clause: each can be taken away, and another one chosen by name and value or written out.
import { Button, CloseButton, Group, Popover, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ListFilter } from "lucide-react";
import { useState } from "react";
import { Choice } from "./choice";
import { dimensions, dimensionValues } from "../api/queries";
import { say } from "../words/words";
import type { Dimension } from "../api/types";
import { bounded, equals, plainly, sideOf, sides, type Bound, type Side } from "./filter";
import classes from "./filter_bar.module.css";
import { dimensionGroups, dimensionName } from "./names";
import { useThemeLabel } from "./quotation";

interface Told {
  clauses: string[];
  change: (clauses: string[]) => void;
  /// What is chosen so often here that it stands at hand.
  atHand?: ("theme" | "side" | "intent")[];
}

export function FilterBar({ clauses, change, atHand = [] }: Told) {
  const add = (clause: string) => change([...clauses.filter((other) => other !== clause), clause]);
  return (
    <div className={`${classes.bar} bw-no-print`}>
      {clauses.map((clause) => (
        <span key={clause} className={classes.clause}>
          <ClauseWords clause={clause} />
          <CloseButton
            size="xs"
            aria-label={say("filter.remove", { clause })}
            onClick={() => change(clauses.filter((other) => other !== clause))}
          />
        </span>
      ))}
      {atHand.includes("theme") && <OneOfMany name="theme" add={add} />}
      {atHand.includes("side") && (
        <Choice
          size="xs"
          w={128}
          aria-label={say("filter.side")}
          placeholder={say("filter.side")}
          data={(Object.keys(sides) as Side[]).map((side) => ({ value: side, label: say("filter.side.name", { side }) }))}
          value={null}
          onChange={(side) => side && change([...clauses.filter((other) => !sideOf(other)), sides[side as Side]])}
        />
      )}
      {atHand.includes("intent") && <OneOfMany name="intent" add={add} />}
      <AddClause add={add} />
    </div>
  );
}

function ClauseWords({ clause }: { clause: string }) {
  const called = useThemeLabel();
  const side = sideOf(clause);
  if (side) return <span>{say("filter.side.name", { side })}</span>;
  const told = plainly(clause);
  if (!told) return <code>{clause}</code>;
  return <span>{say("filter.is", told.name === "theme" ? { name: dimensionName("theme"), value: called(told.value) } : told)}</span>;
}

function OneOfMany({ name, add }: { name: "theme" | "intent"; add: (clause: string) => void }) {
  const known = useQuery(dimensionValues(name));
  const called = useThemeLabel();
  return (
    <Choice
      size="xs"
      w={128}
      searchable
      comboboxProps={{ width: 240, position: "bottom-start" }}
      aria-label={dimensionName(name)}
      placeholder={dimensionName(name)}
      nothingFoundMessage={say("choose.nothing")}
      data={(known.data?.values ?? []).map((value) => ({ value, label: name === "theme" ? called(value) : value }))}
      value={null}
      onChange={(value) => value !== null && add(equals(name, value))}
    />
  );
}

function AddClause({ add }: { add: (clause: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={320} trapFocus shadow="md">
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<ListFilter size={15} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {say("filter.add")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={say("filter.add")}>
        {open && (
          <ClauseForm
            add={(clause) => {
              add(clause);
              setOpen(false);
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function ClauseForm({ add }: { add: (clause: string) => void }) {
  const known = useQuery(dimensions).data ?? [];
  const [name, setName] = useState<string | null>(null);
  const [written, setWritten] = useState("");
  const chosen = known.find((dimension) => dimension.name === name);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (written.trim()) add(written.trim());
      }}
    >
      <Text size="sm" fw={600} mb="xs" tabIndex={-1} data-autofocus>{say("filter.title")}</Text>
      <Choice
        searchable
        size="sm"
        label={say("filter.name")}
        placeholder={say("filter.name.example")}
        nothingFoundMessage={say("choose.nothing")}
        data={dimensionGroups(known)}
        value={name}
        onChange={setName}
      />
      {chosen && chosen.has_text !== true ? (
        <ByNumber dimension={chosen} add={add} />
      ) : (
        <ByValue key={chosen?.name} dimension={chosen} add={add} />
      )}
      <TextInput
        mt="md"
        size="sm"
        label={say("filter.written")}
        description={say("filter.written.about")}
        placeholder={say("filter.written.example")}
        value={written}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
      <Button type="submit" mt="sm" size="xs" variant="default" disabled={!written.trim()}>{say("filter.apply")}</Button>
    </form>
  );
}

function ByValue({ dimension, add }: { dimension: Dimension | undefined; add: (clause: string) => void }) {
  const known = useQuery({ ...dimensionValues(dimension?.name ?? ""), enabled: dimension !== undefined });
  const called = useThemeLabel();
  return (
    <Choice
      mt="sm"
      size="sm"
      searchable
      disabled={!dimension}
      label={say("filter.value")}
      description={known.data?.more ? say("filter.value.more") : undefined}
      nothingFoundMessage={say("choose.nothing")}
      data={(known.data?.values ?? []).map((value) => ({ value, label: dimension?.name === "theme" ? called(value) : value }))}
      value={null}
      onChange={(value) => dimension && value !== null && add(equals(dimension.name, value))}
    />
  );
}

const bounds: Bound[] = ["at_most", "at_least", "exactly"];

function ByNumber({ dimension, add }: { dimension: Dimension; add: (clause: string) => void }) {
  const [how, setHow] = useState<Bound>("at_most");
  const [number, setNumber] = useState("");
  return (
    <Group mt="sm" gap="xs" align="flex-end" wrap="nowrap">
      <Choice
        size="sm"
        label={say("filter.how")}
        allowDeselect={false}
        data={bounds.map((each) => ({ value: each, label: say("filter.number", { how: each }) }))}
        value={how}
        onChange={(chosen) => chosen && setHow(chosen as Bound)}
      />
      <TextInput
        size="sm"
        type="number"
        step="any"
        label={say("filter.number.value")}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <Button size="sm" variant="default" disabled={number === ""} onClick={() => add(bounded(dimension.name, how, number))}>
        {say("filter.apply")}
      </Button>
    </Group>
  );
}
