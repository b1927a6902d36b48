"use client";

import { Button } from "@/components/ui/button";
import { WavyMark } from "@/components/ui/strokes";
import type { UnsentPost } from "./unsent-store";
import { refusalWords } from "./wording";

/** Own words that are not in the room yet, with how it stands with each. */
export function UnsentRows({
  unsent,
  onSendAgain,
  onLetGo,
}: {
  unsent: UnsentPost[];
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
          ) : (
            <p className="text-sm pencilled">waiting to send</p>
          )}
        </li>
      ))}
    </ul>
  );
}
