// A page answers one question, and its title is that question's answer.
import { Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import { say } from "../words/words";
import classes from "./page.module.css";

interface Told {
  title: string;
  above?: ReactNode;
  beneath?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  aside?: ReactNode;
  /// A title of changing length keeps the place of a long one, so that nothing moves when the answer comes.
  long?: boolean;
}

export function Page({ title, above, beneath, actions, children, aside, long }: Told) {
  useEffect(() => {
    document.title = say("page.title", { title });
  }, [title]);
  return (
    <div className={classes.sheet} data-aside={aside ? true : undefined}>
      <div className={classes.page}>
        <header className={classes.head}>
          <div className={classes.line}>
            <div>{above}</div>
            {actions && <div className={`${classes.actions} bw-no-print`}>{actions}</div>}
          </div>
          <Title order={1} className={classes.title} data-long={long || undefined}>{title}</Title>
          {beneath}
        </header>
        {children}
      </div>
      {aside}
    </div>
  );
}
