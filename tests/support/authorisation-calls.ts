import { randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import pino from "pino";
import type { Sql } from "postgres";
import { newSecret } from "@/server/lib/ids";
import type { Log } from "@/server/lib/log";
import type { WireError } from "@/server/lib/wire-errors";
import { wireErrorOf } from "@/server/trpc/errors";
import { createCallerFactory } from "@/server/trpc/init";
import { appRouter } from "@/server/trpc/root";
import type { Input, Role } from "./authorisation-factories";
import type { World } from "./authorisation-world";
import { NOW } from "./builders";
import { listTenantTables } from "./catalogue";
import type { LiveSocket } from "./live";

/** What came of a call, as a client is told. */
export type Outcome = { ok: true; output: unknown } | { ok: false; error: WireError };

/** Makes one call. `userId` null is nobody. */
export type Call = (userId: string | null, name: string, input: Input) => Promise<Outcome>;

const createCaller = createCallerFactory(appRouter);

/** Calls procedures as the route does, with errors as its clients receive them. */
export function procedureCalls(
  { test }: Pick<World, "test">,
  log: Log = pino({ level: "silent" }),
): Call {
  return async (userId, name, input) => {
    const context = { db: test.db, log, now: NOW, userId };
    const [domain = "", procedure = ""] = name.split(".");
    const caller = createCaller(context) as unknown as Callers;
    try {
      return { ok: true, output: await caller[domain]?.[procedure]?.(input) };
    } catch (error) {
      if (error instanceof TRPCError) return { ok: false, error: wireErrorOf(error) };
      throw error;
    }
  };
}

type Callers = Record<string, Record<string, (input: Input) => Promise<unknown>>>;

/** Calls socket events over real connections, one per person. */
export function socketCalls(socketOf: (userId: string) => LiveSocket): Call {
  return async (userId, name, input) => {
    if (userId === null) throw new Error("nobody has no connection to call over");
    const socket = socketOf(userId).timeout(5_000) as unknown as {
      emitWithAck(name: string, input: Input): Promise<Acknowledged>;
    };
    const answer = await socket.emitWithAck(name, input);
    if (!answer.ok) return answer;
    const { ok, ...output } = answer;
    return { ok, output };
  };
}

type Acknowledged = { ok: true } | { ok: false; error: WireError };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The same call about things that do not exist, in the same organisation or in none. */
export function aboutTheAbsent(input: Input, { keepOrganisation }: { keepOrganisation: boolean }) {
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => {
      if (key === "organisationId" && keepOrganisation) return [key, value];
      if (key === "secret") return [key, newSecret()];
      return [key, absent(value)];
    }),
  );
}

/** A value with every id in it, however deep, replaced by one that names nothing. */
function absent(value: unknown): unknown {
  if (typeof value === "string") return UUID.test(value) ? randomUUID() : value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, absent(each)]));
}

/** A hash of every row of every tenant table, by table. */
export async function fingerprint(admin: Sql): Promise<Record<string, string>> {
  const tables = await listTenantTables(admin);
  const hashes = await Promise.all(
    tables.map(async (name) => {
      const [row] = await admin`
        select md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as hash
        from ${admin(name)} t`;
      return [name, row?.hash] as const;
    }),
  );
  return Object.fromEntries(hashes);
}

/**
 * Ids and addresses that must not stand in anything `role` is sent: of logins and memberships, of
 * others' practice, and of people as a group knows them that `role` is not in.
 */
export async function forbiddenTo(
  admin: Sql,
  { ours, theirs, elsewhere }: World,
  role: Role,
  membershipId: string,
): Promise<string[]> {
  const groups = {
    stranger: [ours, theirs],
    neighbour: [ours, elsewhere],
    removed: [ours, theirs, elsewhere],
    member: [theirs, elsewhere],
    facilitator: [theirs, elsewhere],
    owner: [ours, theirs, elsewhere],
  }[role].map((circle) => circle.groupId);
  const rows = await admin<{ text: string }[]>`
    select id::text as text from users
    union all select email from users
    union all select id::text from memberships
    union all select id::text from enrolments where group_id = any (${groups})
    union all select id::text from exposures where membership_id <> ${membershipId}
    union all select id::text from drafts where membership_id <> ${membershipId}
    union all select id::text from shares
    union all select id::text from digests`;
  return rows.map(({ text }) => text);
}
