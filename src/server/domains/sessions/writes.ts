import type { MemberActor } from "../../auth/actor";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError } from "../../lib/errors";
import { accessAsFacilitator } from "../groups/reads";
import type { ScheduleSession, SessionView, StartSession } from "./contract";
import { accessSession, viewOf } from "./reads";
import { canSchedule, instantOf } from "./rules";
import { groupSessions } from "./tables";

/**
 * Puts one meeting on the group's calendar, at a wall-clock time in a zone. Asking again with the
 * same id answers with the session as it was first made.
 * @throws NOT_FOUND to all but the group's facilitators; INVALID_INPUT at `date` for a time past.
 */
export function scheduleSession(
  ctx: Ctx<MemberActor>,
  input: ScheduleSession,
): Promise<SessionView> {
  return addSession(ctx, { ...input, startsAt: instantOf(input) });
}

/** A meeting that begins now. Retries and errors as for `scheduleSession`. */
export function startSession(ctx: Ctx<MemberActor>, input: StartSession): Promise<SessionView> {
  return addSession(ctx, { ...input, startsAt: ctx.now });
}

function addSession(
  ctx: Ctx<MemberActor>,
  session: StartSession & { startsAt: Date },
): Promise<SessionView> {
  const { actor, now } = ctx;
  const { groupId, sessionId, title, startsAt, timeZone, durationMinutes } = session;
  return withActor(ctx, async (tx) => {
    const me = await accessAsFacilitator(tx, actor, groupId);
    if (!canSchedule(session, now)) {
      const message = "That time has passed already. Choose one that is still to come.";
      throw new DomainError("INVALID_INPUT", { issues: [{ path: "date", message }] });
    }
    await tx
      .insert(groupSessions)
      .values({
        organisationId: actor.organisationId,
        id: sessionId,
        groupId,
        title,
        startsAt,
        timeZone,
        durationMinutes,
        createdByEnrolmentId: me.id,
        createdAt: now,
      })
      .onConflictDoNothing();
    return viewOf(await accessSession(tx, actor, sessionId));
  });
}
