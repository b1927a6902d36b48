import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { RoomSnapshot } from "@/server/domains/rooms/contract";

export type Refusal =
  | "ROOM_CLOSED"
  | "NOT_ADMITTED"
  | "MUTED"
  | "ROOM_PAUSED"
  | "NOT_NOW"
  | "NOT_YOUR_TURN";

/** What the server would say anyway; known here, the words need not leave the composer. */
export function refusalBeforehand({
  state,
  me,
  mine,
  settings,
}: Pick<RoomSnapshot, "state" | "me" | "mine" | "settings">): Refusal | null {
  if (state === "closed") return "ROOM_CLOSED";
  if (!mine.admitted) return "NOT_ADMITTED";
  if (mine.standing === "muted") return "MUTED";
  if (mine.leads) return null;
  if (state === "paused") return "ROOM_PAUSED";
  const { posting, floor } = settings;
  if (posting === "facilitators") return "NOT_NOW";
  const has = floor === null || floor.open || floor.enrolmentIds.includes(me.id);
  return posting === "turns" && !has ? "NOT_YOUR_TURN" : null;
}

/** Why a post would not be in front of everyone at once; null when it would. */
export type Wait = "together" | "person" | "room" | "safe" | "slow";

export function waitBeforehand({
  mine,
  settings,
}: Pick<RoomSnapshot, "mine" | "settings">): Wait | null {
  if (settings.writing && !mine.leads) return "together";
  if (mine.standing === "held") return "person";
  if (mine.leads) return null;
  if (settings.held) return "room";
  if (settings.safeSince) return "safe";
  return settings.slowModeSeconds ? "slow" : null;
}

/** Whose words the room waits for; null when nobody's. `isMe` while one is asked and has not answered. */
export function speakerOf({
  round,
  me,
}: Pick<LiveSnapshot, "round" | "me">): { name: string; isMe: boolean } | null {
  if (round?.state !== "under_way") return null;
  const turn = round.turns.find(({ state }) => state === "speaking" || state === "offered");
  return turn ? { name: turn.person.name, isMe: turn.person.id === me.id } : null;
}
