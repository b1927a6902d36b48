import { and, eq, sql } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found, notFound } from "../../lib/errors";
import { appendEvent } from "../../realtime/outbox";
import { finishIn, letGoIn, noteMomentIn, planAndSealIn } from "../exposures/writes";
import { type Room, type RoomRef, refOf, streamOf } from "../rooms/reads";
import { enterRoomToFacilitate, enterRoomToWrite } from "../rooms/writes";
import type {
  BandView,
  FinishPart,
  OpenSharedExposure,
  OwnPartView,
  SharedExposureRef,
  TakePart,
  Tap,
} from "./contract";
import {
  findLastBandAtIn,
  findPartIn,
  findSharedExposureIn,
  findUnderWayIn,
  loadSharedExposureIn,
  type Part,
  type SharedExposure,
  viewPartIn,
} from "./reads";
import { bandDue, nextLook } from "./rules";
import { sharedExposureParts, sharedExposures, sharedExposureTaps } from "./tables";

/**
 * Opens a shared exposure: from now on people pick something tiny and seal what they expect. Sent
 * again it opens once.
 * @throws NOT_FOUND for those who do not lead, ROOM_CLOSED, STATE_CHANGED while another is not over
 */
export function openSharedExposure(
  ctx: Ctx<MemberActor>,
  input: OpenSharedExposure,
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const { room, me } = await enterRoomToFacilitate(tx, ctx.actor, input);
    if (room.kind === "board") throw notFound();
    const { organisationId, groupId, id: roomId } = room;
    const known = await findSharedExposureIn(tx, organisationId, input.sharedExposureId);
    if (known) return void found(known.roomId === room.id || undefined);
    if (room.closedAt) throw new DomainError("ROOM_CLOSED");
    if (await findUnderWayIn(tx, room)) throw new DomainError("STATE_CHANGED");
    await tx.insert(sharedExposures).values({
      ...{ organisationId, id: input.sharedExposureId, groupId, roomId },
      prompt: input.prompt,
      openedByEnrolmentId: me.id,
      openedAt: ctx.now,
    });
    await announce(tx, room, ctx.now);
  });
}

/**
 * Starts it for everyone together, and tells the room what is expected if five or more have sealed
 * something. Again is harmless.
 * @throws NOT_FOUND for those who do not lead, ROOM_CLOSED, STATE_CHANGED once it is over
 */
export function startSharedExposure(ctx: Ctx<MemberActor>, ref: SharedExposureRef): Promise<void> {
  return withActor(ctx, async (tx) => {
    const { room } = await enterRoomToFacilitate(tx, ctx.actor, ref);
    const shared = await loadSharedExposureIn(tx, room, ref.sharedExposureId);
    if (shared.endedAt) throw new DomainError("STATE_CHANGED");
    if (shared.startedAt) return;
    if (room.closedAt) throw new DomainError("ROOM_CLOSED");
    await change(tx, shared, { startedAt: ctx.now });
    await tellBand(tx, shared, "forecast", ctx.now);
    await announce(tx, room, ctx.now);
    const { organisationId, groupId, id: roomId } = room;
    const startAfter = nextLook(ctx.now, ctx.now) ?? undefined;
    const job = { organisationId, groupId, roomId };
    await ctx.db.queue.enqueue(tx, "live.settle", job, { startAfter });
  });
}

/**
 * Ends it for everyone, and tells the room how it was if five or more have said. What each of them
 * did stays theirs to finish. Again is harmless.
 * @throws NOT_FOUND for those who do not lead
 */
export function endSharedExposure(ctx: Ctx<MemberActor>, ref: SharedExposureRef): Promise<void> {
  return withActor(ctx, async (tx) => {
    const { room } = await enterRoomToFacilitate(tx, ctx.actor, ref);
    const shared = await loadSharedExposureIn(tx, room, ref.sharedExposureId);
    if (!shared.endedAt) await endSharedExposureIn(tx, room, ctx.now);
  });
}

/** Ends what is not over in that room, with the last bands; the room must be locked. */
export async function endSharedExposureIn(tx: Tx, room: Room, now: Date): Promise<void> {
  await settleSharedExposureIn(tx, room, now);
  const shared = await findUnderWayIn(tx, room);
  if (shared) await endIn(tx, room, shared, now);
}

/**
 * Takes part with something tiny, sealed at once: it becomes an exposure under way in one's own
 * practice. Nobody else learns that one takes part. Sent again it does so once.
 * @throws NOT_FOUND, ROOM_CLOSED, STAKES_NEED_WORD for what could harm, STATE_CHANGED once it is over
 * or when one takes part with something else already
 */
export function takePart(ctx: Ctx<MemberActor>, input: TakePart): Promise<OwnPartView> {
  return withActor(ctx, async (tx) => {
    const { room, shared } = await enter(tx, ctx, input);
    const known = await findPartIn(tx, ctx.actor, shared.id);
    if (known) {
      if (known.exposureId !== input.exposureId) throw new DomainError("STATE_CHANGED");
      return viewPartIn(tx, ctx.actor, known);
    }
    if (room.closedAt) throw new DomainError("ROOM_CLOSED");
    if (shared.endedAt) throw new DomainError("STATE_CHANGED");
    const { exposureId, plan, fearedOutcome, expectedSuds, couldHarm } = input;
    await planAndSealIn(tx, ctx, { exposureId, plan, fearedOutcome, expectedSuds, couldHarm });
    const [part] = await tx
      .insert(sharedExposureParts)
      .values({
        organisationId: room.organisationId,
        sharedExposureId: shared.id,
        membershipId: ctx.actor.membershipId,
        groupId: room.groupId,
        ...{ exposureId, expectedSuds, joinedAt: ctx.now },
      })
      .returning();
    return viewPartIn(tx, ctx.actor, found(part));
  });
}

/**
 * Notes one's own distress now: in one's practice, and towards the room's next band. Sent again it is
 * noted once.
 * @throws NOT_FOUND, STATE_CHANGED unless it is under way and one takes part, TOO_MANY
 */
export function tap(ctx: Ctx<MemberActor>, input: Tap): Promise<OwnPartView> {
  return withActor(ctx, async (tx) => {
    const { room, shared } = await enter(tx, ctx, input);
    const part = await accessPart(tx, ctx.actor, shared);
    const { organisationId, tapId, suds } = input;
    const { membershipId } = ctx.actor;
    const known = await findTapIn(tx, input);
    if (known) {
      found(known.sharedExposureId === shared.id || undefined);
      return viewPartIn(tx, ctx.actor, part);
    }
    const underWay = shared.startedAt && !shared.endedAt && !part.endedAt;
    if (!underWay) throw new DomainError("STATE_CHANGED");
    await noteMomentIn(tx, ctx, {
      ...{ organisationId, exposureId: part.exposureId, momentId: tapId, kind: "distress" },
      ...{ at: ctx.now.toISOString(), suds, words: null },
    });
    const { groupId } = room;
    const [noted] = await tx
      .insert(sharedExposureTaps)
      .values({
        ...{ organisationId, id: tapId, sharedExposureId: shared.id, membershipId, groupId },
        ...{ suds, at: ctx.now },
      })
      .onConflictDoNothing()
      .returning({ id: sharedExposureTaps.id });
    // The id is taken by a tap of someone else's.
    found(noted);
    return viewPartIn(tx, ctx.actor, part);
  });
}

/**
 * One's own part is over, done or let go, at any moment. Sent again it ends once.
 * @throws NOT_FOUND, STATE_CHANGED for what was let go in one's practice meanwhile
 */
export function finishPart(ctx: Ctx<MemberActor>, input: FinishPart): Promise<OwnPartView> {
  return withActor(ctx, async (tx) => {
    const { shared } = await enter(tx, ctx, input);
    const part = await accessPart(tx, ctx.actor, shared);
    if (part.endedAt) return viewPartIn(tx, ctx.actor, part);
    const { exposureId } = part;
    // What was let go says nothing to anyone.
    const peakSuds = input.how === "done" ? input.peakSuds : null;
    if (input.how === "done") await finishIn(tx, ctx, { exposureId, peakSuds });
    else await letGoIn(tx, ctx, { exposureId });
    const [ended] = await tx
      .update(sharedExposureParts)
      .set({ endedAt: ctx.now, peakSuds })
      .where(
        and(
          eq(sharedExposureParts.organisationId, part.organisationId),
          eq(sharedExposureParts.sharedExposureId, shared.id),
          eq(sharedExposureParts.membershipId, part.membershipId),
        ),
      )
      .returning();
    return viewPartIn(tx, ctx.actor, found(ended));
  });
}

/**
 * What time does to the room's shared exposure: it tells the band that is due, and ends with its
 * room. The room must be locked. @returns when it is next due; null when nothing is.
 */
export async function settleSharedExposureIn(tx: Tx, room: Room, now: Date): Promise<Date | null> {
  const shared = await findUnderWayIn(tx, room);
  if (!shared) return null;
  if (room.closedAt) {
    await endIn(tx, room, shared, now);
    return null;
  }
  const { startedAt } = shared;
  if (!startedAt) return null;
  const lastBandAt = await findLastBandAtIn(tx, shared);
  const until = bandDue({ startedAt, lastBandAt }, now);
  if (until && (await tellBand(tx, shared, "during", until))) await announce(tx, room, now);
  return nextLook(startedAt, now);
}

/** The room, locked, with what time has done to it done. @throws NOT_FOUND */
async function enter(
  tx: Tx,
  ctx: Ctx<MemberActor>,
  ref: RoomRef & { sharedExposureId: string },
): Promise<{ room: Room; shared: SharedExposure }> {
  const { room } = await enterRoomToWrite(tx, ctx.actor, ref);
  await settleSharedExposureIn(tx, room, ctx.now);
  return { room, shared: await loadSharedExposureIn(tx, room, ref.sharedExposureId) };
}

/** @throws STATE_CHANGED for those who take no part */
async function accessPart(tx: Tx, actor: MemberActor, shared: SharedExposure): Promise<Part> {
  const part = await findPartIn(tx, actor, shared.id);
  if (!part) throw new DomainError("STATE_CHANGED");
  return part;
}

async function findTapIn(tx: Tx, { organisationId, tapId }: Tap) {
  const [known] = await tx
    .select({ sharedExposureId: sharedExposureTaps.sharedExposureId })
    .from(sharedExposureTaps)
    .where(
      and(eq(sharedExposureTaps.organisationId, organisationId), eq(sharedExposureTaps.id, tapId)),
    );
  return known;
}

async function endIn(tx: Tx, room: Room, shared: SharedExposure, now: Date): Promise<void> {
  await change(tx, shared, { endedAt: now });
  await tellBand(tx, shared, "reality", now);
  await announce(tx, room, now);
}

async function change(
  tx: Tx,
  { organisationId, id }: SharedExposure,
  to: Partial<Pick<SharedExposure, "startedAt" | "endedAt">>,
): Promise<void> {
  await tx
    .update(sharedExposures)
    .set(to)
    .where(and(eq(sharedExposures.organisationId, organisationId), eq(sharedExposures.id, id)));
}

/**
 * Tells the room a band if there is one to tell. The database does, and lets nobody read what it is
 * made of. @returns whether it did.
 */
async function tellBand(
  tx: Tx,
  { id }: SharedExposure,
  kind: BandView["kind"],
  until: Date,
): Promise<boolean> {
  const [told] = await tx.execute<{ told: boolean }>(
    sql`select app.tell_shared_exposure_band(${id}, ${kind}, ${until.toISOString()}) as told`,
  );
  return Boolean(told?.told);
}

async function announce(tx: Tx, room: Room, now: Date): Promise<void> {
  const event = { kind: "shared_exposure_changed", subjectId: null, at: now };
  await appendEvent(tx, streamOf(refOf(room)), event);
}
