// The door: one quiet sheet for those who are not in yet.
import { Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import { say } from "../../words/words";
import classes from "./door.module.css";

export function Door({ title, about, children }: { title: string; about?: string; children: ReactNode }) {
  useEffect(() => {
    document.title = say("page.title", { title });
  }, [title]);
  return (
    <div className={classes.door}>
      <main className={classes.sheet}>
        <div className={classes.mark}>
          <img src="/bellwether.svg" alt="" width={32} height={32} />
          {say("product")}
        </div>
        <Title order={1} className={classes.title}>{title}</Title>
        {about && <p className={classes.about}>{about}</p>}
        {children}
      </main>
      <footer className={classes.creed}>{say("entry.creed")}</footer>
    </div>
  );
}
