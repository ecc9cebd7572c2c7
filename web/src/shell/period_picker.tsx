// Which days are looked at: some last weeks or months, all, or any two days. Stays while moving about.
import { Button, Group, Popover, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { CalendarDays, Check, ChevronDown } from "lucide-react";
import { useState } from "react";
import { knownDays } from "../api/queries";
import { days as daysText } from "../words/numbers";
import { say } from "../words/words";
import { ends, presets, span, usual } from "./period";
import classes from "./period_picker.module.css";

/// What a period is called: "the last 12 weeks", or its two days.
export function periodWords(period: string, form: "label" | "sentence" | "before" = "label"): string {
  const told = ends(period);
  if (told) return say(`period.days.${form}`, { days: daysText(told.from, told.to) });
  const match = /^(\d{1,3})([wm])$/.exec(period);
  if (!match) return say(`period.all.${form}`);
  return say(`period.${match[2] as "w" | "m"}.${form}`, { count: Number(match[1]) });
}

export function PeriodPicker() {
  const { period = usual } = useSearch({ strict: false }) as { period?: string };
  const known = useQuery(knownDays).data;
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const meant = known ? span(period, known) : undefined;

  const choose = (chosen: string) => {
    setOpen(false);
    void navigate({ to: ".", search: (before: object) => ({ ...before, period: chosen === usual ? undefined : chosen }) });
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={300} trapFocus shadow="md">
      <Popover.Target>
        <Button
          variant="default"
          fw={400}
          onClick={() => setOpen(!open)}
          leftSection={<CalendarDays className={classes.icon} size={16} strokeWidth={1.75} aria-hidden />}
          px={12}
          style={{ flex: "none" }}
          rightSection={<ChevronDown size={14} aria-hidden />}
        >
          {periodWords(period)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={say("period.title")}>
        {presets.map((preset) => (
          <UnstyledButton
            key={preset}
            className={classes.preset}
            onClick={() => choose(preset)}
            aria-pressed={preset === period}
          >
            <span>{periodWords(preset)}</span>
            {preset === period && <Check size={16} aria-hidden />}
          </UnstyledButton>
        ))}
        <OwnDays key={`${meant?.from}${meant?.to}`} from={meant?.from ?? ""} to={meant?.to ?? ""} choose={choose} />
        {known?.from && known.to && (
          <Text size="xs" c="dimmed" px={8} pt={8}>{say("period.known", { days: daysText(known.from, known.to) })}</Text>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function OwnDays({ from, to, choose }: { from: string; to: string; choose: (period: string) => void }) {
  const [own, setOwn] = useState({ from, to });
  const fits = ends(`${own.from}..${own.to}`) !== undefined;
  return (
    <form
      className={classes.own}
      onSubmit={(event) => {
        event.preventDefault();
        if (fits) choose(`${own.from}..${own.to}`);
      }}
    >
      <Group gap={8} grow align="flex-end">
        <TextInput
          type="date"
          size="xs"
          label={say("period.from")}
          value={own.from}
          onChange={(event) => setOwn({ ...own, from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          size="xs"
          label={say("period.to")}
          value={own.to}
          onChange={(event) => setOwn({ ...own, to: event.currentTarget.value })}
        />
      </Group>
      <Button type="submit" size="xs" variant="default" mt={8} fullWidth disabled={!fits}>
        {say("period.show")}
      </Button>
    </form>
  );
}
