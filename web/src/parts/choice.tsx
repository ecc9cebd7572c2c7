// A list to choose one from: Mantine's, saying of itself that it is a combobox and whether it stands open; and the list itself scrolls,
// so that whoever listens knows what belongs together.
import { Select, type SelectProps } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

export function Choice(told: SelectProps) {
  const [open, setOpen] = useState(false);
  // A list that nobody has come near costs nothing; from then on it stands there, closed, for the field to name.
  const [near, setNear] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // The list's name is known once it stands: the field is drawn again to tell it.
  const [, drawAgain] = useState(0);
  useEffect(() => {
    if (!open) return;
    const frame = requestAnimationFrame(() => drawAgain((times) => times + 1));
    return () => cancelAnimationFrame(frame);
  }, [open]);
  // Mantine's field takes no word on this from its properties.
  useEffect(() => field.current?.setAttribute("aria-expanded", String(open)));
  return (
    <Select
      {...told}
      ref={field}
      onPointerEnter={() => setNear(true)}
      onFocus={() => setNear(true)}
      role="combobox"
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      withScrollArea={false}
      comboboxProps={{ ...told.comboboxProps, keepMounted: near }}
      // The keyboard goes from the field to what comes behind it, not into the list, which closes then and would lose it.
      attributes={{ options: { tabIndex: -1 } }}
      styles={{ options: { maxHeight: 320, overflowY: "auto" } }}
    />
  );
}
