// The address of exactly this page, for somebody else to look at.
import { Button, CopyButton } from "@mantine/core";
import { Check, Link2 } from "lucide-react";
import { say } from "../words/words";

export function CopyLink() {
  return (
    <CopyButton value={window.location.href} timeout={2000}>
      {({ copied, copy }) => (
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={copied ? <Check size={15} aria-hidden /> : <Link2 size={15} aria-hidden />}
          onClick={copy}
          aria-live="polite"
        >
          {say(copied ? "link.copied" : "link.copy")}
        </Button>
      )}
    </CopyButton>
  );
}
