// The books that were in use: when, by whom, and each can be taken up again.
import { Button, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { get } from "../../api/ask";
import { themeBooks } from "../../api/queries";
import type { ThemeBookText } from "../../api/types";
import { Refused } from "../../parts/notice";
import { moment } from "../../words/numbers";
import { say } from "../../words/words";
import classes from "./themes.module.css";

export function EarlierBooks({ inUse, take }: { inUse: number; take: (toml: string) => void }) {
  const books = useQuery(themeBooks);
  const taken = useMutation({
    mutationFn: (number: number) => get<ThemeBookText>(`/v1/themes/books/${number}`),
    onSuccess: ({ toml }) => {
      take(toml);
      window.scrollTo({ top: 0 });
    },
  });
  if (books.isError) return <Refused error={books.error} />;
  if (!books.data || books.data.length === 0) return null;
  return (
    <section className={classes.earlier}>
      <Title order={2}>{say("themes.books")}</Title>
      {taken.isError && <Refused error={taken.error} />}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={say("themes.books")}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{say("themes.books.label")}</th>
              <th scope="col">{say("audit.at")}</th>
              <th scope="col">{say("audit.who")}</th>
              <th scope="col"><span className="bw-unseen">{say("people.acts")}</span></th>
            </tr>
          </thead>
          <tbody>
            {books.data.map(({ number, at, who, label }) => (
              <tr key={number}>
                <th scope="row">{label}</th>
                <td>{moment(at)}</td>
                <td>{who}</td>
                <td>
                  {number === inUse ? (
                    <span className={classes.small}>{say("themes.books.in_use")}</span>
                  ) : (
                    <Button size="compact-sm" variant="default" loading={taken.isPending && taken.variables === number} onClick={() => taken.mutate(number)} aria-label={say("themes.books.take_of", { label, at: moment(at) })}>
                      {say("themes.books.take")}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
