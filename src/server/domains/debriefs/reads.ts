import { and, eq, inArray, isNotNull } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError, type ErrorCode, found } from "../../lib/errors";
import { listTriesBetweenIn } from "../exposures/reads";
import { accessAsFacilitator, type Enrolment, readPeople } from "../groups/reads";
import {
  accessRoom,
  findRoom,
  listAttendancesIn,
  listOwnMessagesIn,
  type Place,
  type Room,
  readRoomsOfSessionsIn,
} from "../rooms/reads";
import { accessSession, type GroupSession, listSessionsBeforeIn, viewOf } from "../sessions/reads";
import type {
  AfterwardsView,
  AttendanceView,
  HandoverView,
  SessionNoteRef,
  SessionNoteView,
} from "./contract";
import { timeAround } from "./rules";
import { sessionNotes, takeaways } from "./tables";

/** How many sessions back a handover is looked for. */
const SESSIONS_BACK = 20;

/** The session as one who leads in its group. @throws NOT_FOUND for everyone else. */
export async function accessSessionAsFacilitator(
  tx: Tx,
  actor: MemberActor,
  sessionId: string,
): Promise<{ session: GroupSession; me: Enrolment }> {
  const session = await accessSession(tx, actor, sessionId);
  return { session, me: await accessAsFacilitator(tx, actor, session.groupId) };
}

/** What the facilitators keep about the session. @throws NOT_FOUND for everyone else. */
export function findSessionNote(
  ctx: Ctx<MemberActor>,
  { sessionId }: Pick<SessionNoteRef, "sessionId">,
): Promise<SessionNoteView> {
  return withActor(ctx, async (tx) => {
    const { session } = await accessSessionAsFacilitator(tx, ctx.actor, sessionId);
    return readSessionNoteIn(tx, session);
  });
}

/** As `findSessionNote`, for those who are known to lead. */
export async function readSessionNoteIn(
  tx: Tx,
  { organisationId, id: sessionId, groupId, title }: GroupSession,
): Promise<SessionNoteView> {
  const [row] = await tx
    .select()
    .from(sessionNotes)
    .where(
      and(eq(sessionNotes.organisationId, organisationId), eq(sessionNotes.sessionId, sessionId)),
    );
  const people = await readPeople(tx, organisationId, row ? [row.changedByEnrolmentId] : []);
  return {
    sessionId,
    groupId,
    title,
    note: row?.note ?? null,
    wentWell: row?.wentWell ?? null,
    wasHard: row?.wasHard ?? null,
    toFollowUp: row?.toFollowUp ?? null,
    forMyself: row?.forMyself ?? null,
    handover: row?.handover ?? null,
    version: row?.version ?? 0,
    changedBy: row ? found(people.get(row.changedByEnrolmentId)) : null,
    changedAt: row?.changedAt.toISOString() ?? null,
  };
}

/**
 * What was handed over last, for whoever leads this session: by the latest of the twenty sessions
 * before it that says something. @throws NOT_FOUND for all but facilitators.
 */
export function findHandover(
  ctx: Ctx<MemberActor>,
  { sessionId }: Pick<SessionNoteRef, "sessionId">,
): Promise<HandoverView> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const { session } = await accessSessionAsFacilitator(tx, ctx.actor, sessionId);
    const before = await listSessionsBeforeIn(tx, ctx.actor, session, SESSIONS_BACK);
    if (before.length === 0) return null;
    const rows = await tx
      .select({
        sessionId: sessionNotes.sessionId,
        handover: sessionNotes.handover,
        by: sessionNotes.changedByEnrolmentId,
      })
      .from(sessionNotes)
      .where(
        and(
          eq(sessionNotes.organisationId, organisationId),
          inArray(
            sessionNotes.sessionId,
            before.map(({ id }) => id),
          ),
          isNotNull(sessionNotes.handover),
        ),
      );
    const bySession = new Map(rows.map((row) => [row.sessionId, row]));
    const latest = before.find(({ id }) => bySession.has(id));
    const row = latest && bySession.get(latest.id);
    if (!latest || !row?.handover) return null;
    const people = await readPeople(tx, organisationId, [row.by]);
    const { id, title } = latest;
    return { sessionId: id, title, handover: row.handover, by: found(people.get(row.by)) };
  });
}

/** Who was there. @throws NOT_FOUND for all but facilitators. */
export function listAttendance(
  ctx: Ctx<MemberActor>,
  { sessionId }: Pick<SessionNoteRef, "sessionId">,
): Promise<AttendanceView> {
  return withActor(ctx, async (tx) => {
    await accessSessionAsFacilitator(tx, ctx.actor, sessionId);
    const room = await findRoomOfIn(tx, ctx.actor, sessionId);
    const there = room ? await listAttendancesIn(tx, room) : [];
    // Who waited at the door and never came in was not there.
    return there.flatMap(({ person, firstHereAt, lastSeenAt }) => {
      if (!firstHereAt) return [];
      return {
        person,
        firstHereAt: firstHereAt.toISOString(),
        lastSeenAt: (lastSeenAt ?? firstHereAt).toISOString(),
      };
    });
  });
}

/**
 * What the actor shared in the session and what they learned, for them alone.
 * @throws NOT_FOUND outside the group.
 */
export function findAfterwards(
  ctx: Ctx<MemberActor>,
  { sessionId }: Pick<SessionNoteRef, "sessionId">,
): Promise<AfterwardsView> {
  const { actor, now } = ctx;
  return withActor(ctx, async (tx) => {
    const session = await accessSession(tx, actor, sessionId);
    const { startsAt, endsAt } = viewOf(session);
    const room = await findRoomOfIn(tx, actor, sessionId);
    const place = room && (await findPlaceIn(tx, ctx, room));
    const meeting = { startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
    const tries = await listTriesBetweenIn(tx, actor, { ...timeAround(meeting, room), now });
    const [takeaway] = await tx
      .select({ learned: takeaways.learned })
      .from(takeaways)
      .where(
        and(
          eq(takeaways.organisationId, actor.organisationId),
          eq(takeaways.sessionId, sessionId),
          eq(takeaways.membershipId, actor.membershipId),
        ),
      );
    return {
      sessionId,
      groupId: session.groupId,
      title: session.title,
      closedAt: room?.closedAt?.toISOString() ?? null,
      roomId: place?.room.id ?? null,
      readableUntil: place?.readableUntil?.toISOString() ?? null,
      shared: place ? await listOwnMessagesIn(tx, place, now) : [],
      exposures: tries.map(({ id, ...each }) => ({ exposureId: id, ...each })),
      learned: takeaway?.learned ?? null,
    };
  });
}

async function findRoomOfIn(
  tx: Tx,
  { organisationId }: MemberActor,
  sessionId: string,
): Promise<Room | null> {
  const opened = await readRoomsOfSessionsIn(tx, organisationId, [sessionId]);
  const roomId = opened.get(sessionId)?.roomId;
  return (roomId && (await findRoom(tx, { organisationId, roomId }))) || null;
}

/** The actor's place in the room; null once its transcript is gone, or when it is not for them. */
async function findPlaceIn(
  tx: Tx,
  { actor, now }: Ctx<MemberActor>,
  { organisationId, id: roomId }: Room,
): Promise<Place | null> {
  try {
    const place = await accessRoom(tx, actor, { organisationId, roomId });
    return place.readableUntil && place.readableUntil <= now ? null : place;
  } catch (error) {
    if (error instanceof DomainError && CLOSED_DOORS.includes(error.code)) return null;
    throw error;
  }
}

/** What someone is told who may not come into a room of their group. */
const CLOSED_DOORS: ErrorCode[] = ["NOT_FOUND", "ROOM_LOCKED"];
