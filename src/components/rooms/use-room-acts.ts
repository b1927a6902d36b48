"use client";

import { useMemo } from "react";
import { type ApiError, api, wireErrorOf } from "@/components/api";
import type { MessageView, Person, RoomSnapshot } from "@/server/domains/rooms/contract";
import type { RoomConnection } from "./room-connection";
import type { Remark } from "./use-remark";

const TROUBLE: Record<string, string> = {
  UNREACHABLE: "We could not reach the server just now, so nothing has changed.",
  NOT_FOUND: "That is not here any more.",
  STATE_CHANGED: "Its author has already taken it back.",
  CONFLICT: "The group would be left with nobody leading it, so nothing has changed.",
  ROOM_CLOSED: "The room has come to its end.",
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
    return {
      pause: () => api.moderation.pauseRoom.mutate(ref).catch(tell),
      resume: () => api.moderation.resumeRoom.mutate(ref).catch(tell),
      hold: (messageId: string) =>
        api.moderation.holdMessage.mutate({ ...ref, messageId }).catch(tell),
      show: (messageId: string) =>
        api.moderation.showMessage.mutate({ ...ref, messageId }).catch(tell),
      putInTheMiddle: (messageId: string | null) =>
        api.rooms.changeCentre.mutate({ ...ref, messageId }).catch(tell),
      /** Takes back one's own message; its words go where the person can go on with them. */
      takeBack: async ({ id, kind, body }: MessageView) => {
        try {
          await api.rooms.retractMessage.mutate({ ...ref, messageId: id });
        } catch (thrown) {
          return tell(thrown);
        }
        if (kind !== "words" && kind !== "reply") {
          return say({ words: "Taken back. It is still yours, in your practice." });
        }
        // Answers and quiet words were not written in the room's own box.
        const hasBox = snapshotOf(connection)?.session;
        if (kind === "reply" || body === null || !connection || !hasBox) {
          return say({ words: "Taken back. Nobody sees it any more." });
        }
        const { words } = connection.view();
        if (words.trim() === "") {
          connection.write(body);
          return say({ words: "Taken back. Its words are in the box again, for you alone." });
        }
        say({
          words: "Taken back. Nobody sees it any more.",
          action: {
            label: "Keep its words",
            onPress: () => connection.write(`${connection.view().words}\n\n${body}`),
          },
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
      close: () => api.rooms.closeRoom.mutate(ref),
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
