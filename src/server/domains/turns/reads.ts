import { and, asc, eq, isNull } from "drizzle-orm";
import type { Tx } from "../../db/client";
import { found, notFound } from "../../lib/errors";
import { readPeople } from "../groups/reads";
import type { Room } from "../rooms/reads";
import type { RoundView } from "./contract";
import { type Round, slotsOf, type Turn } from "./rules";
import { turnRounds, turns } from "./tables";

export type RoundRow = typeof turnRounds.$inferSelect;
export type StoredRound = { row: RoundRow; round: Round };

/** The round of this room that is told or under way, as everyone in it sees it; null without one. */
export async function readRoundIn(tx: Tx, room: Room): Promise<RoundView | null> {
  const stored = await findOpenRoundIn(tx, room);
  return stored && viewRoundIn(tx, stored);
}

/** The room's round that has not ended, as it was left. The room must be locked to change it. */
export async function findOpenRoundIn(tx: Tx, room: Room): Promise<StoredRound | null> {
  const [row] = await tx
    .select()
    .from(turnRounds)
    .where(
      and(
        eq(turnRounds.organisationId, room.organisationId),
        eq(turnRounds.roomId, room.id),
        isNull(turnRounds.endedAt),
      ),
    );
  return row ? withTurnsIn(tx, row) : null;
}

/** A round of this room, ended or not. @throws NOT_FOUND */
export async function accessRoundIn(tx: Tx, room: Room, roundId: string): Promise<StoredRound> {
  const stored = found(await findRoundIn(tx, room.organisationId, roundId));
  if (stored.row.roomId !== room.id) throw notFound();
  return stored;
}

/** A round by its id, in whichever room of the actor's groups; null without one. */
export async function findRoundIn(
  tx: Tx,
  organisationId: string,
  roundId: string,
): Promise<StoredRound | null> {
  const [row] = await tx
    .select()
    .from(turnRounds)
    .where(and(eq(turnRounds.organisationId, organisationId), eq(turnRounds.id, roundId)));
  return row ? withTurnsIn(tx, row) : null;
}

async function withTurnsIn(tx: Tx, row: RoundRow): Promise<StoredRound> {
  const rows = await tx
    .select()
    .from(turns)
    .where(and(eq(turns.organisationId, row.organisationId), eq(turns.roundId, row.id)))
    .orderBy(asc(turns.position));
  return { row, round: { ...row, turns: rows.map(turnOf) } };
}

function turnOf(row: typeof turns.$inferSelect): Turn {
  const { enrolmentId, state, joinedAt, slotSeconds, offeredAt, startedAt, endedAt } = row;
  const { unanswered, wantsBack } = row;
  const instants = { joinedAt, offeredAt, startedAt, endedAt };
  return { enrolmentId, state, slotSeconds, unanswered, wantsBack, ...instants };
}

async function viewRoundIn(tx: Tx, { row, round }: StoredRound): Promise<RoundView> {
  const ids = round.turns.map(({ enrolmentId }) => enrolmentId);
  const people = await readPeople(tx, row.organisationId, ids);
  const slots = slotsOf(round);
  return {
    id: row.id,
    state: round.state,
    orderedBy: row.orderedBy,
    seed: row.seed,
    budgetSeconds: round.budgetSeconds,
    version: round.version,
    turns: round.turns.map((turn) => ({
      person: found(people.get(turn.enrolmentId)),
      state: turn.state,
      slotSeconds: turn.slotSeconds ?? slots.get(turn.enrolmentId) ?? 0,
      startedAt: turn.startedAt?.toISOString() ?? null,
      endsAt: endOf(turn)?.toISOString() ?? null,
      wantsBack: turn.wantsBack,
    })),
  };
}

/** When the turn is to end, of one under way; when it did, of one that is over. */
function endOf({ state, startedAt, slotSeconds, endedAt }: Turn): Date | null {
  if (state !== "speaking" || !startedAt) return endedAt;
  return new Date(startedAt.getTime() + (slotSeconds ?? 0) * 1000);
}
