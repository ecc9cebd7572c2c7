// The filter, clause by clause: each can be taken away, and another one chosen by name and value or written out.
import { Button, CloseButton, Popover, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ListFilter } from "lucide-react";
import { useState } from "react";
import { dimensions } from "../api/queries";
import { say } from "../words/words";
import { equals, plainly } from "./filter";
import classes from "./filter_bar.module.css";
import { dimensionGroups } from "./names";

export function FilterBar({ clauses, change }: { clauses: string[]; change: (clauses: string[]) => void }) {
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
      <AddClause add={(clause) => change([...clauses.filter((other) => other !== clause), clause])} />
    </div>
  );
}

function ClauseWords({ clause }: { clause: string }) {
  const told = plainly(clause);
  return told ? <span>{say("filter.is", told)}</span> : <code>{clause}</code>;
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
      <Select
        data-autofocus
        searchable
        size="sm"
        label={say("filter.name")}
        placeholder={say("filter.name.example")}
        nothingFoundMessage={say("choose.nothing")}
        comboboxProps={{ withinPortal: false }}
        data={dimensionGroups(known)}
        value={name}
        onChange={setName}
      />
      <Select
        mt="sm"
        size="sm"
        searchable
        disabled={!chosen}
        label={say("filter.value")}
        description={chosen?.more ? say("filter.value.more") : undefined}
        nothingFoundMessage={say("choose.nothing")}
        comboboxProps={{ withinPortal: false }}
        data={chosen?.values ?? []}
        value={null}
        onChange={(value) => chosen && value !== null && add(equals(chosen.name, value))}
      />
      <TextInput
        mt="md"
        size="sm"
        label={say("filter.written")}
        description={say("filter.written.about")}
        placeholder={say("filter.written.example")}
        value={written}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
      <Button type="submit" mt="sm" size="xs" disabled={!written.trim()}>{say("filter.apply")}</Button>
    </form>
  );
}
