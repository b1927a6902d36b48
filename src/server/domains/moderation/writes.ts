import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError, notFound } from "../../lib/errors";
import { accessAsFacilitator, accessPersonIn, type Enrolment } from "../groups/reads";
import { changeStandingIn } from "../groups/writes";
import {
  admitIn,
  letBackInIn,
  releaseIn,
  returnChairIn,
  sendOutIn,
  takeChairIn,
} from "../rooms/attendance";
import { listHeldWordsIn, type Place, type Room } from "../rooms/reads";
import {
  accessMessage,
  addHeldWordIn,
  changeMessageStateIn,
  changeSettingsIn,
  enterRoomAsFacilitator,
  enterRoomToFacilitate,
  enterRoomToWrite,
  removeHeldWordIn,
  setPausedIn,
  settleFlagIn,
  settleMessageIn,
} from "../rooms/writes";
import {
  type Act,
  type AddHeldWord,
  HELD_WORDS_MAX,
  type HeldWordRef,
  type HeldWordView,
  type ModerateMessage,
  type ModeratePerson,
  type ModerateRoom,
  type ModerateVisitor,
  type NameDeputy,
  type Release,
  type SetHold,
  type SetLobby,
  type SetLock,
  type SetSlowMode,
  type SettleFlag,
  type SettleMessage,
} from "./contract";
import {
  canBeDeputy,
  canModerate,
  canSendOut,
  heldWordOf,
  type MessageAct,
  type Moderator,
  PERSON_ACTS,
  type PersonAct,
  patternOf,
  stateAfter,
} from "./rules";
import { moderationActs } from "./tables";

/** Everyone but those who lead has to wait with posting. Again: nothing changes, nothing is logged. */
export function pauseRoom(ctx: Ctx<MemberActor>, input: ModerateRoom): Promise<void> {
  return setPaused(ctx, input, true);
}

export function resumeRoom(ctx: Ctx<MemberActor>, input: ModerateRoom): Promise<void> {
  return setPaused(ctx, input, false);
}

function setPaused(ctx: Ctx<MemberActor>, ref: ModerateRoom, paused: boolean): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomToFacilitate(tx, ctx.actor, ref);
    const changed = await setPausedIn(tx, place, paused, ctx.now);
    if (changed) await logInRoom(tx, place, ctx.now, { act: paused ? "paused" : "resumed" });
  });
}

/** Takes a message off members' screens until it is shown again; its author still sees it. */
export function holdMessage(ctx: Ctx<MemberActor>, input: ModerateMessage): Promise<void> {
  return moderateMessage(ctx, input, "held");
}

/** @throws STATE_CHANGED when it was removed or taken back in between. */
export function showMessage(ctx: Ctx<MemberActor>, input: ModerateMessage): Promise<void> {
  return moderateMessage(ctx, input, "shown");
}

/**
 * Takes a message off every screen; its author is told why. @throws STATE_CHANGED when its author
 * took it back first.
 */
export function removeMessage(ctx: Ctx<MemberActor>, input: ModerateMessage): Promise<void> {
  return moderateMessage(ctx, input, "removed");
}

/** Brings back what was removed. @throws STATE_CHANGED when it is held, or was taken back. */
export function restoreMessage(ctx: Ctx<MemberActor>, input: ModerateMessage): Promise<void> {
  return moderateMessage(ctx, input, "restored");
}

function moderateMessage(
  ctx: Ctx<MemberActor>,
  { messageId, reason, ...ref }: ModerateMessage,
  act: MessageAct,
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomToFacilitate(tx, ctx.actor, ref);
    const message = await accessMessage(tx, place.room, messageId);
    if (!canModerate(message, moderatorOf(place))) throw notFound();
    const state = stateAfter(act, message.state);
    if (!state) throw new DomainError("STATE_CHANGED");
    const changed = await changeMessageStateIn(tx, place, message, state, ctx.now, {
      ...(act === "held" && { heldFor: "message" }),
      ...(act === "removed" && { reason }),
    });
    if (!changed) return;
    const about = { messageId, enrolmentId: message.authorEnrolmentId };
    await logInRoom(tx, place, ctx.now, { act, ...about, reason });
  });
}

function moderatorOf({ me, facilitates, leads }: Place): Moderator {
  return { role: me.role, facilitates, leads };
}

/** Ends a person's place in the group; their open screens lose it at once. Can be undone. */
export function removePerson(ctx: Ctx<MemberActor>, input: ModeratePerson): Promise<void> {
  return moderatePerson(ctx, input, "person_removed");
}

export function returnPerson(ctx: Ctx<MemberActor>, input: ModeratePerson): Promise<void> {
  return moderatePerson(ctx, input, "person_returned");
}

/** They read along and cannot post; a word to the facilitators still goes through. */
export function mutePerson(ctx: Ctx<MemberActor>, input: ModeratePerson): Promise<void> {
  return moderatePerson(ctx, input, "person_muted");
}

export function unmutePerson(ctx: Ctx<MemberActor>, input: ModeratePerson): Promise<void> {
  return moderatePerson(ctx, input, "person_unmuted");
}

/** From now on, what they post is seen by facilitators first. */
export function holdPerson(ctx: Ctx<MemberActor>, input: ModeratePerson): Promise<void> {
  return moderatePerson(ctx, input, "person_held");
}

/** What of theirs is held already stays so until it is shown. */
export function unholdPerson(ctx: Ctx<MemberActor>, input: ModeratePerson): Promise<void> {
  return moderatePerson(ctx, input, "person_unheld");
}

/** @throws STATE_CHANGED when they stand otherwise than the act supposes; else as `changeStandingIn`. */
function moderatePerson(
  ctx: Ctx<MemberActor>,
  { groupId, enrolmentId, reason }: ModeratePerson,
  act: PersonAct,
): Promise<void> {
  const { to: standing, from } = PERSON_ACTS[act];
  return withActor(ctx, async (tx) => {
    const me = await accessAsFacilitator(tx, ctx.actor, groupId);
    const change = { by: me, enrolmentId, standing, from, now: ctx.now };
    const { changed } = await changeStandingIn(tx, change);
    if (changed) await log(tx, me, ctx.now, { act, enrolmentId, reason });
  });
}

/** Lets somebody in who waits in the lobby, or may come straight in before they have asked. */
export function admit(ctx: Ctx<MemberActor>, input: ModerateVisitor): Promise<void> {
  return moderateVisitor(ctx, input, "person_admitted", admitIn);
}

/** Ends somebody's place in this session, not in the group. */
export function sendOut(ctx: Ctx<MemberActor>, input: ModerateVisitor): Promise<void> {
  return moderateVisitor(ctx, input, "person_sent_out", sendOutIn);
}

export function letBackIn(ctx: Ctx<MemberActor>, input: ModerateVisitor): Promise<void> {
  return moderateVisitor(ctx, input, "person_let_back_in", letBackInIn);
}

type ChangeVisit = (tx: Tx, place: Place, enrolmentId: string, now: Date) => Promise<boolean>;

function moderateVisitor(
  ctx: Ctx<MemberActor>,
  { enrolmentId, reason, ...ref }: ModerateVisitor,
  act: Extract<Act, "person_admitted" | "person_sent_out" | "person_let_back_in">,
  change: ChangeVisit,
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterOpenSession(tx, ctx.actor, ref);
    const { role } = await accessPersonIn(tx, place.room, enrolmentId);
    if (!canSendOut(moderatorOf(place), role)) throw notFound();
    const changed = await change(tx, place, enrolmentId, ctx.now);
    if (changed) await logInRoom(tx, place, ctx.now, { act, enrolmentId, reason });
  });
}

/**
 * The open room of a session, locked, as someone who leads it.
 * @throws NOT_FOUND for everyone else, and for a board, where nobody comes or goes; ROOM_CLOSED.
 */
async function enterOpenSession(tx: Tx, actor: MemberActor, ref: ModerateRoom): Promise<Place> {
  const place = await enterRoomToFacilitate(tx, actor, ref);
  if (place.room.kind === "board") throw notFound();
  if (place.room.closedAt) throw new DomainError("ROOM_CLOSED");
  return place;
}

/** Everything that members post from now on is seen by those who lead first. */
export function setHold(ctx: Ctx<MemberActor>, { held, ...ref }: SetHold): Promise<void> {
  return changeRoom(ctx, ref, { held }, { act: held ? "hold_started" : "hold_ended" });
}

/** `seconds`: the least time between two posts of one member; null for none. */
export function setSlowMode(
  ctx: Ctx<MemberActor>,
  { seconds, ...ref }: SetSlowMode,
): Promise<void> {
  const act = seconds ? "slow_mode_started" : "slow_mode_ended";
  return changeRoom(ctx, ref, { slowModeSeconds: seconds }, { act });
}

/** No newcomers any more; who has been in the room comes and goes as before. */
export function setLock(ctx: Ctx<MemberActor>, { locked, ...ref }: SetLock): Promise<void> {
  return changeRoom(ctx, ref, { locked }, { act: locked ? "locked" : "unlocked" });
}

/** Newcomers wait until they are let in, one by one. */
export function setLobby(ctx: Ctx<MemberActor>, { open, ...ref }: SetLobby): Promise<void> {
  return changeRoom(ctx, ref, { lobby: open }, { act: open ? "lobby_opened" : "lobby_closed" });
}

function changeRoom(
  ctx: Ctx<MemberActor>,
  ref: ModerateRoom,
  patch: Parameters<typeof changeSettingsIn>[2],
  act: LoggedAct,
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterOpenSession(tx, ctx.actor, ref);
    const changed = await changeSettingsIn(tx, place.room, patch, ctx.now, place.me.id);
    if (changed) await logInRoom(tx, place, ctx.now, act);
  });
}

/**
 * Says beforehand who is offered the chair should nobody be left leading; null for nobody.
 * @throws NOT_FOUND unless they are of the group; STATE_CHANGED when they lead already, or may not
 * post as they like.
 */
export function nameDeputy(
  ctx: Ctx<MemberActor>,
  { enrolmentId, ...ref }: NameDeputy,
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterOpenSession(tx, ctx.actor, ref);
    if (enrolmentId) {
      const person = await accessPersonIn(tx, place.room, enrolmentId);
      if (!canBeDeputy(person)) throw new DomainError("STATE_CHANGED");
    }
    const patch = { deputyEnrolmentId: enrolmentId };
    const changed = await changeSettingsIn(tx, place.room, patch, ctx.now, place.me.id);
    if (changed) await logInRoom(tx, place, ctx.now, { act: "deputy_named", enrolmentId });
  });
}

/**
 * The deputy leads from now on, until they or a facilitator end it. @throws NOT_FOUND for everyone
 * else, and for a deputy who was muted or held since; NOT_NOW while somebody leads; ROOM_CLOSED.
 */
export function takeChair(ctx: Ctx<MemberActor>, ref: ModerateRoom): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomToWrite(tx, ctx.actor, ref);
    if (!canBeDeputy(place.me)) throw notFound();
    const changed = await takeChairIn(tx, place, ctx.now);
    if (changed) await logInRoom(tx, place, ctx.now, { act: "chair_taken" });
  });
}

/** The chair gives it back, or a facilitator takes it back. @throws NOT_FOUND for everyone else. */
export function returnChair(ctx: Ctx<MemberActor>, ref: ModerateRoom): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterOpenSession(tx, ctx.actor, ref);
    const enrolmentId = place.room.chairEnrolmentId;
    const changed = await returnChairIn(tx, place, ctx.now);
    if (changed) await logInRoom(tx, place, ctx.now, { act: "chair_returned", enrolmentId });
  });
}

/**
 * Whoever leads again decides what of the posts that were held meanwhile is shown, and the room is
 * no longer safe-guarded. What is not chosen stays held, to be shown or removed later.
 */
export function release(ctx: Ctx<MemberActor>, { messageIds, ...ref }: Release): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterOpenSession(tx, ctx.actor, ref);
    const changed = await releaseIn(tx, place, messageIds, ctx.now);
    if (changed) await logInRoom(tx, place, ctx.now, { act: "released" });
  });
}

/** The room went safe by itself, since nobody was there to lead it. For the job that notices. */
export function logWentSafeIn(tx: Tx, room: Room, now: Date): Promise<void> {
  const by = { organisationId: room.organisationId, groupId: room.groupId, id: null };
  return log(tx, by, now, { act: "went_safe", roomId: room.id });
}

/**
 * From now on, a post with this word in it waits for a facilitator. Added again, whatever its case,
 * it is there once. @throws NOT_FOUND for members; TOO_MANY
 */
export function addHeldWord(
  ctx: Ctx<MemberActor>,
  { groupId, word }: AddHeldWord,
): Promise<HeldWordView> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const me = await accessAsFacilitator(tx, ctx.actor, groupId);
    const listed = await listHeldWordsIn(tx, { organisationId, groupId });
    const held = heldWordOf(word);
    const known = listed.find((each) => each.word === held);
    if (known) return { id: known.id, word: held };
    if (listed.length >= HELD_WORDS_MAX) throw new DomainError("TOO_MANY");
    const entry = { word: held, pattern: patternOf(word) };
    const by = { organisationId, groupId, byEnrolmentId: me.id };
    const { id, added } = await addHeldWordIn(tx, by, entry, ctx.now);
    if (added) await log(tx, me, ctx.now, { act: "word_added", reason: held });
    return { id, word: held };
  });
}

/** Harmless when it is off the list already. @throws NOT_FOUND for members. */
export function removeHeldWord(
  ctx: Ctx<MemberActor>,
  { groupId, wordId }: HeldWordRef,
): Promise<void> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const me = await accessAsFacilitator(tx, ctx.actor, groupId);
    const listed = await listHeldWordsIn(tx, { organisationId, groupId });
    const word = listed.find((each) => each.id === wordId)?.word;
    const removed = await removeHeldWordIn(tx, { organisationId, groupId }, wordId);
    if (removed) await log(tx, me, ctx.now, { act: "word_taken_off", reason: word });
  });
}

/**
 * A report, a worry or a quiet word is looked after. For facilitators: who only has the chair sees
 * none of them. @throws NOT_FOUND
 */
export function settleReport(
  ctx: Ctx<MemberActor>,
  { messageId, ...ref }: SettleMessage,
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomAsFacilitator(tx, ctx.actor, ref);
    const changed = await settleMessageIn(tx, place, messageId, ctx.now);
    if (changed) await logInRoom(tx, place, ctx.now, { act: "report_settled", messageId });
  });
}

/** A care flag is looked after. @throws NOT_FOUND for all but facilitators. */
export function settleFlag(ctx: Ctx<MemberActor>, { flagId, ...ref }: SettleFlag): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomAsFacilitator(tx, ctx.actor, ref);
    const changed = await settleFlagIn(tx, place, flagId, ctx.now);
    // Neither whose nor which message: the flag is gone in 90 days, and the log must not outlive it
    // as a label on somebody.
    if (changed) await logInRoom(tx, place, ctx.now, { act: "flag_settled" });
  });
}

type LoggedAct = Partial<
  Pick<typeof moderationActs.$inferInsert, "roomId" | "messageId" | "enrolmentId" | "reason">
> & { act: Act };

function logInRoom(tx: Tx, { room, me }: Place, now: Date, act: LoggedAct): Promise<void> {
  return log(tx, me, now, { ...act, roomId: room.id });
}

/** Who did it is taken from their own enrolment, never from input; null for the room by itself. */
async function log(
  tx: Tx,
  by: Pick<Enrolment, "organisationId" | "groupId"> & { id: string | null },
  now: Date,
  act: LoggedAct,
): Promise<void> {
  await tx.insert(moderationActs).values({
    organisationId: by.organisationId,
    groupId: by.groupId,
    byEnrolmentId: by.id,
    actedAt: now,
    ...act,
  });
}
