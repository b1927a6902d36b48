import { type SQL, sql } from "drizzle-orm";
import type { TransactionSql } from "postgres";
import type { Actor, RoomActor } from "../auth/actor";
import { notFound } from "../lib/errors";
import type { Database, Tx } from "./client";

/** What row-level security is told about the actor; every value ends with the transaction. */
export type ActorSettings = {
  userId?: string;
  organisationId?: string;
  membershipId?: string;
  inviteHash?: string;
  groupIds?: readonly string[];
};

const NAMES: Record<keyof ActorSettings, string> = {
  userId: "app.user_id",
  organisationId: "app.organisation_id",
  membershipId: "app.membership_id",
  inviteHash: "app.invite_hash",
  groupIds: "app.group_ids",
};

/** An array as PostgreSQL reads it from text; ids need no quoting. */
const arrayText = (ids: readonly string[]) => `{${ids.join(",")}}`;

function setSettings(settings: ActorSettings): SQL {
  const calls = Object.entries(settings).map(([key, value]) => {
    const text = Array.isArray(value) ? arrayText(value) : value;
    return sql`set_config(${NAMES[key as keyof ActorSettings]}, ${text}, true)`;
  });
  return sql`select ${sql.join(calls, sql`, `)}`;
}

/** A transaction with bare settings: for `withActor` below and for minting an actor. */
export function withSettings<T>(
  db: Database,
  settings: ActorSettings,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return db.orm.transaction(async (tx) => {
    await tx.execute(setSettings(settings));
    return work(tx);
  });
}

/**
 * The one way to a tenant's rows: a transaction in which row-level security knows the actor.
 * Role and groups are read afresh each time, so a change of either holds from the next call on.
 * @throws NOT_FOUND when the actor's membership has ended or the invite opens nothing any more.
 */
export function withActor<T>(
  ctx: { db: Database; actor: Actor; now: Date },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return ctx.db.orm.transaction(async (tx) => {
    await enter(tx, ctx.actor, ctx.now);
    return work(tx);
  });
}

/** Makes the rest of the transaction act as `actor`; again after it joined or founded a group. */
export async function enter(tx: Tx, actor: Actor, now: Date): Promise<void> {
  switch (actor.kind) {
    case "nobody":
      return;
    case "user":
      await tx.execute(setSettings({ userId: actor.userId }));
      return;
    case "rooms":
      await tx.execute(
        setSettings({ organisationId: actor.organisationId, groupIds: actor.groupIds }),
      );
      return;
    case "invited":
      return enterInvited(tx, actor, now);
    case "member":
      return enterMember(tx, actor);
  }
}

/**
 * Opens an organisation that does not exist yet. The caller inserts its row next and goes no further
 * if that id is taken: row-level security would now let the actor join whatever has it.
 */
export async function enterFounding(tx: Tx, organisationId: string): Promise<void> {
  await tx.execute(setSettings({ organisationId }));
}

async function enterMember(
  tx: Tx,
  { userId, organisationId, membershipId }: Extract<Actor, { kind: "member" }>,
): Promise<void> {
  // Both statements travel together; the second reads under the settings of the first.
  const [, [entered]] = await Promise.all([
    tx.execute(setSettings({ userId, organisationId, membershipId })),
    tx.execute(sql`
      select set_config('app.role', m.role, true),
        set_config('app.group_ids', (
          select coalesce(array_agg(e.group_id), '{}')::text from enrolments e
          where e.organisation_id = m.organisation_id and e.membership_id = m.id
            and e.standing <> 'removed'
        ), true)
      from memberships m
      where m.organisation_id = ${organisationId} and m.id = ${membershipId}
        and m.user_id = ${userId} and m.ended_at is null`),
  ]);
  if (!entered) throw notFound();
}

async function enterInvited(
  tx: Tx,
  { userId, organisationId, inviteHash }: Extract<Actor, { kind: "invited" }>,
  now: Date,
): Promise<void> {
  const [, [entered]] = await Promise.all([
    tx.execute(setSettings({ userId, organisationId, inviteHash })),
    tx.execute(sql`
      select set_config('app.invited_group_id', i.group_id::text, true) from invites i
      where i.organisation_id = ${organisationId} and i.secret_hash = ${inviteHash}
        and i.called_back_at is null and i.expires_at > ${now.toISOString()}`),
  ]);
  if (!entered) throw notFound();
}

/**
 * `enter` for the write lane, which speaks to the driver itself so that all its statements travel
 * at once: send this one first.
 */
export function enterRooms(sql: TransactionSql, { organisationId, groupIds }: RoomActor) {
  return sql`select set_config(${NAMES.organisationId}, ${organisationId}, true),
    set_config(${NAMES.groupIds}, ${arrayText(groupIds)}, true)`;
}
