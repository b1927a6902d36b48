"use client";

import { Button } from "@/components/ui/button";
import { WavyMark } from "@/components/ui/strokes";
import type { UnsentPost } from "./unsent-store";
import { refusalWords } from "./wording";

/** Own words that are not in the room yet, with how it stands with each. */
export function UnsentRows({
  unsent,
  goesAt,
  onSendAgain,
  onLetGo,
}: {
  unsent: UnsentPost[];
  /** They wait for the room's own pace, not for the line. */
  goesAt: number | null;
  onSendAgain: (clientMessageId: string) => void;
  onLetGo: (clientMessageId: string) => void;
}) {
  if (unsent.length === 0) return null;
  return (
    <ul aria-label="Not in the room yet" className="grid gap-3 pt-4">
      {unsent.map(({ clientMessageId, body, refusal }) => (
        <li key={clientMessageId} className="ml-11 border-edge border-l-2 border-dashed pl-3">
          <p className="whitespace-pre-wrap">{body}</p>
          {refusal ? (
            <>
              <p className="flex items-start gap-2 text-sm">
                <WavyMark className="mt-2 text-clay" />
                {refusalWords(refusal)}
              </p>
              <div className="flex flex-wrap gap-x-4">
                <Button variant="plain" size="sm" onClick={() => onSendAgain(clientMessageId)}>
                  Try again
                </Button>
                <Button variant="plain" size="sm" onClick={() => onLetGo(clientMessageId)}>
                  Let it go
                </Button>
              </div>
            </>
          ) : goesAt === null ? (
            <p className="text-sm pencilled">waiting to send</p>
          ) : (
            <div className="flex flex-wrap items-baseline gap-x-4">
              <p className="text-sm pencilled">
                waiting to send: the room goes slowly just now, and it goes by itself
              </p>
              <Button variant="plain" size="sm" onClick={() => onLetGo(clientMessageId)}>
                Let it go
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
