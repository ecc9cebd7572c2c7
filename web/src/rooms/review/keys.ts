// One key for one act, while the work has the reader's attention: not where something is written or chosen, and not in the rail.
import { useEffect, useRef } from "react";

const writes = "input:not([type=checkbox]), textarea, select, [role=combobox], [role=listbox], [contenteditable]";
const acts = "a, button, summary, input, [role=option]";

export function useKeys(does: Record<string, () => void>): void {
  const newest = useRef(does);
  newest.current = does;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
      const on = event.target instanceof Element ? event.target : document.body;
      const here = on === document.body || on.closest("#room") !== null;
      if (!here || on.closest(writes)) return;
      if (event.key === "Enter" && on.closest(acts)) return; // that is what it would do anyway
      const act = newest.current[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
