import { and, desc, eq, inArray, isNull, max, type SQL, sql } from "drizzle-orm";
import type { MemberActor, RoomActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found, notFound } from "../../lib/errors";
import { lockStream } from "../../realtime/outbox";
import { isFacilitator } from "../groups/contract";
import { accessPersonIn, readEnrolmentsIn } from "../groups/reads";
import type { Presence, RosterEntry } from "./contract";
import {
  type AttendanceFacts,
  accessRoom,
  findRoom,
  listAttendancesIn,
  type Place,
  type Room,
  type RoomRef,
  streamOf,
} from "./reads";
import { isUnattended, UNATTENDED_AFTER_MS } from "./rules";
import { attendances, messages, rooms } from "./tables";
import { changeMessageStateIn, changeSettingsIn, postNoticeIn, tellPlaceChangedIn } from "./writes";

// Who is at the room's door and inside, and what the room does while nobody leads it. Apart from
// writes.ts, which is about what is said: the gateway calls this every few seconds.

/** Whoever was not seen for longer than this has left: the process that held them told nobody. */
export const GONE_AFTER_MS = 15_000;

export type Arrival = { roomId: string; enrolmentId: string; admitted: boolean };

/**
 * Notes that these came, into the room or its lobby. Several connections of one person are one row.
 * A board, and a room that is closed, keep no note of who reads in them.
 */
export function noteArrivals(ctx: Ctx<RoomActor>, arrivals: Arrival[]): Promise<void> {
  const { organisationId } = ctx.actor;
  const now = ctx.now.toISOString();
  return withActor(ctx, async (tx) => {
    // In one order, so that two processes that tell of the same people do not wait for each other.
    await tx.execute(sql`
      insert into attendances
        (organisation_id, room_id, enrolment_id, group_id, asked_at, first_here_at, last_seen_at)
      select r.organisation_id, r.id, i."enrolmentId", r.group_id,
        case when i.admitted then null else ${now}::timestamptz end,
        case when i.admitted then ${now}::timestamptz end, ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(arrivals)}::text::jsonb)
        as i ("roomId" uuid, "enrolmentId" uuid, admitted boolean)
      join rooms r on r.organisation_id = ${organisationId} and r.id = i."roomId"
        and r.kind = 'session' and r.closed_at is null
      order by i."roomId", i."enrolmentId"
      on conflict (organisation_id, room_id, enrolment_id) do update set
        asked_at = coalesce(attendances.asked_at, excluded.asked_at),
        first_here_at = coalesce(attendances.first_here_at, excluded.first_here_at),
        last_seen_at = excluded.last_seen_at, left_at = null, away_since = null`);
  });
}

/** Notes that the last connection of these is gone, as far as the telling process knows. */
export function noteDepartures(
  ctx: Ctx<RoomActor>,
  roomId: string,
  enrolmentIds: string[],
): Promise<void> {
  return withActor(ctx, async (tx) => {
    await tx
      .update(attendances)
      .set({ leftAt: ctx.now, awaySince: null })
      .where(
        and(
          eq(attendances.organisationId, ctx.actor.organisationId),
          eq(attendances.roomId, roomId),
          inArray(attendances.enrolmentId, enrolmentIds),
          isNull(attendances.leftAt),
        ),
      );
  });
}

/**
 * Notes that these are still connected, one statement for all rooms of a process; and for the rooms
 * of `leadsHere` that somebody who leads is. Where that comes after too long an absence, what was
 * held meanwhile waits for their decision, and where nothing was, there is nothing to decide.
 * @returns the rooms that went safe only now, for the log.
 */
export function noteSeen(
  ctx: Ctx<RoomActor>,
  seen: { roomId: string; enrolmentIds: string[] }[],
  leadsHere: string[],
): Promise<string[]> {
  const { organisationId } = ctx.actor;
  const now = ctx.now.toISOString();
  const pairs = seen.flatMap(({ roomId, enrolmentIds }) =>
    enrolmentIds.map((enrolmentId) => ({ roomId, enrolmentId })),
  );
  return withActor(ctx, async (tx) => {
    if (pairs.length > 0) {
      await tx.execute(sql`
        with seen as materialized (
          select a.room_id, a.enrolment_id from attendances a
          join jsonb_to_recordset(${JSON.stringify(pairs)}::text::jsonb)
            as i ("roomId" uuid, "enrolmentId" uuid)
            on i."roomId" = a.room_id and i."enrolmentId" = a.enrolment_id
          where a.organisation_id = ${organisationId}
          order by a.room_id, a.enrolment_id for update of a
        )
        update attendances a set last_seen_at = ${now}::timestamptz, left_at = null
        from seen s where a.organisation_id = ${organisationId}
          and a.room_id = s.room_id and a.enrolment_id = s.enrolment_id`);
    }
    if (leadsHere.length === 0) return [];
    const patience = new Date(ctx.now.getTime() - UNATTENDED_AFTER_MS);
    const wanted = `{${leadsHere.join(",")}}`;
    const renewed = await tx.execute<{ id: string }>(sql`
      with led as materialized (
        select id from rooms where organisation_id = ${organisationId}
          and id = any (${wanted}::uuid[]) and safe_since is null and closed_at is null
          and facilitator_seen_at > ${patience.toISOString()}::timestamptz
        order by id for no key update
      )
      update rooms r set facilitator_seen_at = ${now}::timestamptz
      from led where r.organisation_id = ${organisationId} and r.id = led.id returning r.id`);
    const fine = new Set(renewed.map(({ id }) => id));
    const wentSafe = [];
    for (const roomId of leadsHere.filter((id) => !fine.has(id)).toSorted()) {
      if (await returnToRoomIn(tx, { organisationId, roomId }, ctx.now)) wentSafe.push(roomId);
    }
    return wentSafe;
  });
}

/** Somebody who leads is back in a room that had nobody. @returns whether it went safe only now. */
async function returnToRoomIn(tx: Tx, ref: RoomRef, now: Date): Promise<boolean> {
  const before = await findRoom(tx, ref);
  if (!before || before.closedAt || before.kind === "board") return false;
  await lockStream(tx, streamOf(ref));
  const room = found(await findRoom(tx, ref));
  if (room.closedAt) return false;
  const waits = isUnattended(room, now) && (await hasHeldForSafety(tx, room));
  if (waits && !room.safeSince) {
    await goSafeIn(tx, room, now);
    await changeSeenIn(tx, room, now);
    return true;
  }
  if (!waits && room.safeSince) await changeSettingsIn(tx, room, { safeSince: null }, now);
  await changeSeenIn(tx, room, now);
  return false;
}

/** Nothing that anyone is told of: who leads is in the roster. */
async function changeSeenIn(tx: Tx, room: Room, now: Date): Promise<void> {
  await tx
    .update(rooms)
    .set({ facilitatorSeenAt: now })
    .where(and(eq(rooms.organisationId, room.organisationId), eq(rooms.id, room.id)));
}

/** Since when posts were held for want of somebody who leads. */
function unattendedSince({ safeSince, facilitatorSeenAt, openedAt }: Room): Date {
  const seen = facilitatorSeenAt ?? openedAt;
  return safeSince ?? new Date(seen.getTime() + UNATTENDED_AFTER_MS);
}

async function hasHeldForSafety(tx: Tx, room: Room): Promise<boolean> {
  const held = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        inRoom(room),
        eq(messages.state, "held"),
        eq(messages.heldFor, "safe"),
        sql`${messages.postedAt} >= ${unattendedSince(room).toISOString()}`,
      ),
    )
    .limit(1);
  return held.length > 0;
}

function inRoom({ organisationId, id }: Room): SQL | undefined {
  return and(eq(messages.organisationId, organisationId), eq(messages.roomId, id));
}

/** Nobody leads: everyone is told that posts wait, and a deputy is offered the chair. */
async function goSafeIn(tx: Tx, room: Room, now: Date): Promise<void> {
  await changeSettingsIn(tx, room, { safeSince: unattendedSince(room) }, now);
  // Nobody did it; the room has no words of its own but under the name of whoever opened it.
  const enrolmentIds = [room.openedByEnrolmentId];
  const [opener] = await readEnrolmentsIn(tx, room, { enrolmentIds });
  await postNoticeIn(tx, { room, me: found(opener) }, { notice: "went_safe" }, null, now);
}

/**
 * What time does to a room that nobody leads; the room must be locked. It goes safe while a member
 * is here to see it; an empty room is no emergency, and what is posted is held either way.
 * @returns when there will be something to decide, null for not by time alone; and whether it went
 * safe just now.
 */
export async function settleSafetyIn(
  tx: Tx,
  room: Room,
  now: Date,
): Promise<{ due: Date | null; wentSafe: boolean }> {
  const nothing = { due: null, wentSafe: false };
  if (room.kind === "board" || room.closedAt || room.safeSince) return nothing;
  if (!isUnattended(room, now)) {
    return { due: new Date(unattendedSince(room).getTime() + 1), wentSafe: false };
  }
  if (!(await isMemberHereIn(tx, room, now))) return nothing;
  await goSafeIn(tx, room, now);
  return { due: null, wentSafe: true };
}

async function isMemberHereIn(tx: Tx, room: Room, now: Date): Promise<boolean> {
  const everyone = await listAttendancesIn(tx, room);
  return everyone.some((each) => !isFacilitator(each.person.role) && isHere(each, now));
}

/** Connected, as far as anyone has told lately. */
function isConnected({ leftAt, lastSeenAt }: AttendanceFacts, now: Date): boolean {
  return !leftAt && lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() <= GONE_AFTER_MS;
}

/** In the room itself, which stepping away for a moment is too. */
export function isHere(facts: AttendanceFacts, now: Date): boolean {
  return facts.firstHereAt !== null && !facts.sentOutAt && isConnected(facts, now);
}

/** Stepped away, or back; a row and nothing else. @throws as `accessRoom` */
export function setAway(
  ctx: Ctx<MemberActor>,
  { away, ...ref }: RoomRef & { away: boolean },
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const { room, me } = await accessRoom(tx, ctx.actor, ref);
    await tx
      .update(attendances)
      .set({
        awaySince: away ? sql`coalesce(${attendances.awaySince}, ${ctx.now.toISOString()})` : null,
      })
      .where(thisVisit(room, me.id));
  });
}

function thisVisit({ organisationId, id }: Room, enrolmentId: string): SQL | undefined {
  return and(
    eq(attendances.organisationId, organisationId),
    eq(attendances.roomId, id),
    eq(attendances.enrolmentId, enrolmentId),
  );
}

/**
 * Everyone who is in the room, in its lobby, has left or was sent out, as those who lead see them:
 * those who lead first, then in order of arrival.
 */
export async function readRosterIn(tx: Tx, room: Room, now: Date): Promise<RosterEntry[]> {
  const everyone = await listAttendancesIn(tx, room);
  const enrolmentIds = everyone.map(({ person }) => person.id);
  const people = await readEnrolmentsIn(tx, room, { enrolmentIds });
  const standings = new Map(people.map(({ id, standing }) => [id, standing]));
  const posted = await readLastPostsIn(tx, room);
  const entries = everyone.flatMap((facts): RosterEntry[] => {
    const { person } = facts;
    const standing = standings.get(person.id);
    const presence = presenceOf(facts, now);
    if (!presence || !standing || standing === "removed") return [];
    const lastPostedAt = posted.get(person.id)?.toISOString() ?? null;
    return [{ person, standing, lastPostedAt, ...presence }];
  });
  const leading = ({ person }: RosterEntry) => Number(isFacilitator(person.role));
  return entries.toSorted((one, other) => leading(other) - leading(one));
}

/** Null for someone who asked to come in and went away again. */
function presenceOf(
  facts: AttendanceFacts,
  now: Date,
): { presence: Presence; since: string | null } | null {
  const { sentOutAt, admittedAt, firstHereAt, askedAt, leftAt, lastSeenAt, awaySince } = facts;
  const as = (presence: Presence, since: Date | null) => ({
    presence,
    since: since?.toISOString() ?? null,
  });
  if (sentOutAt) return as("sent_out", sentOutAt);
  const connected = isConnected(facts, now);
  if (!firstHereAt && !admittedAt) return connected ? as("lobby", askedAt) : null;
  if (!connected) return as("left", leftAt ?? lastSeenAt);
  return awaySince ? as("away", awaySince) : as("here", firstHereAt ?? admittedAt);
}

/** Whoever has not posted among these has been quiet for as long as anyone wants to know. */
const RECENT_POSTS = 2_000;

async function readLastPostsIn(tx: Tx, room: Room): Promise<Map<string, Date>> {
  const recent = tx
    .select({
      authorId: messages.authorEnrolmentId,
      postedAt: messages.postedAt,
      isPost: sql<boolean>`${messages.audience} = 'room' and ${messages.kind} <> 'notice'
        and ${messages.state} <> 'unsent'`.as("is_post"),
    })
    .from(messages)
    .where(inRoom(room))
    .orderBy(desc(messages.postedSeq))
    .limit(RECENT_POSTS)
    .as("recent");
  const rows = await tx
    .select({ id: recent.authorId, at: max(recent.postedAt) })
    .from(recent)
    .where(sql`${recent.isPost}`)
    .groupBy(recent.authorId);
  return new Map(rows.flatMap(({ id, at }) => (at ? [[id, at] as const] : [])));
}

/**
 * Lets somebody in, out of the lobby or past the lock; the room must be locked. @returns false when
 * they were in already. @throws NOT_FOUND for anyone who is not of the group.
 */
export async function admitIn(
  tx: Tx,
  place: Place,
  enrolmentId: string,
  now: Date,
): Promise<boolean> {
  const { room, me } = place;
  await accessPersonIn(tx, room, enrolmentId);
  const visit = await findVisitIn(tx, room, enrolmentId);
  if (visit?.admittedAt || visit?.firstHereAt) return false;
  await keepVisitIn(tx, room, enrolmentId, { admittedAt: now, admittedByEnrolmentId: me.id });
  const notice = { notice: "person_admitted", aboutEnrolmentId: enrolmentId } as const;
  await postNoticeIn(tx, place, { ...notice, audience: "facilitators" }, null, now);
  await tellPlaceChangedIn(tx, room, enrolmentId, now);
  return true;
}

/**
 * Sends somebody out for this session: to them there is no such room while it is open. The room
 * must be locked. @returns false when they were out already. @throws NOT_FOUND for anyone who is not
 * of the group, or is its facilitator; ROOM_CLOSED.
 */
export async function sendOutIn(
  tx: Tx,
  place: Place,
  enrolmentId: string,
  now: Date,
): Promise<boolean> {
  const { room, me } = place;
  const person = await accessPersonIn(tx, room, enrolmentId);
  if (person.role === "facilitator" || person.id === me.id) throw notFound();
  if (room.closedAt) throw new DomainError("ROOM_CLOSED");
  const visit = await findVisitIn(tx, room, enrolmentId);
  if (visit?.sentOutAt) return false;
  await keepVisitIn(tx, room, enrolmentId, { sentOutAt: now, sentOutByEnrolmentId: me.id });
  const { chairEnrolmentId, deputyEnrolmentId } = room;
  await changeSettingsIn(
    tx,
    room,
    {
      ...(chairEnrolmentId === enrolmentId && { chairEnrolmentId: null }),
      ...(deputyEnrolmentId === enrolmentId && { deputyEnrolmentId: null }),
    },
    now,
  );
  const notice = { notice: "person_sent_out", aboutEnrolmentId: enrolmentId } as const;
  await postNoticeIn(tx, place, { ...notice, audience: "facilitators" }, null, now);
  await tellPlaceChangedIn(tx, room, enrolmentId, now);
  return true;
}

/** Undoes `sendOutIn`; they come in without waiting. @returns false when they were not out. */
export async function letBackInIn(
  tx: Tx,
  { room, me }: Place,
  enrolmentId: string,
  now: Date,
): Promise<boolean> {
  await accessPersonIn(tx, room, enrolmentId);
  const visit = await findVisitIn(tx, room, enrolmentId);
  if (!visit?.sentOutAt) return false;
  const admitted = visit.admittedAt ? {} : { admittedAt: now, admittedByEnrolmentId: me.id };
  const back = { sentOutAt: null, sentOutByEnrolmentId: null, ...admitted };
  await keepVisitIn(tx, room, enrolmentId, back);
  await tellPlaceChangedIn(tx, room, enrolmentId, now);
  return true;
}

type Visit = typeof attendances.$inferSelect;

async function findVisitIn(tx: Tx, room: Room, enrolmentId: string): Promise<Visit | undefined> {
  const [visit] = await tx.select().from(attendances).where(thisVisit(room, enrolmentId));
  return visit;
}

async function keepVisitIn(
  tx: Tx,
  { organisationId, groupId, id: roomId }: Room,
  enrolmentId: string,
  change: Partial<Visit>,
): Promise<void> {
  await tx
    .insert(attendances)
    .values({ organisationId, groupId, roomId, enrolmentId, ...change })
    .onConflictDoUpdate({
      target: [attendances.organisationId, attendances.roomId, attendances.enrolmentId],
      set: change,
    });
}

/**
 * The deputy named beforehand leads for now; the room must be locked. What was held while nobody did
 * waits for them. @returns false when they have the chair already. @throws NOT_FOUND for all but the
 * deputy; NOT_NOW while somebody leads; ROOM_CLOSED.
 */
export async function takeChairIn(tx: Tx, place: Place, now: Date): Promise<boolean> {
  const { room, me } = place;
  if (room.chairEnrolmentId === me.id) return false;
  if (room.deputyEnrolmentId !== me.id || place.facilitates) throw notFound();
  if (room.closedAt) throw new DomainError("ROOM_CLOSED");
  if (!isUnattended(room, now)) throw new DomainError("NOT_NOW");
  const safeSince = (await hasHeldForSafety(tx, room)) ? unattendedSince(room) : null;
  const chair = { chairEnrolmentId: me.id, facilitatorSeenAt: now, safeSince };
  await changeSettingsIn(tx, room, chair, now);
  await postNoticeIn(tx, place, { notice: "chair_taken", aboutEnrolmentId: me.id }, null, now);
  await tellPlaceChangedIn(tx, room, me.id, now);
  return true;
}

/**
 * Gives the chair back, or as a facilitator takes it back; the room must be locked. @returns false
 * when nobody has it. @throws NOT_FOUND for all others.
 */
export async function returnChairIn(tx: Tx, place: Place, now: Date): Promise<boolean> {
  const { room, facilitates, leads } = place;
  if (!facilitates && !leads) throw notFound();
  const { chairEnrolmentId } = room;
  if (!chairEnrolmentId) return false;
  await changeSettingsIn(tx, room, { chairEnrolmentId: null }, now);
  await tellPlaceChangedIn(tx, room, chairEnrolmentId, now);
  return true;
}

/**
 * Ends safe mode, and shows what somebody who leads has chosen of what was held meanwhile; the rest
 * stays held, to be shown or removed later. The room must be locked. @returns false when there was
 * nothing to end or show. @throws NOT_FOUND for members.
 */
export async function releaseIn(
  tx: Tx,
  place: Place,
  messageIds: string[],
  now: Date,
): Promise<boolean> {
  const { room } = place;
  if (!place.leads) throw notFound();
  const chosen =
    messageIds.length === 0
      ? []
      : await tx
          .select()
          .from(messages)
          .where(
            and(
              inRoom(room),
              inArray(messages.id, messageIds),
              eq(messages.state, "held"),
              eq(messages.heldFor, "safe"),
            ),
          )
          .orderBy(messages.postedSeq);
  for (const message of chosen) await changeMessageStateIn(tx, place, message, "shown", now);
  const wasSafe = room.safeSince !== null;
  if (wasSafe) {
    await changeSettingsIn(tx, room, { safeSince: null, facilitatorSeenAt: now }, now);
  }
  return wasSafe || chosen.length > 0;
}
