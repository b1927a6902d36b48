"use client";

import { useMemo } from "react";
import { type ApiError, api, wireErrorOf } from "@/components/api";
import type { MessageView, Person, RoomSnapshot } from "@/server/domains/rooms/contract";
import type { RoomConnection } from "./room-connection";
import type { Remark } from "./use-remark";

const TROUBLE: Record<string, string> = {
  UNREACHABLE: "We could not reach the server just now, so nothing has changed.",
  NOT_FOUND: "That is not here any more.",
  STATE_CHANGED: "That has changed meanwhile. It is on your screen as it is now.",
  CONFLICT: "The group would be left with nobody leading it, so nothing has changed.",
  ROOM_CLOSED: "The room has come to its end.",
  NOT_NOW: "That is not for this part of the session, so nothing has changed.",
  TOO_MANY: "That was a lot at once. Nothing has changed; please try again in a moment.",
};

/** Why something a person asked of the room did not happen. */
export function troubleWords({ code, reference }: ApiError): string {
  if (TROUBLE[code]) return TROUBLE[code];
  return `Something of ours broke. Nothing has changed.${reference ? ` Quote ${reference} if you ask for help.` : ""}`;
}

export type RoomActs = ReturnType<typeof useRoomActs>;

/**
 * What people do in a room besides writing. Each asks the server; what it changes arrives on this
 * screen as an event, like on everyone else's. Those without a form say it themselves when the
 * server would not.
 */
export function useRoomActs(
  organisationId: string,
  snapshot: Pick<RoomSnapshot, "roomId" | "groupId">,
  connection: RoomConnection | null,
  say: (remark: Remark | null) => void,
) {
  const { roomId, groupId } = snapshot;
  return useMemo(() => {
    const ref = { organisationId, roomId };
    const tell = (thrown: unknown) => say({ words: troubleWords(wireErrorOf(thrown)) });

    /** Words that left the room go where their author can go on with them. */
    function giveBackWords({ kind, audience, body }: MessageView, said: string) {
      // Answers and quiet words were not written in the room's own box.
      const hasBox = snapshotOf(connection)?.session && audience === "room";
      if (kind === "reply" || body === null || !connection || !hasBox) {
        return say({ words: said });
      }
      const { words } = connection.view();
      if (words.trim() === "") {
        connection.write(body);
        return say({ words: `${said} Its words are in the box again, for you alone.` });
      }
      say({
        words: said,
        action: {
          label: "Keep its words",
          onPress: () => connection.write(`${connection.view().words}\n\n${body}`),
        },
      });
    }

    /** Takes back one's own message, at any time. */
    async function takeBack(message: MessageView): Promise<void> {
      try {
        await api.rooms.retractMessage.mutate({ ...ref, messageId: message.id });
      } catch (thrown) {
        return tell(thrown);
      }
      if (message.kind !== "words" && message.kind !== "reply") {
        return say({ words: "Taken back. It is still yours, in your practice." });
      }
      giveBackWords(message, "Taken back. Nobody sees it any more.");
    }

    return {
      pause: () => api.moderation.pauseRoom.mutate(ref).catch(tell),
      resume: () => api.moderation.resumeRoom.mutate(ref).catch(tell),
      hold: (messageId: string) =>
        api.moderation.holdMessage.mutate({ ...ref, messageId }).catch(tell),
      show: (messageId: string) =>
        api.moderation.showMessage.mutate({ ...ref, messageId }).catch(tell),
      restore: (messageId: string) =>
        api.moderation.restoreMessage.mutate({ ...ref, messageId }).catch(tell),
      openWriting: () => api.rooms.openWriting.mutate(ref).catch(tell),
      takeChair: () => api.moderation.takeChair.mutate(ref).catch(tell),
      returnChair: () => api.moderation.returnChair.mutate(ref).catch(tell),
      /** Shows those that were held while nobody led; whatever else was held for it stays so. */
      release: (messageIds: string[]) => api.moderation.release.mutate({ ...ref, messageIds }),
      putInTheMiddle: (messageId: string | null) =>
        api.rooms.changeCentre.mutate({ ...ref, messageId }).catch(tell),
      takeBack,
      /** Undoes a message within its ten seconds; its words are its author's again. */
      unsend: async (message: MessageView) => {
        const answer = await connection?.call("message:unsend", { ...ref, messageId: message.id });
        if (!answer) return;
        if (answer.ok) return giveBackWords(message, "Undone. Nobody sees it.");
        if (answer.error.code !== "TOO_LATE") return say({ words: troubleWords(answer.error) });
        say({
          words: "Its ten seconds are over. Taking it back still works.",
          action: { label: "Take it back", onPress: () => void takeBack(message) },
        });
      },
      // The three below are asked for in a dialog, which says itself what went wrong.
      remove: (messageId: string, reason: string) =>
        api.moderation.removeMessage.mutate({ ...ref, messageId, reason }),
      removePerson: async ({ id: enrolmentId, name }: Person, reason: string) => {
        const person = { organisationId, groupId, enrolmentId };
        await api.moderation.removePerson.mutate({ ...person, reason });
        const undo = async () => {
          await api.moderation.returnPerson.mutate(person);
          say({ words: `${name} is in the group again, and can come back into the room.` });
        };
        say({
          words: `${name} is not in the group any more.`,
          action: { label: "Undo", onPress: () => void undo().catch(tell) },
        });
      },
      close: () => api.live.closeRoom.mutate(ref),
      readEarlier: () =>
        connection
          ?.readEarlier((beforeSeq) => api.rooms.listMessages.query({ ...ref, beforeSeq }))
          .catch(tell),
    };
  }, [organisationId, roomId, groupId, connection, say]);
}

function snapshotOf(connection: RoomConnection | null): RoomSnapshot | null {
  return connection?.view().snapshot ?? null;
}
