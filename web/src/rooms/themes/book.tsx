// The book of themes: written or taken as it ships, tried on the newest voices, then used.
import "@fontsource/source-serif-4/latin-400.css";
import { Button, Group, Textarea, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { post, Problem, put } from "../../api/ask";
import { session, themes } from "../../api/queries";
import type { Draft, Themes, ThemesTried } from "../../api/types";
import { Choice } from "../../parts/choice";
import { Coming, Empty, problemText, Refused, Said } from "../../parts/notice";
import { Page } from "../../parts/page";
import { usePlace } from "../../shell/place";
import { say } from "../../words/words";
import { EarlierBooks } from "./earlier_books";
import { Reading, useBook } from "./reading";
import { mayChangeBook, ThemesTabs } from "./themes_tabs";
import classes from "./themes.module.css";
import { Tried } from "./tried";

export function Book() {
  const now = useQuery(session).data;
  const book = useBook();
  if (!now?.signed_in) return null;
  if (!mayChangeBook(now)) {
    return (
      <Page title={say("settings.not_yours")} above={<ThemesTabs />}>
        <Empty title={say("themes.book.not_yours")}>{say("settings.not_yours.text")}</Empty>
      </Page>
    );
  }
  return (
    <Page title={book.data ? say("themes.book.title", { book: book.data.label }) : say("themes.book.coming")} above={<ThemesTabs />}>
      {book.isError ? (
        <Refused error={book.error} again={() => void book.refetch()} />
      ) : book.data ? (
        <>
          <Reading reading={book.data.reading} />
          <Editor book={book.data} />
        </>
      ) : (
        <Coming lines={8} />
      )}
    </Page>
  );
}

function Editor({ book }: { book: Themes }) {
  const [toml, setToml] = useState(book.toml);
  const [shipped, setShipped] = useState<string | null>(null);
  const [before, setBefore] = useState(book.number); // the book that this text was made of
  const [sure, setSure] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const place = usePlace();
  const draft: Draft = shipped === null ? { toml } : { shipped };
  const changed = shipped !== null || toml !== book.toml;

  const tried = useMutation({ mutationFn: () => post<ThemesTried>("/v1/themes/preview", { ...draft, where: place.clause ?? null }) });
  const used = useMutation({
    mutationFn: () => put<Themes>("/v1/themes", { ...draft, before }),
    onSuccess: (next) => {
      client.setQueryData(themes.queryKey, next);
      for (const what of ["answer", "voices", "voice", "dimensions", "themes"]) void client.invalidateQueries({ queryKey: [what] });
      void navigate({ to: "/themes" });
    },
  });

  /// Another text: what was found by the one before is no answer any more.
  const write = (text: string, of: string | null = null) => {
    setToml(text);
    setShipped(of);
    setSure(false);
    tried.reset();
    used.reset();
  };
  const problem = used.error ?? tried.error;
  const overtaken = used.error instanceof Problem && used.error.status === 409;
  return (
    <>
      <p className={classes.about}>{say("themes.book.about")}</p>
      <div className={classes.take}>
        <Choice
          size="sm"
          w={260}
          clearable
          label={say("themes.book.shipped")}
          placeholder={say("themes.book.shipped.none")}
          clearButtonProps={{ "aria-label": say("themes.book.own") }}
          data={book.shipped.map((name) => ({ value: name, label: say("themes.book.name", { name }) }))}
          value={shipped}
          onChange={(name) => write(toml, name)}
        />
      </div>
      {shipped === null ? (
        <Written toml={toml} write={write} problem={overtaken ? undefined : problem} />
      ) : (
        <>
          <p className={classes.about}>{say("themes.book.as_it_ships", { book: say("themes.book.name", { name: shipped }) })}</p>
          {problem && !overtaken && <Refused error={problem} />}
        </>
      )}
      {overtaken && (
        <div className={classes.overtaken}>
          <Refused error={used.error} />
          <Button
            size="xs"
            variant="default"
            onClick={() => void client.fetchQuery({ ...themes, staleTime: 0 }).then((next) => {
              setBefore(next.number);
              write(next.toml);
            })}
          >
            {say("themes.book.reload")}
          </Button>
        </div>
      )}
      <Group gap="sm" my="md">
        <Button variant="default" loading={tried.isPending} onClick={() => { used.reset(); tried.mutate(); }}>{say("themes.book.try")}</Button>
        {!sure && <Button disabled={!changed} onClick={() => setSure(true)}>{say("themes.book.use")}</Button>}
      </Group>
      {sure && (
        <div className={classes.sure} role="group" aria-label={say("themes.book.use")}>
          <p>{say("themes.book.sure")}</p>
          <Group gap="sm">
            <Button autoFocus loading={used.isPending} onClick={() => { tried.reset(); used.mutate(undefined, { onError: () => setSure(false) }); }}>{say("themes.book.use.sure")}</Button>
            <Button variant="default" onClick={() => setSure(false)}>{say("themes.book.not_now")}</Button>
          </Group>
        </div>
      )}
      {tried.data && <Tried tried={tried.data} />}
      <EarlierBooks inUse={book.number} take={(text) => write(text)} />
    </>
  );
}

/// "themes.toml:12:3: …" or "line 12": where the server stumbled.
const lineOf = (words: string) => Number(/(?:\.toml:|\bline )(\d+)/.exec(words)?.[1]) || undefined;

function Written({ toml, write, problem }: { toml: string; write: (text: string) => void; problem: unknown }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const words = problem ? problemText(problem) : "";
  const line = lineOf(words);
  const show = () => {
    const place = field.current;
    if (!place || !line) return;
    const above = toml.split("\n").slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    const end = toml.indexOf("\n", above);
    place.focus();
    place.setSelectionRange(above, end < 0 ? toml.length : end);
    place.scrollTop = Math.max(0, (line - 6) * (place.scrollHeight / toml.split("\n").length));
  };
  return (
    <div className={classes.written} data-wrong={problem ? true : undefined}>
      <Textarea
        ref={field}
        label={say("themes.book.text")}
        description={say("themes.book.text.about")}
        classNames={{ input: classes.toml ?? "" }}
        spellCheck={false}
        rows={24}
        wrap="off"
        value={toml}
        aria-invalid={problem ? true : undefined}
        onChange={(event) => write(event.currentTarget.value)}
      />
      {problem != null && (
        <div className={classes.wrong}>
          {line && <Title order={2}>{say("themes.book.wrong_at", { line })}</Title>}
          <Said>{words}</Said>
          {line && <Button size="xs" variant="default" onClick={show}>{say("themes.book.show_line", { line })}</Button>}
        </div>
      )}
    </div>
  );
}
