// What the search found, a page at a time.
import { Button } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { Voices } from "../../api/types";
import { Coming, Empty, Refused } from "../../parts/notice";
import { MarksMeaning } from "../../parts/quotation";
import { say } from "../../words/words";
import { VoiceLines } from "./voice_lines";

interface Told {
  found: UseInfiniteQueryResult<InfiniteData<Voices>>;
  open: (id: string | undefined) => void;
  opened: string | undefined;
}

export function Found({ found, open, opened }: Told) {
  if (found.isError) return <Refused error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Coming lines={5} height={72} />;
  const all = found.data.pages.flatMap((page) => page.voices);
  if (all.length === 0) return <Empty title={say("voices.empty")}>{say("voices.empty.text")}</Empty>;
  return (
    <>
      {all.some(({ mentions }) => (mentions?.length ?? 0) > 0) && <MarksMeaning />}
      <VoiceLines voices={all} open={open} opened={opened} />
      {found.hasNextPage && (
        <Button mt="lg" variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {say("list.more")}
        </Button>
      )}
    </>
  );
}
