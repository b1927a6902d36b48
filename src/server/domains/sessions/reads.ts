import { and, asc, desc, eq, gt, type SQL, sql } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import { accessEnrolment } from "../groups/reads";
import {
  DURATION_MAX_MINUTES,
  type ListSessions,
  type SessionPage,
  type SessionView,
} from "./contract";
import { endsAt } from "./rules";
import { groupSessions } from "./tables";

const PAGE = 10;

/** A scheduled meeting of a group (a login session is an `AuthSession`). */
export type GroupSession = {
  id: string;
  organisationId: string;
  groupId: string;
  title: string;
  startsAt: Date;
  timeZone: string;
  durationMinutes: number;
};

const columns = {
  id: groupSessions.id,
  organisationId: groupSessions.organisationId,
  groupId: groupSessions.groupId,
  title: groupSessions.title,
  startsAt: groupSessions.startsAt,
  timeZone: groupSessions.timeZone,
  durationMinutes: groupSessions.durationMinutes,
};

/** A session of a group the actor is in. @throws NOT_FOUND */
export async function accessSession(
  tx: Tx,
  actor: MemberActor,
  sessionId: string,
): Promise<GroupSession> {
  const session = await readSessionIn(tx, actor.organisationId, sessionId);
  await accessEnrolment(tx, actor, session.groupId);
  return session;
}

/** A session by its id, for whoever sees its group, people and the room's jobs alike. @throws NOT_FOUND */
export async function readSessionIn(
  tx: Tx,
  organisationId: string,
  sessionId: string,
): Promise<GroupSession> {
  const [row] = await tx
    .select(columns)
    .from(groupSessions)
    .where(and(eq(groupSessions.organisationId, organisationId), eq(groupSessions.id, sessionId)));
  return found(row);
}

/** What is to come (or under way), or what is over, a page at a time. @throws NOT_FOUND */
export function listSessions(
  ctx: Ctx<MemberActor>,
  { groupId, when, after }: ListSessions,
): Promise<SessionPage> {
  const { organisationId } = ctx.actor;
  const coming = when === "coming";
  return withActor(ctx, async (tx) => {
    await accessEnrolment(tx, ctx.actor, groupId);
    const rows = await tx
      .select(columns)
      .from(groupSessions)
      .where(
        and(
          eq(groupSessions.organisationId, organisationId),
          eq(groupSessions.groupId, groupId),
          coming ? notOver(ctx.now) : over(ctx.now),
          after && (coming ? later(after) : earlier(after)),
        ),
      )
      .orderBy(
        coming ? asc(groupSessions.startsAt) : desc(groupSessions.startsAt),
        coming ? asc(groupSessions.id) : desc(groupSessions.id),
      )
      .limit(PAGE + 1);
    const items = rows.slice(0, PAGE);
    const last = items.at(-1);
    return {
      items: items.map(viewOf),
      next:
        rows.length > PAGE && last ? { startsAt: last.startsAt.toISOString(), id: last.id } : null,
    };
  });
}

/** The group's sessions that are not over by `since`, soonest first, at most 20. @throws NOT_FOUND */
export async function listSessionsSinceIn(
  tx: Tx,
  actor: MemberActor,
  groupId: string,
  since: Date,
): Promise<(GroupSession & { endsAt: Date })[]> {
  await accessEnrolment(tx, actor, groupId);
  const rows = await tx
    .select(columns)
    .from(groupSessions)
    .where(
      and(
        eq(groupSessions.organisationId, actor.organisationId),
        eq(groupSessions.groupId, groupId),
        notOver(since),
      ),
    )
    .orderBy(asc(groupSessions.startsAt), asc(groupSessions.id))
    .limit(20);
  return rows.map((row) => ({ ...row, endsAt: endsAt(row) }));
}

/** The group's sessions that began before this one, latest first, at most `limit`. @throws NOT_FOUND */
export async function listSessionsBeforeIn(
  tx: Tx,
  actor: MemberActor,
  { id, groupId, startsAt }: GroupSession,
  limit: number,
): Promise<GroupSession[]> {
  await accessEnrolment(tx, actor, groupId);
  return tx
    .select(columns)
    .from(groupSessions)
    .where(
      and(
        eq(groupSessions.organisationId, actor.organisationId),
        eq(groupSessions.groupId, groupId),
        earlier({ startsAt: startsAt.toISOString(), id }),
      ),
    )
    .orderBy(desc(groupSessions.startsAt), desc(groupSessions.id))
    .limit(limit);
}

export function viewOf(session: GroupSession): SessionView {
  return {
    id: session.id,
    groupId: session.groupId,
    title: session.title,
    startsAt: session.startsAt.toISOString(),
    endsAt: endsAt(session).toISOString(),
    timeZone: session.timeZone,
    durationMinutes: session.durationMinutes,
  };
}

const endOfSession = sql`${groupSessions.startsAt} + make_interval(mins => ${groupSessions.durationMinutes})`;

function notOver(now: Date): SQL | undefined {
  // No session is longer than this, so that the index is entered near today, not at the beginning.
  const earliest = new Date(now.getTime() - DURATION_MAX_MINUTES * 60_000);
  return and(gt(groupSessions.startsAt, earliest), sql`${endOfSession} > ${now.toISOString()}`);
}

function over(now: Date): SQL {
  return sql`${groupSessions.startsAt} < ${now.toISOString()} and ${endOfSession} <= ${now.toISOString()}`;
}

function later({ startsAt, id }: { startsAt: string; id: string }): SQL {
  return sql`(${groupSessions.startsAt}, ${groupSessions.id}) > (${startsAt}::timestamptz, ${id}::uuid)`;
}

function earlier({ startsAt, id }: { startsAt: string; id: string }): SQL {
  return sql`(${groupSessions.startsAt}, ${groupSessions.id}) < (${startsAt}::timestamptz, ${id}::uuid)`;
}
