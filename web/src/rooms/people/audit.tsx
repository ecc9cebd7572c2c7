// What was done, by whom, to what: the newest first, in lines that hold a hash of the one before.
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { audit } from "../../api/queries";
import { Coming, Refused } from "../../parts/notice";
import { moment, number } from "../../words/numbers";
import { say } from "../../words/words";
import classes from "./settings.module.css";

export function Audit() {
  const told = useInfiniteQuery(audit);
  if (told.isError) return <Refused error={told.error} again={() => void told.refetch()} />;
  if (!told.data) return <Coming lines={8} />;
  return (
    <>
      <p className={classes.about}>{say("audit.about")}</p>
      <div className={classes.scroll} role="region" aria-label={say("settings.audit")} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{say("audit.number")}</th>
              <th scope="col">{say("audit.at")}</th>
              <th scope="col">{say("audit.who")}</th>
              <th scope="col">{say("audit.what")}</th>
              <th scope="col">{say("audit.on")}</th>
            </tr>
          </thead>
          <tbody>
            {told.data.pages.flatMap(({ lines }) => lines).map((line) => (
              <tr key={line.number}>
                <td>{number(line.number)}</td>
                <td>{moment(line.at)}</td>
                <td>{line.who}</td>
                <td>{line.what}</td>
                <td>
                  {line.on}
                  {line.how && <small>{line.how}</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {told.hasNextPage && (
        <Button mt="md" variant="default" loading={told.isFetchingNextPage} onClick={() => void told.fetchNextPage()}>{say("list.more")}</Button>
      )}
    </>
  );
}
