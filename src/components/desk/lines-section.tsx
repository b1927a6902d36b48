"use client";

import { api } from "@/components/api";
import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import type { Person } from "@/server/domains/rooms/contract";
import { DeskComposer } from "./desk-composer";
import type { DeskTools } from "./desk-tools";
import { FewWords } from "./few-words";

/** The private lines, one thread for each member that one was begun with. */
export function LinesSection({
  tools,
  open,
  onOpen,
}: {
  tools: DeskTools;
  /** Whose line is open; null for the list of them. */
  open: Person | null;
  onOpen: (person: Person | null) => void;
}) {
  const { lines } = tools.view;
  if (open) return <OpenLine {...{ tools, open }} onBack={() => onOpen(null)} />;
  if (lines.length === 0) {
    return (
      <p className="pencilled">
        No private line is open. Begin one under People: only that person and the facilitators read
        it.
      </p>
    );
  }
  return (
    <ul className="grid gap-2">
      {lines.map(({ person, messages }) => (
        <li key={person.id} className="min-w-0">
          <Button variant="plain" onClick={() => onOpen(person)}>
            <bdi>{person.name}</bdi>
          </Button>
          <p className="truncate text-ink-soft text-sm">{lastWords(messages)}</p>
        </li>
      ))}
    </ul>
  );
}

function lastWords(messages: DeskTools["view"]["between"]): string {
  const last = messages.at(-1);
  if (!last?.body || last.state !== "shown") return "";
  return `${last.author.name}: ${last.body}`;
}

function OpenLine({ tools, open, onBack }: { tools: DeskTools; open: Person; onBack: () => void }) {
  const { organisationId, snapshot } = useLive();
  const { roomId, me, state } = snapshot;
  const messages = tools.view.lines.find(({ person }) => person.id === open.id)?.messages ?? [];
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h4 className="text-lg">
          With <bdi>{open.name}</bdi>
        </h4>
        <Button variant="plain" size="sm" onClick={onBack}>
          All private lines
        </Button>
      </div>
      {messages.length > 0 ? (
        <FewWords messages={messages} label={`Private line with ${open.name}`} />
      ) : (
        <p className="pencilled">
          Only <bdi>{open.name}</bdi> and the facilitators read what is written here.
        </p>
      )}
      {state === "closed" ? null : (
        <DeskComposer
          key={open.id}
          keptAs={`desk:${roomId}:${me.id}:line:${open.id}`}
          label={`To ${open.name}, privately`}
          act="Send privately"
          comesFirst
          onSend={(clientMessageId, body) =>
            api.rooms.postOnLine.mutate({
              organisationId,
              roomId,
              clientMessageId,
              body,
              withEnrolmentId: open.id,
            })
          }
        />
      )}
    </div>
  );
}
