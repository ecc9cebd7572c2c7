// Which measure: all there are, by what they tell of, found by any word of their name or meaning.
import { Combobox, UnstyledButton, useCombobox } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import type { Measure } from "../../api/types";
import { say } from "../../words/words";
import classes from "./measures.module.css";

/// Where the shipped catalogue keeps it ("measures/loyalty.toml:12") is what it tells of; the organisation's own are one group.
const order = [
  "loyalty", "satisfaction", "effort", "voices", "contact", "resolution", "process", "retention", "promises",
  "improvement", "employees", "pulse", "agreement", "leaders", "presence", "decisions", "acts",
];
function groupOf({ file }: Measure): string {
  const stem = /([^/]+)\.toml(:\d+)?$/.exec(file ?? "")?.[1] ?? "";
  return order.includes(stem) ? stem : "own";
}

export function ChooseMeasure({ all, measure, id }: { all: Measure[]; measure: Measure | undefined; id: string }) {
  const navigate = useNavigate();
  const [words, setWords] = useState("");
  const [near, setNear] = useState(false); // until somebody comes near, its list costs nothing
  const box = useCombobox({
    onDropdownClose: () => {
      box.resetSelectedOption();
      box.focusTarget();
      setWords("");
    },
    onDropdownOpen: () => box.focusSearchInput(),
  });
  const wanted = words.trim().toLowerCase();
  const found = all.filter(({ id: name, label, about = "" }) =>
    `${name} ${label} ${about}`.toLowerCase().includes(wanted),
  );
  const groups = [...order, "own"]
    .map((group) => ({ group, items: found.filter((each) => groupOf(each) === group) }))
    .filter(({ items }) => items.length > 0);
  return (
    <Combobox
      store={box}
      keepMounted={near}
      width={380}
      position="bottom-start"
      onOptionSubmit={(chosen) => {
        box.closeDropdown();
        void navigate({ to: "/measures/$measure", params: { measure: chosen }, search: (before) => before as object });
      }}
    >
      <Combobox.Target targetType="button">
        <UnstyledButton
          className={classes.chooser}
          onPointerEnter={() => setNear(true)}
          onFocus={() => setNear(true)}
          onClick={() => box.toggleDropdown()}
          aria-label={say("measures.choose", { measure: measure?.label ?? id })}
        >
          {measure?.label ?? id}
          <ChevronDown size={15} aria-hidden />
        </UnstyledButton>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          role="combobox"
          aria-expanded={box.dropdownOpened}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            box.resetSelectedOption();
          }}
          placeholder={say("measures.search")}
          aria-label={say("measures.search")}
        />
        <Combobox.Options mah={420} style={{ overflowY: "auto" }} aria-label={say("measures.list")}>
          {groups.length === 0 && <Combobox.Empty>{say("choose.nothing")}</Combobox.Empty>}
          {groups.map(({ group, items }) => (
            <Combobox.Group key={group} label={say("measures.group", { group })}>
              {items.map((each) => (
                <Combobox.Option key={each.id} value={each.id} active={each.id === id}>
                  {each.label}
                  <span className={classes.option_about}>{each.about}</span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
