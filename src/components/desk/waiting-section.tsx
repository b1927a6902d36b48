"use client";

import { api } from "@/components/api";
import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import type { MessageView } from "@/server/domains/rooms/contract";
import type { DeskTools } from "./desk-tools";
import { authorsOf } from "./desk-view";
import { ByLine, MessageWords } from "./message-words";
import { removalOf } from "./removal";
import { useAttempt } from "./use-attempt";
import { HELD_FOR_WORDS } from "./wording";

/** What members do not see: held until somebody shows it, or removed and able to come back. */
export function WaitingSection({ tools }: { tools: DeskTools }) {
  const { waiting, together, removed } = tools.view;
  return (
    <div className="grid gap-4">
      {waiting.length > 0 ? (
        <ul className="grid gap-4">
          {waiting.map((message) => (
            <Held key={message.id} {...{ message, tools }} />
          ))}
        </ul>
      ) : (
        <p className="pencilled">Nothing waits for you.</p>
      )}
      {together.length > 0 ? (
        <p className="text-ink-soft text-sm">
          Written together and not opened yet: something from{" "}
          {authorsOf(together)
            .map(({ name }) => name)
            .join(", ")}
          .
        </p>
      ) : null}
      {removed.length > 0 ? (
        <Disclosure summary="Removed">
          <ul className="grid gap-4">
            {removed.map((message) => (
              <Removed key={message.id} message={message} />
            ))}
          </ul>
        </Disclosure>
      ) : null}
    </div>
  );
}

function Held({ message, tools }: { message: MessageView; tools: DeskTools }) {
  const { organisationId, snapshot } = useLive();
  const { busy, attempt } = useAttempt();
  const ref = { organisationId, roomId: snapshot.roomId };
  const { author, heldFor } = message;
  return (
    <li className="wobble grid gap-1 border-2 border-edge border-dashed p-3">
      <ByLine message={message} />
      <MessageWords message={message} />
      {heldFor ? <p className="text-sm pencilled">{HELD_FOR_WORDS[heldFor]}</p> : null}
      <div className="mt-1 flex flex-wrap gap-2">
        <Button
          size="sm"
          busy={busy}
          aria-label={`Show what ${author.name} wrote`}
          onClick={() =>
            void attempt(() =>
              api.moderation.showMessage.mutate({ ...ref, messageId: message.id, reason: null }),
            )
          }
        >
          Show to everyone
        </Button>
        <Button
          size="sm"
          aria-label={`Remove what ${author.name} wrote`}
          onClick={() => tools.ask(removalOf(message, ref))}
        >
          Remove
        </Button>
      </div>
    </li>
  );
}

function Removed({ message }: { message: MessageView }) {
  const { organisationId, snapshot } = useLive();
  const { busy, attempt } = useAttempt();
  const { id: messageId, author, reason } = message;
  const ref = { organisationId, roomId: snapshot.roomId, messageId, reason: null };
  return (
    <li className="grid gap-1">
      <ByLine message={message} />
      {message.body === null && !message.card ? null : <MessageWords message={message} />}
      {reason ? <p className="text-sm">Reason given: {reason}</p> : null}
      <div>
        <Button
          size="sm"
          busy={busy}
          aria-label={`Bring back what ${author.name} wrote`}
          onClick={() => void attempt(() => api.moderation.restoreMessage.mutate(ref))}
        >
          Bring back
        </Button>
      </div>
    </li>
  );
}
