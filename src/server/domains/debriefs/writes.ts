import { and, eq, sql } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError } from "../../lib/errors";
import { accessSession } from "../sessions/reads";
import type { KeepSessionNote, KeepTakeaway, SessionNoteView } from "./contract";
import { accessSessionAsFacilitator, readSessionNoteIn } from "./reads";
import { saysTheSame } from "./rules";
import { sessionNotes, takeaways } from "./tables";

/**
 * Keeps the facilitators' one note about a session. What is there already word for word answers
 * like a success, so a retry changes nothing.
 * @throws STATE_CHANGED when another facilitator saved since `basedOn`, and nothing is lost: theirs
 * stays, and the page still holds what was to be kept. NOT_FOUND for all but facilitators.
 */
export function keepSessionNote(
  ctx: Ctx<MemberActor>,
  { organisationId: _, sessionId, basedOn, ...written }: KeepSessionNote,
): Promise<SessionNoteView> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const { session, me } = await accessSessionAsFacilitator(tx, ctx.actor, sessionId);
    const current = await readSessionNoteIn(tx, session);
    if (current.version > 0 && saysTheSame(current, written)) return current;
    const change = { ...written, changedByEnrolmentId: me.id, changedAt: ctx.now };
    const kept =
      basedOn === 0
        ? await tx
            .insert(sessionNotes)
            .values({ organisationId, sessionId, groupId: me.groupId, version: 1, ...change })
            .onConflictDoNothing()
        : await tx
            .update(sessionNotes)
            .set({ version: sql`${sessionNotes.version} + 1`, ...change })
            .where(
              and(
                eq(sessionNotes.organisationId, organisationId),
                eq(sessionNotes.sessionId, sessionId),
                eq(sessionNotes.version, basedOn),
              ),
            );
    const now = await readSessionNoteIn(tx, session);
    // The same words sent twice at the same moment: the one that came second is kept already.
    if (kept.count === 0 && !saysTheSame(now, written)) throw new DomainError("STATE_CHANGED");
    return now;
  });
}

/** What the actor takes with them from a session, for them alone; null takes it away again. */
export function keepTakeaway(
  ctx: Ctx<MemberActor>,
  { sessionId, learned }: KeepTakeaway,
): Promise<void> {
  const { organisationId, membershipId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const { groupId } = await accessSession(tx, ctx.actor, sessionId);
    if (learned === null) {
      await tx
        .delete(takeaways)
        .where(
          and(
            eq(takeaways.organisationId, organisationId),
            eq(takeaways.sessionId, sessionId),
            eq(takeaways.membershipId, membershipId),
          ),
        );
      return;
    }
    await tx
      .insert(takeaways)
      .values({ organisationId, sessionId, membershipId, groupId, learned, changedAt: ctx.now })
      .onConflictDoUpdate({
        target: [takeaways.organisationId, takeaways.sessionId, takeaways.membershipId],
        set: { learned, changedAt: ctx.now },
      });
  });
}
