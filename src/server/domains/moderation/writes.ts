import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { notFound } from "../../lib/errors";
import { accessAsFacilitator, type Enrolment } from "../groups/reads";
import { changeStandingIn } from "../groups/writes";
import type { Room } from "../rooms/reads";
import {
  accessMessage,
  changeMessageStateIn,
  enterRoomToFacilitate,
  setPausedIn,
} from "../rooms/writes";
import type { ModerateMessage, ModeratePerson, ModerateRoom } from "./contract";
import { moderationActs } from "./tables";

type Act = typeof moderationActs.$inferInsert;

/** Everyone but facilitators has to wait with posting. Again: nothing changes, nothing is logged. */
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
    if (!changed) return;
    await log(tx, place.me, ctx.now, {
      act: paused ? "paused" : "resumed",
      roomId: place.room.id,
    });
  });
}

/** Takes a message off members' screens until it is shown again; its author still sees it. */
export function holdMessage(ctx: Ctx<MemberActor>, input: ModerateMessage): Promise<void> {
  return moderateMessage(ctx, input, "held");
}

export function showMessage(ctx: Ctx<MemberActor>, input: ModerateMessage): Promise<void> {
  return moderateMessage(ctx, input, "shown");
}

/** Takes a message off every screen. @throws STATE_CHANGED when its author took it back first. */
export function removeMessage(ctx: Ctx<MemberActor>, input: ModerateMessage): Promise<void> {
  return moderateMessage(ctx, input, "removed");
}

function moderateMessage(
  ctx: Ctx<MemberActor>,
  { messageId, reason, ...ref }: ModerateMessage,
  state: "held" | "shown" | "removed",
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomToFacilitate(tx, ctx.actor, ref);
    const message = await accessMessage(tx, place.room, messageId);
    // Between the two whom a warm reply is between, for facilitators there is no such message.
    if (message.audience === "author") throw notFound();
    const changed = await changeMessageStateIn(tx, place, message, state, ctx.now);
    if (!changed) return;
    await log(tx, place.me, ctx.now, {
      act: state,
      roomId: place.room.id,
      messageId,
      enrolmentId: message.authorEnrolmentId,
      reason,
    });
  });
}

/** Ends a person's place in the group; their open screens lose it at once. Can be undone. */
export function removePerson(ctx: Ctx<MemberActor>, input: ModeratePerson): Promise<void> {
  return moderatePerson(ctx, input, "removed");
}

export function returnPerson(ctx: Ctx<MemberActor>, input: ModeratePerson): Promise<void> {
  return moderatePerson(ctx, input, "active");
}

function moderatePerson(
  ctx: Ctx<MemberActor>,
  { groupId, enrolmentId, reason }: ModeratePerson,
  standing: "removed" | "active",
): Promise<void> {
  return withActor(ctx, async (tx) => {
    const me = await accessAsFacilitator(tx, ctx.actor, groupId);
    const { changed } = await changeStandingIn(tx, { by: me, enrolmentId, standing, now: ctx.now });
    if (!changed) return;
    const act = standing === "removed" ? "person_removed" : "person_returned";
    await log(tx, me, ctx.now, { act, enrolmentId, reason });
  });
}

/** Who did it is taken from the facilitator's own enrolment, never from input. */
async function log(
  tx: Tx,
  me: Enrolment,
  now: Date,
  act: Pick<Act, "act" | "messageId" | "enrolmentId" | "reason"> & { roomId?: Room["id"] },
): Promise<void> {
  await tx.insert(moderationActs).values({
    organisationId: me.organisationId,
    groupId: me.groupId,
    byEnrolmentId: me.id,
    actedAt: now,
    ...act,
  });
}
