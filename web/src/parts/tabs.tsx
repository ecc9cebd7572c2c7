// The pages of one room side by side; the one that is open is underlined.
import { Link, type LinkProps } from "@tanstack/react-router";
import { say, type Word } from "../words/words";
import classes from "./tabs.module.css";

export interface Tab {
  to: NonNullable<LinkProps["to"]>;
  name: Word;
  /// Pages stand beneath it, and it is theirs, too.
  above?: boolean;
}

export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map(({ to, name, above }) => (
        // The link tells by itself that it is the page which is open.
        <Link key={to} to={to} className={classes.tab} activeOptions={{ exact: !above, includeSearch: false }}>
          {say(name)}
        </Link>
      ))}
    </nav>
  );
}
