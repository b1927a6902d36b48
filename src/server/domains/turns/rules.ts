import { createHash } from "node:crypto";
import type { WantsBack } from "../rooms/contract";
import {
  ANSWER_WITHIN_SECONDS,
  FINISH_WITHIN_SECONDS,
  type Ordering,
  type RoundView,
  TURN_MIN_SECONDS,
  type TurnState,
} from "./contract";

const SECOND_MS = 1000;

// One state machine for a round of turns, whoever moves it: a person over tRPC or a socket, or time.
//
//   waiting ─▶ offered ─accept▶ speaking ─give back, or time▶ done
//      ▲          │                │
//      └ no answer┘ (once)         └─ pass ▶ passed ◀─ from anywhere before it is over
//
// A round lists its turns in the order in which they come: those that are over or under way, then
// those waiting. At most one is under way (offered or speaking). What nobody used goes back to the
// pot and is shared out equally among those still to come.

export type Turn = {
  enrolmentId: string;
  state: TurnState;
  /** When a late comer joined; null for those with whom the round was told. */
  joinedAt: Date | null;
  /** What it is for, once accepted; what was used of it, once over; null before. */
  slotSeconds: number | null;
  offeredAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
  /** How often it was offered and not answered. */
  unanswered: number;
  wantsBack: WantsBack | null;
};

export type Round = {
  state: RoundView["state"];
  budgetSeconds: number;
  /** Grows by one or more with whatever changes. */
  version: number;
  startedAt: Date | null;
  endedAt: Date | null;
  /** Since when its clock stands still, because the room is paused; null while it goes. */
  heldSince: Date | null;
  turns: readonly Turn[];
};

export type Act =
  | { kind: "start" | "end" }
  | { kind: "accept"; by: string; wantsBack: WantsBack | null }
  | { kind: "pass" | "give_back" | "join"; by: string }
  | { kind: "skip"; of: string }
  | { kind: "move"; of: string; toPosition: number };

/**
 * `already`: it is so, and asking again changes nothing. `refused` with STATE_CHANGED: the round has
 * moved on from what the person saw; with NOT_FOUND: there is no such turn in it.
 */
export type Outcome =
  | { kind: "changed"; round: Round }
  | { kind: "already"; round: Round }
  | { kind: "refused"; code: "STATE_CHANGED" | "NOT_FOUND" };

const changed = (round: Round): Outcome => ({
  kind: "changed",
  round: { ...round, version: round.version + 1 },
});
const already = (round: Round): Outcome => ({ kind: "already", round });
const gone: Outcome = { kind: "refused", code: "STATE_CHANGED" };
const absent: Outcome = { kind: "refused", code: "NOT_FOUND" };

/** A round that has been told: nobody's turn comes before it is started. */
export function newRound(enrolmentIds: readonly string[], budgetSeconds: number): Round {
  const turns = [...new Set(enrolmentIds)].map((enrolmentId) => newTurn(enrolmentId, null));
  const instants = { startedAt: null, endedAt: null, heldSince: null };
  return { state: "told", budgetSeconds, version: 0, ...instants, turns };
}

function newTurn(enrolmentId: string, joinedAt: Date | null): Turn {
  return {
    enrolmentId,
    state: "waiting",
    joinedAt,
    slotSeconds: null,
    offeredAt: null,
    startedAt: null,
    endedAt: null,
    unanswered: 0,
    wantsBack: null,
  };
}

/** What becomes of the round when somebody who saw `version` of it does `act` at `now`. */
export function actIn(round: Round, act: Act, version: number, now: Date): Outcome {
  const settled = settle(round, now);
  const outcome = step(settled, act, round.heldSince ?? now);
  if (outcome.kind === "changed" && version !== settled.version) return gone;
  return outcome;
}

function step(round: Round, act: Act, now: Date): Outcome {
  if (round.state === "ended") return act.kind === "end" ? already(round) : gone;
  switch (act.kind) {
    case "start": {
      if (round.state === "under_way") return already(round);
      return changed(offerNext({ ...round, state: "under_way", startedAt: now }, now));
    }
    case "end":
      return changed(endRound(round, now));
    case "join":
      return join(round, act.by, now);
    case "move":
      return move(round, act.of, act.toPosition);
    case "accept": {
      const turn = turnOf(round, act.by);
      if (!turn) return absent;
      if (turn.state === "speaking") return already(round);
      if (turn.state !== "offered") return gone;
      const slotSeconds = slotsOf(round).get(act.by) ?? 0;
      const { wantsBack } = act;
      return changed(
        withTurn(round, { ...turn, state: "speaking", startedAt: now, slotSeconds, wantsBack }),
      );
    }
    case "give_back":
      return leave(round, act.by, "done", now);
    case "pass":
      return leave(round, act.by, "passed", now);
    case "skip":
      return leave(round, act.of, "skipped", now);
  }
}

/** Ends one turn, and asks the next where it was the one under way. */
function leave(
  round: Round,
  enrolmentId: string,
  to: "done" | "passed" | "skipped",
  now: Date,
): Outcome {
  const turn = turnOf(round, enrolmentId);
  if (!turn) return absent;
  if (turn.state === to) return already(round);
  if (isOver(turn) || (to === "done" && turn.state !== "speaking")) return gone;
  const left = withTurn(round, over(turn, to, now));
  const wasUnderWay = turn.state === "offered" || turn.state === "speaking";
  return changed(wasUnderWay ? offerNext(left, now) : inOrder(left));
}

/** Seats a late comer, or someone who passed and thought again, behind everyone else. */
function join(round: Round, enrolmentId: string, now: Date): Outcome {
  const turn = turnOf(round, enrolmentId);
  if (turn && !isOver(turn)) return already(round);
  if (turn && (turn.state === "done" || turn.startedAt)) return gone;
  const others = round.turns.filter((each) => each !== turn);
  return changed({ ...round, turns: [...others, newTurn(enrolmentId, now)] });
}

/** Gives a turn another place among those still waiting. */
function move(round: Round, enrolmentId: string, toPosition: number): Outcome {
  const turn = turnOf(round, enrolmentId);
  if (!turn) return absent;
  if (turn.state !== "waiting") return gone;
  const others = round.turns.filter((each) => each !== turn);
  const first = others.findIndex(({ state }) => state === "waiting");
  const to = Math.max(toPosition, first < 0 ? others.length : first);
  const turns = others.toSpliced(to, 0, turn);
  const same = turns.every((each, at) => each === round.turns[at]);
  return same ? already(round) : changed({ ...round, turns });
}

/**
 * The round once time has done what it does until `now`: an offer that nobody answered goes to the
 * end, once, and is then passed; a speaker whose time and grace are over is done. In steps, each at
 * the instant at which it was due, so that it makes no difference how often anyone looks. The same
 * object when nothing was due.
 */
export function settle(round: Round, now: Date): Round {
  let settled = round;
  for (let due = dueAt(settled); due && due <= now; due = dueAt(settled)) {
    settled = { ...moveOn(settled, due), version: settled.version + 1 };
  }
  return settled;
}

/** When time next does something to the round by itself; null when it does not. */
export function dueAt(round: Round): Date | null {
  if (round.state !== "under_way" || round.heldSince) return null;
  const turn = underWay(round);
  if (turn?.state === "offered" && turn.offeredAt) {
    return later(turn.offeredAt, ANSWER_WITHIN_SECONDS);
  }
  if (turn?.startedAt)
    return later(turn.startedAt, (turn.slotSeconds ?? 0) + FINISH_WITHIN_SECONDS);
  return null;
}

/**
 * Lets the round's clock stand still since `pausedAt`, or go on: nobody's time runs out while the
 * room is paused. What is done meanwhile is done at that instant. The same object when nothing changes.
 */
export function follow(round: Round, pausedAt: Date | null, now: Date): Round {
  if (round.state !== "under_way" || Boolean(pausedAt) === Boolean(round.heldSince)) return round;
  // What was due before the pause is still due at its own instant.
  const settled = settle(round, pausedAt ?? now);
  if (settled.state !== "under_way") return settled;
  const version = settled.version + 1;
  if (pausedAt) return { ...settled, version, heldSince: pausedAt };
  const heldMs = now.getTime() - Number(settled.heldSince);
  const turns = settled.turns.map((turn) => {
    if (turn.state === "offered") return { ...turn, offeredAt: shifted(turn.offeredAt, heldMs) };
    if (turn.state === "speaking") return { ...turn, startedAt: shifted(turn.startedAt, heldMs) };
    return turn;
  });
  return { ...settled, version, heldSince: null, turns };
}

function shifted(at: Date | null, ms: number): Date | null {
  return at && new Date(at.getTime() + ms);
}

function moveOn(round: Round, due: Date): Round {
  const turn = underWay(round);
  if (!turn) return round;
  if (turn.state === "speaking") return offerNext(withTurn(round, over(turn, "done", due)), due);
  if (turn.unanswered > 0) return offerNext(withTurn(round, over(turn, "passed", due)), due);
  const again: Turn = { ...turn, state: "waiting", offeredAt: null, unanswered: 1 };
  const others = round.turns.filter((each) => each !== turn);
  return offerNext({ ...round, turns: [...others, again] }, due);
}

/** Asks the first of those for whom there is time; the round is over when there is nobody. */
function offerNext(round: Round, at: Date): Round {
  const slots = slotsOf(round);
  const next = round.turns.find(
    ({ state, enrolmentId }) => state === "waiting" && (slots.get(enrolmentId) ?? 0) > 0,
  );
  if (!next) return endRound(round, at);
  return inOrder(withTurn(round, { ...next, state: "offered", offeredAt: at }));
}

/** Ends the round: the speaker is done, and whoever is still to come has no turn in it. */
export function endRound(round: Round, now: Date): Round {
  const turns = round.turns.map((turn) => {
    if (isOver(turn)) return turn;
    return over(turn, turn.state === "speaking" ? "done" : "skipped", now);
  });
  return inOrder({ ...round, turns, state: "ended", endedAt: now });
}

/** A turn that is over: what was used of its time, in whole seconds and never more than it had. */
function over(turn: Turn, state: "done" | "passed" | "skipped", now: Date): Turn {
  const spoken = turn.startedAt ? secondsBetween(turn.startedAt, now) : 0;
  return { ...turn, state, endedAt: now, slotSeconds: Math.min(spoken, turn.slotSeconds ?? 0) };
}

/**
 * Seconds by enrolment id for everyone whose turn is still to come, offered or waiting: the time
 * that is left, shared out equally in whole seconds. Together with what was used and what the
 * speaker has, they sum to the budget exactly while anyone is to come. Late comers have a part in
 * it as long as that leaves everyone TURN_MIN_SECONDS; the others get what the rest leave over, 0
 * until there is some. The order is the round's.
 */
export function slotsOf(round: Round): Map<string, number> {
  const toCome = inOrder(round).turns.filter(
    ({ state }) => state === "offered" || state === "waiting",
  );
  const spent = round.turns.reduce((sum, { slotSeconds }) => sum + (slotSeconds ?? 0), 0);
  const pot = Math.max(0, round.budgetSeconds - spent);
  const inTime = toCome.filter(({ joinedAt }) => !joinedAt).length;
  const withRoom = Math.floor(pot / TURN_MIN_SECONDS);
  const shares = Math.max(inTime, Math.min(toCome.length, withRoom), 1);
  let late = shares - inTime;
  let sharing = 0;
  return new Map(
    toCome.map(({ enrolmentId, joinedAt }) => {
      if (joinedAt && late-- <= 0) return [enrolmentId, 0];
      const slot = Math.floor(pot / shares) + (sharing++ < pot % shares ? 1 : 0);
      return [enrolmentId, slot];
    }),
  );
}

export type Floor = { enrolmentIds: string[]; open: boolean };

/**
 * Whose words the room asks for: the speaker's, and of the one before them, who may still be
 * answering. Open to everyone once the speaker wants more than to be read. Null when no round is
 * under way.
 */
export function floorOf(round: Round): Floor | null {
  if (round.state !== "under_way") return null;
  const speaker = round.turns.find(({ state }) => state === "speaking");
  const before = round.turns
    .filter((turn) => turn.startedAt && turn !== speaker)
    .reduce<Turn | undefined>(
      (latest, turn) => (Number(turn.startedAt) >= Number(latest?.startedAt ?? 0) ? turn : latest),
      undefined,
    );
  const wantsBack = (speaker ?? before)?.wantsBack ?? "witness";
  return {
    enrolmentIds: [speaker, before].flatMap((turn) => turn?.enrolmentId ?? []),
    open: wantsBack !== "witness",
  };
}

/**
 * The order of a new round. A shuffle is by the SHA-256 of `<seed>:<enrolment id>`, so that anyone
 * who knows the seed can grow the same one. Of those who posted least, `posts` by enrolment id, the
 * quietest comes first, and who posted alike is shuffled from `salt`.
 */
export function orderOf(
  enrolmentIds: readonly string[],
  orderedBy: Ordering,
  { salt, posts }: { salt: string; posts: ReadonlyMap<string, number> },
): string[] {
  const ids = [...new Set(enrolmentIds)];
  if (orderedBy === "hand") return ids;
  const keys = new Map(ids.map((id) => [id, shuffleKey(salt, id)]));
  const shuffled = ids.toSorted((one, other) =>
    (keys.get(one) ?? "") < (keys.get(other) ?? "") ? -1 : 1,
  );
  if (orderedBy === "shuffle") return shuffled;
  return shuffled.toSorted((one, other) => (posts.get(one) ?? 0) - (posts.get(other) ?? 0));
}

function shuffleKey(salt: string, enrolmentId: string): string {
  return createHash("sha256").update(`${salt}:${enrolmentId}`).digest("hex");
}

/** Those over and under way first, then those waiting, each in the order they have. */
function inOrder(round: Round): Round {
  const rank = ({ state }: Turn) => (state === "waiting" ? 2 : state === "offered" ? 1 : 0);
  return { ...round, turns: round.turns.toSorted((one, other) => rank(one) - rank(other)) };
}

function withTurn(round: Round, turn: Turn): Round {
  const turns = round.turns.map((each) => (each.enrolmentId === turn.enrolmentId ? turn : each));
  return { ...round, turns };
}

function turnOf(round: Round, enrolmentId: string): Turn | undefined {
  return round.turns.find((turn) => turn.enrolmentId === enrolmentId);
}

/** The one turn that is offered or spoken in. */
function underWay(round: Round): Turn | undefined {
  return round.turns.find(({ state }) => state === "offered" || state === "speaking");
}

function isOver({ state }: Turn): boolean {
  return state === "done" || state === "passed" || state === "skipped";
}

function later(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * SECOND_MS);
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / SECOND_MS));
}
