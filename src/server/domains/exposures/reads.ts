import { and, desc, eq, gte, inArray, isNotNull, lt, or } from "drizzle-orm";
import library from "../../../../content/exposures.json";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found } from "../../lib/errors";
import {
  EXPOSURES_PER_PAGE,
  type ExposurePage,
  type ExposureRef,
  type ExposureView,
  type FindIdea,
  type Idea,
  type LastLearned,
  type ListExposures,
  type ListIdeas,
} from "./contract";
import { aftermathOf, matchIdeas, predictionOf, smallerThan, smallestFirst } from "./rules";
import { exposures } from "./tables";

export type ExposureRow = typeof exposures.$inferSelect;

const IDEAS = smallestFirst(library as Omit<Idea, "smaller">[]);

/** Row-level security says the same; saying it here too lets the index be used. */
function ownedBy(actor: MemberActor) {
  return and(
    eq(exposures.organisationId, actor.organisationId),
    eq(exposures.membershipId, actor.membershipId),
  );
}

/**
 * The actor's own exposure, inside the caller's transaction. `lock` holds the row until its end.
 * @throws NOT_FOUND for everyone but its author.
 */
export async function loadOwnExposure(
  tx: Tx,
  actor: MemberActor,
  exposureId: string,
  { lock = false } = {},
): Promise<ExposureRow> {
  const query = tx
    .select()
    .from(exposures)
    .where(and(ownedBy(actor), eq(exposures.id, exposureId)));
  const [row] = await (lock ? query.for("update") : query);
  return found(row);
}

/** @throws NOT_FOUND for everyone but its author. */
export function accessExposure(
  ctx: Ctx<MemberActor>,
  { exposureId }: ExposureRef,
): Promise<ExposureView> {
  return withActor(ctx, async (tx) =>
    viewExposure(await loadOwnExposure(tx, ctx.actor, exposureId)),
  );
}

/** The member's own exposures, newest first, a page at a time. */
export function listExposures(
  ctx: Ctx<MemberActor>,
  { before }: ListExposures,
): Promise<ExposurePage> {
  return withActor(ctx, async (tx) => {
    const rows = await tx
      .select({
        id: exposures.id,
        state: exposures.state,
        plan: exposures.plan,
        createdAt: exposures.createdAt,
      })
      .from(exposures)
      .where(and(ownedBy(ctx.actor), before ? lt(exposures.id, before) : undefined))
      .orderBy(desc(exposures.id))
      .limit(EXPOSURES_PER_PAGE + 1);
    const page = rows.slice(0, EXPOSURES_PER_PAGE);
    return {
      exposures: page.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
      next: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

/** The member's latest answer to "What did I learn?", shown when they plan the next. */
export function findLastLearned(ctx: Ctx<MemberActor>): Promise<LastLearned | null> {
  return withActor(ctx, (tx) => findLastLearnedIn(tx, ctx.actor));
}

export async function findLastLearnedIn(tx: Tx, actor: MemberActor): Promise<LastLearned | null> {
  const [row] = await tx
    .select({ exposureId: exposures.id, learned: exposures.learned })
    .from(exposures)
    .where(and(ownedBy(actor), isNotNull(exposures.learned)))
    .orderBy(desc(exposures.reflectedAt))
    .limit(1);
  return row?.learned ? { exposureId: row.exposureId, learned: row.learned } : null;
}

/** What the member did or let go of since `since`, newest first, at most 20: for the weekly note. */
export async function listRecentTriesIn(
  tx: Tx,
  actor: MemberActor,
  since: Date,
): Promise<ExposureView[]> {
  const rows = await tx
    .select()
    .from(exposures)
    .where(
      and(
        ownedBy(actor),
        inArray(exposures.state, ["done", "reflected", "let_go"]),
        or(gte(exposures.finishedAt, since), gte(exposures.letGoAt, since)),
      ),
    )
    .orderBy(desc(exposures.id))
    .limit(20);
  return rows.map(viewExposure);
}

/** The library, smallest steps first. */
export function listIdeas(filter: Omit<ListIdeas, "organisationId">): Idea[] {
  return matchIdeas(IDEAS, filter).map(withSmaller);
}

/** Null for an idea that the library does not have (any more). */
export function findIdea({ slug }: Pick<FindIdea, "slug">): Idea | null {
  const idea = IDEAS.find((each) => each.slug === slug);
  return idea ? withSmaller(idea) : null;
}

function withSmaller(idea: Omit<Idea, "smaller">): Idea {
  const smaller = smallerThan(IDEAS, idea);
  return { ...idea, smaller: smaller && { slug: smaller.slug, title: smaller.title } };
}

/** A row as its author reads it. */
export function viewExposure(row: ExposureRow): ExposureView {
  return {
    id: row.id,
    state: row.state,
    librarySlug: row.librarySlug,
    ...predictionOf(row),
    ...aftermathOf(row),
    createdAt: row.createdAt.toISOString(),
    sealedAt: row.sealedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    reflectedAt: row.reflectedAt?.toISOString() ?? null,
    letGoAt: row.letGoAt?.toISOString() ?? null,
  };
}
