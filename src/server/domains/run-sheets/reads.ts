import { and, asc, eq, isNull } from "drizzle-orm";
import house from "../../../../content/run-sheets.json";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found, notFound } from "../../lib/errors";
import { accessGroup, leadsAnyGroupIn } from "../groups/reads";
import { accessMembership } from "../organisations/reads";
import { type Room, readRoomsOfSessionsIn } from "../rooms/reads";
import { accessSession, readSessionIn, viewOf } from "../sessions/reads";
import type { RunSheetRef, RunView, SegmentView, SessionPreview, TemplateView } from "./contract";
import { canEditTemplates } from "./rules";
import { runSheets, runSheetTemplates, segments } from "./tables";

type TemplateRow = typeof runSheetTemplates.$inferSelect;

/** The ones that come with the house, as they came. */
const OF_THE_HOUSE: TemplateView[] = (
  house as (Pick<TemplateView, "name" | "purpose" | "segments"> & { slug: string })[]
).map((template) => ({ ...template, id: template.slug, version: 0 }));

/** Their slugs. */
export const HOUSE_SLUGS: ReadonlySet<string> = new Set(OF_THE_HOUSE.map(({ id }) => id));

/** More of their own than this nobody finds their way about in. */
const OWN_TEMPLATES_MAX = 200;

/**
 * Those that the practice offers its sessions: the house's, each as it came or as the practice made
 * it its own, then the practice's by name.
 * @throws NOT_FOUND to all but its owner and those who lead any of its groups
 */
export function listTemplates(ctx: Ctx<MemberActor>): Promise<TemplateView[]> {
  return withActor(ctx, async (tx) => {
    await accessTemplates(tx, ctx.actor);
    const rows = await tx
      .select()
      .from(runSheetTemplates)
      .where(
        and(
          eq(runSheetTemplates.organisationId, ctx.actor.organisationId),
          isNull(runSheetTemplates.retiredAt),
        ),
      )
      .orderBy(asc(runSheetTemplates.name), asc(runSheetTemplates.id))
      .limit(OWN_TEMPLATES_MAX);
    const bySlug = new Map(rows.map((row) => [row.slug, row]));
    const ofTheHouse = OF_THE_HOUSE.map((template) => {
      const own = bySlug.get(template.slug);
      return own ? viewTemplate(own) : template;
    });
    const own = rows.filter(({ slug }) => slug === null || !HOUSE_SLUGS.has(slug));
    return [...ofTheHouse, ...own.map(viewTemplate)];
  });
}

/** @throws NOT_FOUND to all but the practice's owner and those who lead any of its groups */
export async function accessTemplates(tx: Tx, actor: MemberActor): Promise<void> {
  const { role } = await accessMembership(tx, actor);
  if (!canEditTemplates(role, await leadsAnyGroupIn(tx, actor))) throw notFound();
}

export function viewTemplate(row: TemplateRow): TemplateView {
  const { id, slug, name, purpose, version } = row;
  return { id, slug, name, purpose, segments: row.segments, version };
}

/** A session's run sheet, for its group's people; null until one is planned. @throws NOT_FOUND */
export function findRun(
  ctx: Ctx<MemberActor>,
  { sessionId }: RunSheetRef,
): Promise<RunView | null> {
  return withActor(ctx, async (tx) => {
    const { organisationId } = await accessSession(tx, ctx.actor, sessionId);
    return findRunIn(tx, organisationId, sessionId);
  });
}

/** The run sheet of the session that this room is of; null on a board and without one. */
export async function readRunIn(tx: Tx, room: Room): Promise<RunView | null> {
  return room.sessionId ? findRunIn(tx, room.organisationId, room.sessionId) : null;
}

/** As `findRun`, inside the caller's transaction. `lock` holds the sheet until its end. */
export async function findRunIn(
  tx: Tx,
  organisationId: string,
  sessionId: string,
  { lock = false } = {},
): Promise<RunView | null> {
  const query = tx
    .select()
    .from(runSheets)
    .where(and(eq(runSheets.organisationId, organisationId), eq(runSheets.sessionId, sessionId)));
  const [sheet] = await (lock ? query.for("update") : query);
  if (!sheet) return null;
  const session = viewOf(await readSessionIn(tx, organisationId, sessionId));
  const rows = await tx
    .select()
    .from(segments)
    .where(and(eq(segments.organisationId, organisationId), eq(segments.sessionId, sessionId)))
    .orderBy(asc(segments.position));
  return {
    sessionId,
    name: sheet.name,
    version: sheet.version,
    startsAt: session.startsAt,
    plannedEndsAt: session.endsAt,
    endsAt: sheet.endsAt?.toISOString() ?? null,
    segments: rows.map(viewSegment),
  };
}

function viewSegment(row: typeof segments.$inferSelect): SegmentView {
  const { id, kind, title, prompt, plannedSeconds, addedSeconds } = row;
  return {
    id,
    kind,
    title,
    prompt,
    state: stateOf(row),
    plannedSeconds,
    addedSeconds,
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

function stateOf(row: typeof segments.$inferSelect): SegmentView["state"] {
  if (row.skippedAt) return "skipped";
  if (row.endedAt) return "ended";
  return row.startedAt ? "under_way" : "planned";
}

/** What will happen today, for someone of the group who has not come in yet. @throws NOT_FOUND */
export function previewSession(
  ctx: Ctx<MemberActor>,
  { sessionId }: RunSheetRef,
): Promise<SessionPreview> {
  return withActor(ctx, async (tx) => {
    const session = await accessSession(tx, ctx.actor, sessionId);
    const { organisationId, groupId } = session;
    const group = await accessGroup(tx, ctx.actor, groupId);
    const rooms = await readRoomsOfSessionsIn(tx, organisationId, [sessionId]);
    const run = await findRunIn(tx, organisationId, sessionId);
    const { startsAt, endsAt, timeZone, title } = viewOf(session);
    const room = rooms.get(sessionId);
    return {
      sessionId,
      groupId,
      groupName: group.name,
      title,
      startsAt,
      endsAt: run?.endsAt ?? endsAt,
      timeZone,
      segments: (run?.segments ?? [])
        .filter(({ state }) => state !== "skipped")
        .map(({ kind, title, plannedSeconds }) => ({
          kind,
          title,
          minutes: Math.round(plannedSeconds / 60),
        })),
      room: room ? { roomId: room.roomId, state: room.state } : null,
    };
  });
}

/** The practice's own version of what it is called by, its id or its slug; null without one. */
export async function findTemplateIn(
  tx: Tx,
  organisationId: string,
  by: { id: string } | { slug: string },
): Promise<TemplateRow | null> {
  const isIt = "id" in by ? eq(runSheetTemplates.id, by.id) : eq(runSheetTemplates.slug, by.slug);
  const [row] = await tx
    .select()
    .from(runSheetTemplates)
    .where(and(eq(runSheetTemplates.organisationId, organisationId), isIt))
    .for("update");
  return row ?? null;
}

/** @throws NOT_FOUND without a sheet */
export async function accessRunIn(
  tx: Tx,
  organisationId: string,
  sessionId: string,
): Promise<RunView> {
  return found(await findRunIn(tx, organisationId, sessionId, { lock: true }));
}
