"use client";

import { api } from "@/components/api";
import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import { NameMark } from "@/components/ui/name-mark";
import type { RosterEntry } from "@/server/domains/rooms/contract";
import type { DeskTools } from "./desk-tools";
import { lobbyOf } from "./desk-view";
import { LOG_READS_REASON } from "./reason-dialog";
import { presenceWords } from "./time-words";
import { useAttempt } from "./use-attempt";

/** Who waits to be let in, one by one, with a private word first where that is wanted. */
export function LobbySection({ tools }: { tools: DeskTools }) {
  const { roster, snapshot } = useLive();
  const waiting = lobbyOf(roster);
  return (
    <div className="grid gap-3">
      {waiting.length > 0 ? (
        <ul className="grid gap-4">
          {waiting.map((entry) => (
            <Newcomer key={entry.person.id} {...{ entry, tools }} />
          ))}
        </ul>
      ) : (
        <p className="pencilled">
          {snapshot.settings.lobby
            ? "Nobody is in the lobby."
            : "The lobby is off, so people come straight in. You can turn it on under Settings."}
        </p>
      )}
    </div>
  );
}

function Newcomer({ entry, tools }: { entry: RosterEntry; tools: DeskTools }) {
  const { organisationId, snapshot } = useLive();
  const { busy, attempt } = useAttempt();
  const { person } = entry;
  const visitor = { organisationId, roomId: snapshot.roomId, enrolmentId: person.id };

  function turnAway() {
    tools.ask({
      title: (
        <>
          Send <bdi>{person.name}</bdi> out of this session
        </>
      ),
      description: "They stay in the group, and you can let them in later under People.",
      reasonFor: LOG_READS_REASON,
      act: "Send out",
      onAct: (reason) => api.moderation.sendOut.mutate({ ...visitor, reason }),
    });
  }

  return (
    <li className="grid gap-2">
      <div className="flex items-center gap-3">
        <NameMark name={person.name} size="sm" />
        <p className="min-w-0 flex-1 leading-snug">
          <bdi className="font-semibold">{person.name}</bdi>
          {tools.now === null ? null : (
            <span className="block text-ink-soft text-sm">{presenceWords(entry, tools.now)}</span>
          )}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          size="sm"
          busy={busy}
          aria-label={`Let ${person.name} in`}
          onClick={() =>
            void attempt(() => api.moderation.admit.mutate({ ...visitor, reason: null }), {
              words: `${person.name} can come in.`,
            })
          }
        >
          Let in
        </Button>
        {snapshot.mine.facilitates ? (
          <Button size="sm" onClick={() => tools.openLine(person)}>
            A private word first
          </Button>
        ) : null}
        <Button variant="plain" size="sm" onClick={turnAway}>
          Not today
        </Button>
      </div>
    </li>
  );
}
