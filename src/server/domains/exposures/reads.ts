import { and, asc, desc, eq, gte, inArray, isNotNull, lt, or, sql } from "drizzle-orm";
import library from "../../../../content/exposures.json";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { found, notFound } from "../../lib/errors";
import { hasDistressRisenIn } from "../checkins/reads";
import { accessMembership } from "../organisations/reads";
import {
  type Category,
  CHARTED_TRIES,
  type ChartedTry,
  EXPOSURES_PER_PAGE,
  type ExposurePage,
  type ExposureRef,
  type ExposureView,
  type FindIdea,
  type Idea,
  type IdeaForOwner,
  type Ladder,
  type LastLearned,
  type Library,
  type ListExposures,
  type ListIdeas,
  MOMENTS_MAX,
  OWN_IDEAS_MAX,
  type RisingDistress,
  type Rung,
} from "./contract";
import {
  aftermathOf,
  type BareIdea,
  byExpectedDistress,
  dialsOf,
  handsOffOf,
  inOrder,
  matchIdeas,
  peaksAreRising,
  predictionOf,
  type StoredMoment,
  smallerThan,
  smallestFirst,
  suggestNext,
  type Try,
  tidyCategories,
  visibleIdeas,
} from "./rules";
import {
  exposureMoments,
  exposures,
  hiddenIdeas,
  organisationIdeas,
  practicePreferences,
} from "./tables";

export type ExposureRow = typeof exposures.$inferSelect;

const OURS: BareIdea[] = (library as Omit<BareIdea, "own">[]).map((idea) => ({
  ...idea,
  own: false,
}));
const FINISHED = ["done", "reflected"] as const;
/** As many rungs as a ladder shows, and as many tries as it looks back on. */
const RUNGS_READ = 200;
const TRIES_READ = 100;

/** Row-level security says the same; saying it here too lets the index be used. */
function ownedBy(actor: MemberActor) {
  return and(
    eq(exposures.organisationId, actor.organisationId),
    eq(exposures.membershipId, actor.membershipId),
  );
}

/**
 * Completes the actor's rungs of not doing whose time has passed, at the instant at which it had.
 * Comes first in whatever reads or writes exposures: time passes without a job, and a closed browser
 * changes nothing. Instants are compared, so that a change of the clocks does not either.
 */
export async function settleElapsedIn(tx: Tx, actor: MemberActor, now: Date): Promise<void> {
  const elapsedAt = sql`${exposures.startedAt} + ${exposures.handsOffMinutes} * interval '1 minute'`;
  await tx
    .update(exposures)
    .set({ state: "done", finishedAt: elapsedAt })
    .where(
      and(
        ownedBy(actor),
        eq(exposures.state, "under_way"),
        eq(exposures.notDoing, true),
        sql`${elapsedAt} <= ${now.toISOString()}`,
      ),
    );
}

/** One transaction in which what has elapsed is settled. */
function ownPractice<T>(ctx: Ctx<MemberActor>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return withActor(ctx, async (tx) => {
    await settleElapsedIn(tx, ctx.actor, ctx.now);
    return work(tx);
  });
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
  return ownPractice(ctx, async (tx) =>
    viewExposureIn(tx, await loadOwnExposure(tx, ctx.actor, exposureId), ctx.now),
  );
}

/** The member's own exposures, newest first, a page at a time. */
export function listExposures(
  ctx: Ctx<MemberActor>,
  { before }: ListExposures,
): Promise<ExposurePage> {
  return ownPractice(ctx, async (tx) => {
    const rows = await tx
      .select({
        id: exposures.id,
        kind: exposures.kind,
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

/** The member's own ladder, with what might come next and whether something gentler is offered. */
export function listLadder(ctx: Ctx<MemberActor>): Promise<Ladder> {
  return ownPractice(ctx, async (tx) => {
    const rungs = await listRungsIn(tx, ctx.actor);
    const tries = await listTriesIn(tx, ctx.actor, TRIES_READ);
    const risingDistress = await findRisingDistressIn(tx, ctx, tries);
    const suggestion = suggestNext(tries, rungs, risingDistress !== null);
    return { rungs, suggestion, risingDistress };
  });
}

async function listRungsIn(tx: Tx, actor: MemberActor): Promise<Rung[]> {
  const rows = await tx
    .select()
    .from(exposures)
    .where(and(ownedBy(actor), inArray(exposures.state, ["idea", "planned", "under_way"])))
    .orderBy(desc(exposures.id))
    .limit(RUNGS_READ);
  const rungs = rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    plan: row.plan,
    expectedSuds: row.expectedSuds,
    whereAndWho: row.whereAndWho,
    repeatOfId: row.repeatOfId,
    notDoing: row.notDoing,
    ...dialsOf(row),
  }));
  return byExpectedDistress(rungs);
}

async function findRisingDistressIn(
  tx: Tx,
  { actor, now }: Ctx<MemberActor>,
  tries: Try[],
): Promise<RisingDistress | null> {
  if (peaksAreRising(tries, now)) return { because: "peaks" };
  return (await hasDistressRisenIn(tx, actor, now)) ? { because: "check_ins" } : null;
}

/** The member's finished tries as a chart draws them, oldest first: the newest 500. */
export function listTries(ctx: Ctx<MemberActor>): Promise<ChartedTry[]> {
  return ownPractice(ctx, async (tx) => {
    const tries = await listTriesIn(tx, ctx.actor, CHARTED_TRIES);
    return tries.toReversed().map((each) => ({
      id: each.id,
      kind: each.kind,
      plan: each.plan,
      at: each.finishedAt.toISOString(),
      predicted: each.predicted,
      expectedSuds: each.expectedSuds,
      peakSuds: each.peakSuds,
      likelihoodBefore: each.likelihoodBefore,
      likelihoodAfter: each.likelihoodAfter,
    }));
  });
}

type ReadTry = Try & Pick<ExposureRow, "likelihoodBefore" | "likelihoodAfter">;

/** Newest first. What was let go is nobody's to count. */
async function listTriesIn(tx: Tx, actor: MemberActor, limit: number): Promise<ReadTry[]> {
  const rows = await tx
    .select()
    .from(exposures)
    .where(
      and(ownedBy(actor), isNotNull(exposures.finishedAt), inArray(exposures.state, [...FINISHED])),
    )
    .orderBy(desc(exposures.finishedAt), desc(exposures.id))
    .limit(limit);
  return rows.flatMap((row) =>
    row.finishedAt === null
      ? []
      : {
          id: row.id,
          kind: row.kind,
          plan: row.plan,
          whereAndWho: row.whereAndWho,
          category: row.category,
          repeatOfId: row.repeatOfId,
          predicted: row.sealedAt !== null,
          expectedSuds: row.expectedSuds,
          peakSuds: row.peakSuds,
          likelihoodBefore: row.likelihoodBefore,
          likelihoodAfter: row.likelihoodAfter,
          finishedAt: row.finishedAt,
          ...dialsOf(row),
        },
  );
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

export type RecentTry = Pick<
  ExposureView,
  "id" | "kind" | "state" | "plan" | "librarySlug" | "expectedSuds" | "peakSuds"
>;

/** What the member did or let go of since `since`, newest first, at most 20: for the weekly note. */
export async function listRecentTriesIn(
  tx: Tx,
  actor: MemberActor,
  { since, now }: { since: Date; now: Date },
): Promise<RecentTry[]> {
  await settleElapsedIn(tx, actor, now);
  return tx
    .select({
      id: exposures.id,
      kind: exposures.kind,
      state: exposures.state,
      plan: exposures.plan,
      librarySlug: exposures.librarySlug,
      expectedSuds: exposures.expectedSuds,
      peakSuds: exposures.peakSuds,
    })
    .from(exposures)
    .where(
      and(
        ownedBy(actor),
        inArray(exposures.state, [...FINISHED, "let_go"]),
        or(gte(exposures.finishedAt, since), gte(exposures.letGoAt, since)),
      ),
    )
    .orderBy(desc(exposures.id))
    .limit(20);
}

export type TryOfTime = Pick<ExposureView, "id" | "plan" | "expectedSuds" | "peakSuds" | "learned">;

/**
 * What the member began or finished from `since` and before `until`, oldest first, at most 20. What
 * was let go is nobody's to bring up.
 */
export async function listTriesBetweenIn(
  tx: Tx,
  actor: MemberActor,
  { since, until, now }: { since: Date; until: Date; now: Date },
): Promise<TryOfTime[]> {
  await settleElapsedIn(tx, actor, now);
  return tx
    .select({
      id: exposures.id,
      plan: exposures.plan,
      expectedSuds: exposures.expectedSuds,
      peakSuds: exposures.peakSuds,
      learned: exposures.learned,
    })
    .from(exposures)
    .where(
      and(
        ownedBy(actor),
        inArray(exposures.state, ["under_way", ...FINISHED]),
        or(
          and(gte(exposures.startedAt, since), lt(exposures.startedAt, until)),
          and(gte(exposures.finishedAt, since), lt(exposures.finishedAt, until)),
        ),
      ),
    )
    .orderBy(asc(exposures.id))
    .limit(20);
}

/** The library as the member sees it, smallest steps first. What is hidden stays hidden. */
export function listIdeas(
  ctx: Ctx<MemberActor>,
  filter: Omit<ListIdeas, "organisationId">,
): Promise<Library> {
  return withActor(ctx, async (tx) => {
    const hiddenCategories = await readHiddenCategoriesIn(tx, ctx.actor);
    const visible = await listVisibleIdeasIn(tx, ctx.actor, hiddenCategories);
    return { ideas: matchIdeas(visible, filter).map(withSmaller(visible)), hiddenCategories };
  });
}

/** All that the member may come across, smallest steps first: for the weekly note. */
export async function listIdeasIn(tx: Tx, actor: MemberActor): Promise<BareIdea[]> {
  return listVisibleIdeasIn(tx, actor, await readHiddenCategoriesIn(tx, actor));
}

/** Null for an idea that the member's library does not have (any more). */
export function findIdea(
  ctx: Ctx<MemberActor>,
  { slug }: Pick<FindIdea, "slug">,
): Promise<Idea | null> {
  return withActor(ctx, async (tx) => {
    const visible = await listIdeasIn(tx, ctx.actor);
    const idea = visible.find((each) => each.slug === slug);
    return idea ? withSmaller(visible)(idea) : null;
  });
}

/** The library as its owner looks after it, hidden ideas among them. @throws NOT_FOUND to others. */
export function listIdeasForOwner(ctx: Ctx<MemberActor>): Promise<IdeaForOwner[]> {
  return withActor(ctx, async (tx) => {
    await accessOwnership(tx, ctx.actor);
    return listIdeasForOwnerIn(tx, ctx.actor);
  });
}

/** @throws NOT_FOUND for all but the organisation's owners. */
export async function accessOwnership(tx: Tx, actor: MemberActor): Promise<void> {
  const { role } = await accessMembership(tx, actor);
  if (role !== "owner") throw notFound();
}

export async function listIdeasForOwnerIn(tx: Tx, actor: MemberActor): Promise<IdeaForOwner[]> {
  const all = await listAllIdeasIn(tx, actor);
  const slugs = await readHiddenSlugsIn(tx, actor);
  const visible = visibleIdeas(all, { slugs, categories: [] });
  return all.map((idea) => ({ ...withSmaller(visible)(idea), hidden: slugs.has(idea.slug) }));
}

/** Of which category an idea is, hidden or not; null for what is no idea of the library. */
export async function findCategoryIn(
  tx: Tx,
  actor: MemberActor,
  slug: string,
): Promise<Category | null> {
  const ideas = await listAllIdeasIn(tx, actor);
  return ideas.find((idea) => idea.slug === slug)?.category ?? null;
}

async function listVisibleIdeasIn(
  tx: Tx,
  actor: MemberActor,
  categories: Category[],
): Promise<BareIdea[]> {
  const slugs = await readHiddenSlugsIn(tx, actor);
  return visibleIdeas(await listAllIdeasIn(tx, actor), { slugs, categories });
}

/** Ours and the organisation's own weigh the same. */
async function listAllIdeasIn(tx: Tx, { organisationId }: MemberActor): Promise<BareIdea[]> {
  const own = await tx
    .select()
    .from(organisationIdeas)
    .where(eq(organisationIdeas.organisationId, organisationId))
    .limit(OWN_IDEAS_MAX);
  const added = own.map(
    ({ id, title, category, difficulty, suggestion, notice }): BareIdea => ({
      slug: id,
      title,
      category,
      difficulty: difficulty as Idea["difficulty"],
      suggestion,
      notice,
      own: true,
    }),
  );
  return smallestFirst([...OURS, ...added]);
}

async function readHiddenSlugsIn(tx: Tx, { organisationId }: MemberActor): Promise<Set<string>> {
  const rows = await tx
    .select({ slug: hiddenIdeas.slug })
    .from(hiddenIdeas)
    .where(eq(hiddenIdeas.organisationId, organisationId))
    .limit(OURS.length + OWN_IDEAS_MAX);
  return new Set(rows.map(({ slug }) => slug));
}

async function readHiddenCategoriesIn(tx: Tx, actor: MemberActor): Promise<Category[]> {
  const [row] = await tx
    .select({ hidden: practicePreferences.hiddenCategories })
    .from(practicePreferences)
    .where(
      and(
        eq(practicePreferences.organisationId, actor.organisationId),
        eq(practicePreferences.membershipId, actor.membershipId),
      ),
    );
  return tidyCategories(row?.hidden ?? []);
}

function withSmaller(ideas: readonly BareIdea[]): (idea: BareIdea) => Idea {
  return (idea) => {
    const smaller = smallerThan(ideas, idea);
    return { ...idea, smaller: smaller && { slug: smaller.slug, title: smaller.title } };
  };
}

/** A row as its author reads it, with what was noted along the way. */
export async function viewExposureIn(tx: Tx, row: ExposureRow, now: Date): Promise<ExposureView> {
  const moments = await tx
    .select()
    .from(exposureMoments)
    .where(
      and(
        eq(exposureMoments.organisationId, row.organisationId),
        eq(exposureMoments.exposureId, row.id),
      ),
    )
    .orderBy(asc(exposureMoments.at), asc(exposureMoments.id))
    .limit(MOMENTS_MAX);
  return viewExposure(row, moments, now);
}

function viewExposure(row: ExposureRow, moments: StoredMoment[], now: Date): ExposureView {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    category: row.category,
    repeatOfId: row.repeatOfId,
    librarySlug: row.librarySlug,
    couldHarm: row.couldHarm,
    hasWord: row.wordMessageId !== null,
    ...predictionOf(row),
    ...dialsOf(row),
    ...aftermathOf(row),
    moments: inOrder(moments).map(({ id, kind, at, suds, words }) => ({
      id,
      kind,
      at: at.toISOString(),
      suds,
      words,
    })),
    handsOff: handsOffOf(row, moments, now),
    createdAt: row.createdAt.toISOString(),
    sealedAt: row.sealedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    reflectedAt: row.reflectedAt?.toISOString() ?? null,
    letGoAt: row.letGoAt?.toISOString() ?? null,
  };
}
