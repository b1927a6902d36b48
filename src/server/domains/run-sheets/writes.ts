import { and, eq, isNull, sql } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found, notFound } from "../../lib/errors";
import { appendEvent, lockStream } from "../../realtime/outbox";
import { accessAsFacilitator } from "../groups/reads";
import { accessRoom, type Place, readRoomsOfSessionsIn, refOf, streamOf } from "../rooms/reads";
import {
  enterRoomToFacilitate,
  openWritingIn,
  postNoticeIn,
  setPermitsIn,
  startWritingIn,
} from "../rooms/writes";
import { accessSession, type GroupSession } from "../sessions/reads";
import { endRoundIn } from "../turns/writes";
import type {
  ChangeEnd,
  EndSegment,
  ExtendSegment,
  KeepTemplate,
  PlanRun,
  RunView,
  SegmentView,
  SkipSegment,
  StartSegment,
  TemplateRef,
  TemplateView,
} from "./contract";
import { accessRunIn, accessTemplates, findTemplateIn, HOUSE_SLUGS, viewTemplate } from "./reads";
import {
  changeEndIn,
  endIn,
  extendIn,
  type Outcome,
  PERMITS_BETWEEN,
  permitsOf,
  planIn,
  skipIn,
  startIn,
} from "./rules";
import { runSheets, runSheetTemplates, segments } from "./tables";

type Version = { version: number };
type TemplateRow = typeof runSheetTemplates.$inferSelect;

/**
 * Keeps a run sheet for sessions to take, or the practice's own version of one of the house. Sent
 * again with the same words it stores once; sessions that have a copy keep it.
 * @throws NOT_FOUND to all but the practice's owner and those who lead any of its groups, and for a
 * slug the house does not have; STATE_CHANGED when it was changed since `basedOn`.
 */
export function keepTemplate(ctx: Ctx<MemberActor>, input: KeepTemplate): Promise<TemplateView> {
  const { organisationId, membershipId } = ctx.actor;
  const { templateId, name, purpose } = input;
  const slug = input.slug ?? null;
  return withActor(ctx, async (tx) => {
    await accessTemplates(tx, ctx.actor);
    if (slug !== null && !HOUSE_SLUGS.has(slug)) throw notFound();
    const changes = {
      name,
      purpose,
      segments: input.segments,
      changedByMembershipId: membershipId,
      changedAt: ctx.now,
      retiredAt: null,
    };
    const known = await findTemplateIn(tx, organisationId, slug ? { slug } : { id: templateId });
    if (!known) {
      if (input.basedOn !== 0) throw new DomainError("STATE_CHANGED");
      const [made] = await tx
        .insert(runSheetTemplates)
        .values({ organisationId, id: templateId, slug, ...changes })
        .onConflictDoNothing()
        .returning();
      // Someone else made it the practice's own a moment ago.
      if (!made) throw new DomainError("STATE_CHANGED");
      return viewTemplate(made);
    }
    if (readsTheSame(known, input)) return viewTemplate(known);
    if (input.basedOn !== (known.retiredAt ? 0 : known.version)) {
      throw new DomainError("STATE_CHANGED");
    }
    const [kept] = await tx
      .update(runSheetTemplates)
      .set({ ...changes, version: known.version + 1 })
      .where(thisTemplate(organisationId, known.id))
      .returning();
    return viewTemplate(found(kept));
  });
}

function readsTheSame(known: TemplateRow, { name, purpose, segments }: KeepTemplate): boolean {
  return (
    !known.retiredAt &&
    JSON.stringify([known.name, known.purpose, known.segments.map(spelled)]) ===
      JSON.stringify([name, purpose, segments.map(spelled)])
  );
}

/** In one order of keys: what comes back from the database has another. */
function spelled({ kind, title, minutes, prompt }: KeepTemplate["segments"][number]): unknown[] {
  return [kind, title, minutes, prompt];
}

/**
 * Puts away a run sheet of the practice's own: no session is offered it any more. Of its own version
 * of one of the house, the house's is offered again as it came. Again: nothing changes.
 * @throws NOT_FOUND as `keepTemplate`, and for what is not there.
 */
export function retireTemplate(ctx: Ctx<MemberActor>, { templateId }: TemplateRef): Promise<void> {
  const { organisationId, membershipId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    await accessTemplates(tx, ctx.actor);
    const known = found(await findTemplateIn(tx, organisationId, { id: templateId }));
    if (known.retiredAt) return;
    await tx
      .update(runSheetTemplates)
      .set({ retiredAt: ctx.now, changedByMembershipId: membershipId, changedAt: ctx.now })
      .where(thisTemplate(organisationId, templateId));
  });
}

function thisTemplate(organisationId: string, id: string) {
  return and(eq(runSheetTemplates.organisationId, organisationId), eq(runSheetTemplates.id, id));
}

/**
 * Plans a session's segments that have not begun; what has begun or was skipped stays as it is and
 * comes first. The same plan again changes nothing.
 * @throws NOT_FOUND to all but the group's facilitators, and for a segment id that is taken
 * elsewhere; STATE_CHANGED when the sheet was changed since `basedOn`; ROOM_CLOSED.
 */
export function planRun(ctx: Ctx<MemberActor>, input: PlanRun): Promise<Version> {
  const { actor, now } = ctx;
  const { organisationId } = actor;
  return withActor(ctx, async (tx) => {
    const session = await accessSession(tx, actor, input.sessionId);
    await accessAsFacilitator(tx, actor, session.groupId);
    const place = await lockRoomOfIn(tx, actor, session);
    if (place?.room.closedAt) throw new DomainError("ROOM_CLOSED");
    const { id: sessionId, groupId } = session;
    await tx
      .insert(runSheets)
      .values({ organisationId, sessionId, groupId, name: input.name })
      .onConflictDoNothing();
    const run = await accessRunIn(tx, organisationId, sessionId);
    const planned = planIn(run, input.segments);
    if (run.name === input.name && sameSegments(run.segments, planned)) {
      return { version: run.version };
    }
    if (run.version !== input.basedOn) throw new DomainError("STATE_CHANGED");
    const version = run.version + 1;
    await tx
      .update(runSheets)
      .set({ name: input.name, version })
      .where(thisSheet(organisationId, sessionId));
    await tx
      .delete(segments)
      .where(
        and(
          eq(segments.organisationId, organisationId),
          eq(segments.sessionId, sessionId),
          isNull(segments.startedAt),
          isNull(segments.skippedAt),
        ),
      );
    const begun = run.segments.filter(({ state }) => state !== "planned").length;
    await addSegmentsIn(tx, { organisationId, sessionId, groupId }, planned, begun);
    if (place) await announceIn(tx, place, now);
    return { version };
  });
}

/** The session's room, locked; null while nobody has opened it. */
async function lockRoomOfIn(
  tx: Tx,
  actor: MemberActor,
  { organisationId, id }: GroupSession,
): Promise<Place | null> {
  const rooms = await readRoomsOfSessionsIn(tx, organisationId, [id]);
  const room = rooms.get(id);
  if (!room) return null;
  const ref = { organisationId, roomId: room.roomId };
  await lockStream(tx, streamOf(ref));
  return accessRoom(tx, actor, ref);
}

function sameSegments(before: SegmentView[], after: SegmentView[]): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

/** @throws NOT_FOUND for an id that is taken, here or in another session */
async function addSegmentsIn(
  tx: Tx,
  sheet: { organisationId: string; sessionId: string; groupId: string },
  planned: SegmentView[],
  from: number,
): Promise<void> {
  const rows = planned.slice(from).map(({ id, kind, title, prompt, plannedSeconds }, at) => ({
    ...sheet,
    ...{ id, kind, title, prompt, plannedSeconds },
    position: from + at,
  }));
  if (rows.length === 0) return;
  const added = await tx.insert(segments).values(rows).onConflictDoNothing();
  if (added.count !== rows.length) throw notFound();
}

/**
 * Starts a segment: what is under way ends, what was planned before it is skipped, and the room
 * permits what its kind asks for.
 * @throws NOT_FOUND to all but those who lead, without a room, a sheet or the segment; ROOM_CLOSED;
 * STATE_CHANGED when the sheet was changed since `version`.
 */
export function startSegment(ctx: Ctx<MemberActor>, input: StartSegment): Promise<Version> {
  return changeRun(ctx, input, (run) => startIn(run, input.segmentId, ctx.now));
}

/** Ends the segment under way; the room is open to everyone's words until the next. @throws as above */
export function endSegment(ctx: Ctx<MemberActor>, input: EndSegment): Promise<Version> {
  return changeRun(ctx, input, (run) => endIn(run, input.segmentId, ctx.now));
}

/** Leaves a segment out; of the one under way, the rest. @throws as above */
export function skipSegment(ctx: Ctx<MemberActor>, input: SkipSegment): Promise<Version> {
  return changeRun(ctx, input, (run) => skipIn(run, input.segmentId, ctx.now));
}

/** Gives the segment under way minutes that the rest then has less, or takes some. @throws as above */
export function extendSegment(ctx: Ctx<MemberActor>, input: ExtendSegment): Promise<Version> {
  return changeRun(ctx, input, (run) => extendIn(run, input.segmentId, input.minutes));
}

/** Says when the session ends, if not as planned. @throws as above */
export function changeEnd(ctx: Ctx<MemberActor>, input: ChangeEnd): Promise<Version> {
  return changeRun(ctx, input, (run) => changeEndIn(run, input.endsAt, ctx.now.getTime()));
}

async function changeRun(
  ctx: Ctx<MemberActor>,
  { sessionId, version }: { sessionId: string; version: number },
  change: (run: RunView) => Outcome,
): Promise<Version> {
  const { actor, now } = ctx;
  const { organisationId } = actor;
  return withActor(ctx, async (tx) => {
    const rooms = await readRoomsOfSessionsIn(tx, organisationId, [sessionId]);
    const { roomId } = found(rooms.get(sessionId));
    const place = await enterRoomToFacilitate(tx, actor, { organisationId, roomId });
    if (place.room.closedAt) throw new DomainError("ROOM_CLOSED");
    const run = await accessRunIn(tx, organisationId, sessionId);
    const outcome = change(run);
    if (outcome.kind === "absent") throw notFound();
    if (outcome.kind === "already") return { version: run.version };
    if (outcome.kind === "gone" || run.version !== version) throw new DomainError("STATE_CHANGED");
    await storeIn(tx, place, run, outcome.run, now);
    await changeRoomIn(tx, ctx, place, { before: run, after: outcome.run });
    await announceIn(tx, place, now);
    return { version: outcome.run.version };
  });
}

async function storeIn(
  tx: Tx,
  { room }: Place,
  before: RunView,
  { version, endsAt, segments: after, sessionId }: RunView,
  now: Date,
): Promise<void> {
  const { organisationId, groupId } = room;
  await tx
    .update(runSheets)
    .set({ version, endsAt: endsAt === null ? null : new Date(endsAt) })
    .where(thisSheet(organisationId, sessionId));
  const changed = after.flatMap((segment, position) => {
    if (before.segments[position] === segment) return [];
    const { id, kind, title, prompt, plannedSeconds, addedSeconds, state } = segment;
    return {
      ...{ organisationId, groupId, sessionId, position },
      ...{ id, kind, title, prompt, plannedSeconds, addedSeconds },
      startedAt: segment.startedAt === null ? null : new Date(segment.startedAt),
      endedAt: segment.endedAt === null ? null : new Date(segment.endedAt),
      skippedAt: state === "skipped" ? now : null,
    };
  });
  if (changed.length === 0) return;
  await tx
    .insert(segments)
    .values(changed)
    .onConflictDoUpdate({
      target: [segments.organisationId, segments.id],
      set: {
        addedSeconds: sql`excluded.added_seconds`,
        startedAt: sql`excluded.started_at`,
        endedAt: sql`excluded.ended_at`,
        skippedAt: sql`excluded.skipped_at`,
      },
    });
}

/** Lets the room follow: what belonged to the segment before ends with it, what this one asks for begins. */
async function changeRoomIn(
  tx: Tx,
  { db, now }: Ctx<MemberActor>,
  place: Place,
  { before, after }: { before: RunView; after: RunView },
): Promise<void> {
  const started = underWay(after);
  if (underWay(before)?.id === started?.id) return;
  const { room } = place;
  // A message that was to be opened with the others is never lost with the segment.
  if (room.writingRoundId) await openWritingIn(tx, place, db.queue, now);
  await endRoundIn(tx, room, now);
  const { posting, replies, together } = started ? permitsOf(started.kind) : PERMITS_BETWEEN;
  await setPermitsIn(tx, room, { posting, replies }, now);
  if (!started) return;
  const notice = { notice: "segment_started", body: started.title } as const;
  await postNoticeIn(tx, place, notice, db.queue, now);
  if (together) await startWritingIn(tx, place, db.queue, now);
}

function underWay({ segments }: RunView): SegmentView | undefined {
  return segments.find(({ state }) => state === "under_way");
}

function announceIn(tx: Tx, { room }: Place, at: Date): Promise<number> {
  return appendEvent(tx, streamOf(refOf(room)), { kind: "run_changed", subjectId: null, at });
}

function thisSheet(organisationId: string, sessionId: string) {
  return and(eq(runSheets.organisationId, organisationId), eq(runSheets.sessionId, sessionId));
}
