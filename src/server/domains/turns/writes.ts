import { randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Queue } from "../../jobs/queue";
import type { Ctx } from "../../lib/ctx";
import { DomainError, notFound } from "../../lib/errors";
import { appendEvent } from "../../realtime/outbox";
import { readPeopleOfGroupIn } from "../groups/reads";
import { countPostsIn, type Place, type Room, refOf, streamOf } from "../rooms/reads";
import { enterRoomToFacilitate, enterRoomToWrite, setFloorIn } from "../rooms/writes";
import type { ActInRound, TellRound } from "./contract";
import { accessRoundIn, findOpenRoundIn, findRoundIn, type StoredRound } from "./reads";
import {
  type Act,
  actIn,
  dueAt,
  endRound,
  floorOf,
  follow,
  newRound,
  orderOf,
  type Round,
  settle,
} from "./rules";
import { turnRounds, turns } from "./tables";

type Told = { roundId: string; version: number };

/**
 * Tells the order of a new round to everyone in the room; it begins when someone who leads starts
 * it. One that was told and not started is replaced. Told again with the same id it stays as it is.
 * @throws NOT_FOUND to all but those who lead, on a board, and for people who are not of the group;
 * ROOM_CLOSED; STATE_CHANGED while another round is under way; INVALID_INPUT at `budgetSeconds` for
 * less than a second each.
 */
export function tellRound(ctx: Ctx<MemberActor>, input: TellRound): Promise<Told> {
  const { roundId, orderedBy, budgetSeconds } = input;
  return withActor(ctx, async (tx) => {
    const { room, me } = await enterRoomToFacilitate(tx, ctx.actor, input);
    const known = await findRoundIn(tx, room.organisationId, roundId);
    if (known && known.row.roomId !== room.id) throw notFound();
    if (known) return { roundId, version: known.round.version };
    refuseWhereThereAreNoTurns(room);
    const people = await readPeopleOfGroupIn(tx, room, input.enrolmentIds);
    if (!input.enrolmentIds.every((id) => people.has(id))) throw notFound();
    refuseTooLittle(people.size, budgetSeconds);
    await replaceToldIn(tx, room, ctx.now);

    const seed = orderedBy === "shuffle" ? randomBytes(8).toString("hex") : null;
    const posts = orderedBy === "quiet_first" ? await countPostsIn(tx, room) : new Map();
    const order = orderOf(input.enrolmentIds, orderedBy, { salt: seed ?? roundId, posts });
    const round = newRound(order, budgetSeconds);
    const { organisationId, groupId, id: roomId } = room;
    const { turns: _turns, ...columns } = round;
    const made = await tx
      .insert(turnRounds)
      .values({
        ...columns,
        organisationId,
        id: roundId,
        groupId,
        roomId,
        orderedBy,
        seed,
        createdByEnrolmentId: me.id,
        createdAt: ctx.now,
      })
      .onConflictDoNothing()
      .returning({ id: turnRounds.id });
    // The id is taken where the actor cannot see.
    if (made.length === 0) throw notFound();
    await storeTurnsIn(tx, { organisationId, groupId, id: roundId }, [], round);
    await announceIn(tx, room, ctx.now);
    return { roundId, version: round.version };
  });
}

function refuseWhereThereAreNoTurns(room: Room): void {
  if (room.kind === "board") throw notFound();
  if (room.closedAt) throw new DomainError("ROOM_CLOSED");
}

function refuseTooLittle(people: number, budgetSeconds: number): void {
  if (budgetSeconds >= people) return;
  const message = "That is less than a second each. Give it more time, or choose fewer people.";
  throw new DomainError("INVALID_INPUT", { issues: [{ path: "budgetSeconds", message }] });
}

async function replaceToldIn(tx: Tx, room: Room, now: Date): Promise<void> {
  const open = await findOpenRoundIn(tx, room);
  if (!open) return;
  if (settle(open.round, now).state === "under_way") throw new DomainError("STATE_CHANGED");
  await endRoundIn(tx, room, now);
}

/**
 * Everything that is done in a round by a person. What has become so already is left as it is and
 * answers with the version it has, so that asking twice does nothing twice.
 * @throws NOT_FOUND as for the room, for a turn that is not there, and to all but those who lead
 * for what is theirs to do; ROOM_CLOSED; STATE_CHANGED when the round has moved on from `version`.
 */
export function actInRound(ctx: Ctx<MemberActor>, input: ActInRound): Promise<{ version: number }> {
  const { actor, now, db } = ctx;
  return withActor(ctx, async (tx) => {
    const place = await enterRoomToWrite(tx, actor, input);
    const { room } = place;
    const stored = await accessRoundIn(tx, room, input.roundId);
    const act = actOf(place, input);
    refuseWhereThereAreNoTurns(room);
    const followed = follow(stored.round, room.pausedAt, now);
    const outcome = actIn(followed, act, input.version, now);
    if (outcome.kind === "refused") throw new DomainError(outcome.code);
    await storeIn(tx, room, stored, outcome.round, now);
    if (outcome.round !== stored.round) await settleLaterIn(tx, room, outcome.round, db.queue);
    return { version: outcome.round.version };
  });
}

/** What was asked for, by whom. @throws NOT_FOUND, INVALID_INPUT */
function actOf({ me, leads }: Place, { act, ...input }: ActInRound): Act {
  switch (act) {
    case "accept":
      return { kind: act, by: me.id, wantsBack: input.wantsBack ?? null };
    case "pass":
    case "give_back":
    case "join":
      return { kind: act, by: me.id };
  }
  if (!leads) throw notFound();
  switch (act) {
    case "start":
    case "end":
      return { kind: act };
    case "skip":
      return { kind: act, of: asked(input.enrolmentId, "enrolmentId") };
    case "move": {
      const of = asked(input.enrolmentId, "enrolmentId");
      return { kind: act, of, toPosition: asked(input.toPosition, "toPosition") };
    }
  }
}

function asked<T>(value: T | null | undefined, path: string): T {
  if (value !== null && value !== undefined) return value;
  throw new DomainError("INVALID_INPUT", { issues: [{ path, message: "Say whose turn." }] });
}

/**
 * Does what time has done to the room's round by `now`; the room must be locked. A closed room stays
 * as it was.
 * @returns when it next does something by itself, or null.
 */
export async function settleRoundIn(tx: Tx, room: Room, now: Date): Promise<Date | null> {
  if (room.closedAt) return null;
  const stored = await findOpenRoundIn(tx, room);
  if (!stored) return null;
  const settled = settle(follow(stored.round, room.pausedAt, now), now);
  await storeIn(tx, room, stored, settled, now);
  return dueAt(settled);
}

/** Ends the room's round, if there is one; the room must be locked. */
export async function endRoundIn(tx: Tx, room: Room, now: Date): Promise<void> {
  const stored = await findOpenRoundIn(tx, room);
  if (!stored) return;
  const settled = settle(follow(stored.round, room.pausedAt, now), now);
  const ended = settled.state === "ended" ? settled : endRound(settled, settled.heldSince ?? now);
  await storeIn(tx, room, stored, { ...ended, version: ended.version + 1 }, now);
}

/** Keeps what changed, gives the floor to whose words are asked for now, and tells the room. */
async function storeIn(
  tx: Tx,
  room: Room,
  { row, round: before }: StoredRound,
  round: Round,
  now: Date,
): Promise<void> {
  if (round === before) return;
  const { state, version, startedAt, endedAt, heldSince } = round;
  await tx
    .update(turnRounds)
    .set({ state, version, startedAt, endedAt, heldSince })
    .where(and(eq(turnRounds.organisationId, row.organisationId), eq(turnRounds.id, row.id)));
  await storeTurnsIn(tx, row, before.turns, round);
  await setFloorIn(tx, room, floorOf(round), now);
  await announceIn(tx, room, now);
}

async function storeTurnsIn(
  tx: Tx,
  row: { organisationId: string; groupId: string; id: string },
  before: Round["turns"],
  round: Round,
): Promise<void> {
  const { organisationId, groupId, id: roundId } = row;
  const changed = round.turns.flatMap((turn, position) =>
    before[position] === turn ? [] : { ...turn, organisationId, groupId, roundId, position },
  );
  if (changed.length === 0) return;
  await tx
    .insert(turns)
    .values(changed)
    .onConflictDoUpdate({
      target: [turns.organisationId, turns.roundId, turns.enrolmentId],
      set: {
        position: sql`excluded.position`,
        state: sql`excluded.state`,
        joinedAt: sql`excluded.joined_at`,
        slotSeconds: sql`excluded.slot_seconds`,
        offeredAt: sql`excluded.offered_at`,
        startedAt: sql`excluded.started_at`,
        endedAt: sql`excluded.ended_at`,
        unanswered: sql`excluded.unanswered`,
        wantsBack: sql`excluded.wants_back`,
      },
    });
}

function announceIn(tx: Tx, room: Room, at: Date): Promise<number> {
  return appendEvent(tx, streamOf(refOf(room)), { kind: "round_changed", subjectId: null, at });
}

/** Sees to it that time is noticed when it next does something to the round. */
async function settleLaterIn(tx: Tx, room: Room, round: Round, queue: Queue): Promise<void> {
  const startAfter = dueAt(round);
  if (!startAfter) return;
  const { organisationId, groupId, id: roomId } = room;
  await queue.enqueue(tx, "live.settle", { organisationId, groupId, roomId }, { startAfter });
}
