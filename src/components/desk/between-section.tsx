"use client";

import { api } from "@/components/api";
import { useLive } from "@/components/rooms/live-context";
import { DeskComposer } from "./desk-composer";
import type { DeskTools } from "./desk-tools";
import { FewWords } from "./few-words";

/** What facilitators say to each other while the session goes on. */
export function BetweenSection({ tools }: { tools: DeskTools }) {
  const { organisationId, snapshot } = useLive();
  const { roomId, me, state } = snapshot;
  const { between } = tools.view;
  return (
    <div className="grid gap-3">
      {between.length > 0 ? (
        <FewWords messages={between} label="Between facilitators" />
      ) : (
        <p className="pencilled">Only the facilitators of this group read what is written here.</p>
      )}
      {state === "closed" ? null : (
        <DeskComposer
          keptAs={`desk:${roomId}:${me.id}:between`}
          label="To the other facilitators"
          act="Tell them"
          onSend={(clientMessageId, body) =>
            api.rooms.postToFacilitators.mutate({ organisationId, roomId, clientMessageId, body })
          }
        />
      )}
    </div>
  );
}
