// Words to look for, in which order, and whether voices without words count.
import { Button, Checkbox, TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { useState } from "react";
import { Choice } from "../../parts/choice";
import { say } from "../../words/words";
import classes from "./voices.module.css";

interface Told {
  words: string;
  order: string;
  live: boolean;
  text: boolean;
  change: (next: { words?: string | undefined; order?: string | undefined; text?: string | undefined }) => void;
}

export function SearchLine({ words, order, live, text, change }: Told) {
  const [written, setWritten] = useState(words);
  return (
    <form
      className={`${classes.search} bw-no-print`}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        change({ words: written.trim() || undefined });
      }}
    >
      <TextInput
        className={classes.words}
        type="search"
        leftSection={<Search size={16} aria-hidden />}
        aria-label={say("voices.words")}
        placeholder={say("voices.words")}
        value={written}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">{say("voices.search")}</Button>
      {!live && (
        <>
          <Choice
            w={190}
            allowDeselect={false}
            aria-label={say("voices.order")}
            value={order}
            data={["newest", "oldest", "lowest", "highest"].map((each) => ({ value: each, label: say("voices.order.name", { order: each }) }))}
            onChange={(chosen) => change({ order: !chosen || chosen === "newest" ? undefined : chosen })}
          />
          <Checkbox
            label={say("voices.with_words")}
            checked={text}
            onChange={(event) => change({ text: event.currentTarget.checked ? "yes" : undefined })}
          />
        </>
      )}
    </form>
  );
}
