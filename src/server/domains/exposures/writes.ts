import { and, count, eq } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import { brokenConstraint } from "../../db/broken-constraint";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { DomainError, found, notFound } from "../../lib/errors";
import {
  type AddIdea,
  type AnswerStakes,
  type Category,
  type ExposureRef,
  type ExposureView,
  type FinishExposure,
  type HideCategories,
  type IdeaForOwner,
  type IdeaRef,
  type LogEntry,
  MOMENTS_MAX,
  type NoteMoment,
  OWN_IDEAS_MAX,
  type PlanExposure,
  type ReflectOnExposure,
  type RevisePlan,
  type SealAndStart,
} from "./contract";
import {
  accessOwnership,
  type ExposureRow,
  findCategoryIn,
  listIdeasForOwnerIn,
  loadOwnExposure,
  settleElapsedIn,
  viewExposureIn,
} from "./reads";
import {
  aftermathOf,
  clampInstant,
  earliestLog,
  isOpen,
  lineageOf,
  type Move,
  mayNote,
  moveFrom,
  readsTheSame,
  stakesGate,
  storedRung,
  tidyCategories,
} from "./rules";
import {
  exposureMoments,
  exposures,
  hiddenIdeas,
  organisationIdeas,
  practicePreferences,
} from "./tables";

type Change = Partial<ExposureRow>;
/** Whose practice, and when. */
type Own = Pick<Ctx<MemberActor>, "actor" | "now">;

/**
 * Keeps a plan, or an idea on the ladder. Sent again with the same `exposureId` it stores once; what
 * was changed in between is kept while it is still open.
 * @throws NOT_FOUND when it repeats what is not one's own, PREDICTION_SEALED, STATE_CHANGED when
 * the plan has moved on and reads differently
 */
export function planExposure(ctx: Ctx<MemberActor>, input: PlanExposure): Promise<ExposureView> {
  return ownWork(ctx, (tx) => planIn(tx, ctx, input));
}

async function planIn(tx: Tx, { actor, now }: Own, input: PlanExposure): Promise<ExposureRow> {
  const category = await categoryIn(tx, actor, input);
  const [planned] = await tx
    .insert(exposures)
    .values({
      organisationId: actor.organisationId,
      id: input.exposureId,
      membershipId: actor.membershipId,
      kind: input.kind,
      state: input.as,
      createdAt: now,
      librarySlug: input.librarySlug,
      category,
      repeatOfId: await lineageIn(tx, actor, input),
      ...storedRung(input),
    })
    .onConflictDoNothing()
    .returning();
  return planned ?? revise(tx, actor, input, { kind: input.kind, category });
}

/** @throws NOT_FOUND, PREDICTION_SEALED once sealed, STATE_CHANGED once let go or never planned */
export function revisePlan(ctx: Ctx<MemberActor>, input: RevisePlan): Promise<ExposureView> {
  return ownWork(ctx, (tx) => revise(tx, ctx.actor, input, {}));
}

/**
 * Answers the stakes question for the plan as it reads. A yes stands until those words change.
 * @throws NOT_FOUND, PREDICTION_SEALED once sealed, STATE_CHANGED once let go, STAKES_NEED_WORD for
 * a no after a yes
 */
export function answerStakes(
  ctx: Ctx<MemberActor>,
  { exposureId, couldHarm }: AnswerStakes,
): Promise<ExposureView> {
  return ownWork(ctx, async (tx) => {
    const row = await loadOwnExposure(tx, ctx.actor, exposureId, { lock: true });
    if (row.couldHarm === couldHarm) return row;
    const to = stateAfter(row, "answer");
    if (row.couldHarm === "yes") throw new DomainError("STAKES_NEED_WORD");
    return to ? store(tx, row, { couldHarm, state: to }) : row;
  });
}

/**
 * Keeps a facilitator's "go ahead" with the plan it was said to, inside the caller's transaction;
 * whether it was said to the plan as it reads now is the caller's to check.
 * @throws NOT_FOUND, PREDICTION_SEALED once sealed, STATE_CHANGED when no word is asked for (any
 * more), STAKES_NEED_WORD when the message is no such word
 */
export async function recordWordIn(
  tx: Tx,
  actor: MemberActor,
  exposureId: string,
  messageId: string,
): Promise<void> {
  const row = await loadOwnExposure(tx, actor, exposureId, { lock: true });
  if (row.wordMessageId === messageId) return;
  const to = stateAfter(row, "answer");
  if (!to || row.couldHarm !== "yes") throw new DomainError("STATE_CHANGED");
  await store(tx, row, { wordMessageId: messageId }).catch(rethrowBrokenRule);
}

/**
 * Freezes the prediction at `ctx.now` and begins. Done twice it begins once.
 * @throws NOT_FOUND, STATE_CHANGED unless it is planned, STAKES_UNANSWERED, STAKES_NEED_WORD
 */
export function sealAndStart(ctx: Ctx<MemberActor>, input: SealAndStart): Promise<ExposureView> {
  return ownWork(ctx, (tx) => sealAndStartIn(tx, ctx, input));
}

async function sealAndStartIn(
  tx: Tx,
  { actor, now }: Own,
  { exposureId, couldHarm }: Pick<SealAndStart, "exposureId" | "couldHarm">,
): Promise<ExposureRow> {
  const row = await loadOwnExposure(tx, actor, exposureId, { lock: true });
  const to = stateAfter(row, "seal_and_start");
  if (!to) return row;
  const gate = stakesGate(row, couldHarm);
  if (gate.kind === "unanswered") throw new DomainError("STAKES_UNANSWERED");
  if (gate.kind === "needs_word") throw new DomainError("STAKES_NEED_WORD");
  const at = { sealedAt: now, startedAt: now };
  return store(tx, row, { state: to, couldHarm: gate.couldHarm, ...at });
}

/** What is done together with others is tiny, and planned in a few words. */
export type TinyPlan = Pick<PlanExposure, "exposureId" | "plan" | "fearedOutcome"> & {
  expectedSuds: number;
  couldHarm: "no" | "yes";
};

/**
 * Plans, seals and begins in one step, inside the caller's transaction. Sent again it does so once.
 * @throws STAKES_NEED_WORD for what could harm, of which nothing is kept then; else as
 * `planExposure`
 */
export async function planAndSealIn(tx: Tx, own: Own, tiny: TinyPlan): Promise<void> {
  const { couldHarm, ...said } = tiny;
  if (couldHarm === "yes") throw new DomainError("STAKES_NEED_WORD");
  const plan: PlanExposure = {
    ...{ organisationId: own.actor.organisationId, as: "planned", kind: "exposure" },
    ...{ librarySlug: null, category: null, repeatOfId: null, whereAndWho: null },
    ...{ likelihoodBefore: null, copingWords: null, safetyBehaviours: [], kindnessPlan: null },
    ...{ plannedFor: null, plannedZone: null, notDoing: false, handsOffMinutes: null },
    ...{ audience: null, stakes: null, reversibility: null, timeUntilFixed: null },
    ...said,
  };
  await ownWorkIn(tx, own, async () => {
    await planIn(tx, own, plan);
    return sealAndStartIn(tx, own, { exposureId: plan.exposureId, couldHarm });
  });
}

/** As `finishExposure`, now, inside the caller's transaction; a peak is kept with it. */
export async function finishIn(
  tx: Tx,
  own: Own,
  { exposureId, peakSuds }: { exposureId: string; peakSuds: number | null },
): Promise<void> {
  const told = peakSuds === null ? {} : { peakSuds };
  await ownWorkIn(tx, own, () =>
    moveIn(tx, own, exposureId, "finish", () => ({ finishedAt: own.now, ...told })),
  );
}

/** As `letGo`, inside the caller's transaction. */
export async function letGoIn(tx: Tx, own: Own, { exposureId }: { exposureId: string }) {
  await ownWorkIn(tx, own, () =>
    moveIn(tx, own, exposureId, "let_go", () => ({ letGoAt: own.now })),
  );
}

/**
 * Done, at `at` by the member's own device as far as it can be believed. Done twice it keeps the
 * first time. @throws NOT_FOUND, STATE_CHANGED before it was started or once let go
 */
export function finishExposure(
  ctx: Ctx<MemberActor>,
  { exposureId, at }: FinishExposure,
): Promise<ExposureView> {
  return move(ctx, exposureId, "finish", ({ startedAt }) => ({
    finishedAt: clampInstant(at, startedAt ?? ctx.now, ctx.now),
  }));
}

/**
 * Keeps how it went and what it taught. May be added to later.
 * @throws NOT_FOUND, STATE_CHANGED before it was finished or once let go
 */
export function reflectOnExposure(
  ctx: Ctx<MemberActor>,
  input: ReflectOnExposure,
): Promise<ExposureView> {
  return move(ctx, input.exposureId, "reflect", () => ({
    ...aftermathOf(input),
    reflectedAt: ctx.now,
  }));
}

/** Lets it go, whatever came before, without a reason. Again is harmless. @throws NOT_FOUND */
export function letGo(ctx: Ctx<MemberActor>, { exposureId }: ExposureRef): Promise<ExposureView> {
  return move(ctx, exposureId, "let_go", () => ({ letGoAt: ctx.now }));
}

/**
 * Keeps what just happened, or a rest, as done; nothing was predicted and so nothing is sealed. Sent
 * again it stores once, with the latest words.
 * @throws NOT_FOUND, STATE_CHANGED when that id was planned
 */
export function logEntry(ctx: Ctx<MemberActor>, input: LogEntry): Promise<ExposureView> {
  const { exposureId, kind, plan, whereAndWho } = input;
  const at = clampInstant(input.at, earliestLog(ctx.now), ctx.now);
  return ownWork(ctx, async (tx) => {
    const [logged] = await tx
      .insert(exposures)
      .values({
        organisationId: ctx.actor.organisationId,
        id: exposureId,
        membershipId: ctx.actor.membershipId,
        kind,
        state: "done",
        createdAt: ctx.now,
        plan,
        whereAndWho,
        category: kind === "rest" ? "rest" : null,
        startedAt: at,
        finishedAt: at,
      })
      .onConflictDoNothing()
      .returning();
    if (logged) return logged;
    const row = await loadOwnExposure(tx, ctx.actor, exposureId, { lock: true });
    const change = { kind, plan, whereAndWho };
    if (readsTheSame(row, change) && row.finishedAt) return row;
    if (row.sealedAt || isOpen(row.state) || row.state === "let_go") {
      throw new DomainError("STATE_CHANGED");
    }
    return store(tx, row, change);
  });
}

/**
 * Keeps something noted along the way, at the time it was. Sent again, or late from a queue, it is
 * kept once and nothing is started over.
 * @throws NOT_FOUND, STATE_CHANGED before it began, or for distress and the hands-off window after
 * it was over, TOO_MANY
 */
export function noteMoment(ctx: Ctx<MemberActor>, input: NoteMoment): Promise<ExposureView> {
  return ownWork(ctx, (tx) => storeMomentIn(tx, ctx, input));
}

/** As `noteMoment`, inside the caller's transaction. */
export async function noteMomentIn(tx: Tx, own: Own, input: NoteMoment): Promise<void> {
  await ownWorkIn(tx, own, () => storeMomentIn(tx, own, input));
}

async function storeMomentIn(tx: Tx, { actor, now }: Own, input: NoteMoment): Promise<ExposureRow> {
  const row = await loadOwnExposure(tx, actor, input.exposureId, { lock: true });
  const { organisationId, membershipId } = actor;
  const here = and(
    eq(exposureMoments.organisationId, organisationId),
    eq(exposureMoments.exposureId, row.id),
  );
  const [noted] = await tx
    .select({ id: exposureMoments.id })
    .from(exposureMoments)
    .where(and(here, eq(exposureMoments.id, input.momentId)));
  if (noted) return row;
  const at = clampInstant(input.at, row.startedAt ?? now, now);
  if (!mayNote(input.kind, row, at)) throw new DomainError("STATE_CHANGED");
  const [kept] = await tx.select({ moments: count() }).from(exposureMoments).where(here);
  if (kept && kept.moments >= MOMENTS_MAX) throw new DomainError("TOO_MANY");
  const [added] = await tx
    .insert(exposureMoments)
    .values({
      organisationId,
      id: input.momentId,
      membershipId,
      exposureId: row.id,
      kind: input.kind,
      at,
      receivedAt: now,
      suds: input.kind === "distress" ? input.suds : null,
      minutes: input.kind === "hands_off_began" ? input.minutes : null,
      words: input.kind === "hands_off_began" ? null : input.words,
    })
    .onConflictDoNothing()
    .returning({ id: exposureMoments.id });
  // The id is taken by a moment of something else, which may be someone else's.
  found(added);
  return row;
}

/** Keeps which categories the member would rather not see, all of them. Nobody else learns of it. */
export async function hideCategories(
  ctx: Ctx<MemberActor>,
  { categories }: Pick<HideCategories, "categories">,
): Promise<{ hiddenCategories: Category[] }> {
  const hiddenCategories = tidyCategories(categories);
  const { organisationId, membershipId } = ctx.actor;
  await withActor(ctx, (tx) =>
    tx
      .insert(practicePreferences)
      .values({ organisationId, membershipId, hiddenCategories, changedAt: ctx.now })
      .onConflictDoUpdate({
        target: [practicePreferences.organisationId, practicePreferences.membershipId],
        set: { hiddenCategories, changedAt: ctx.now },
      }),
  );
  return { hiddenCategories };
}

/**
 * Adds an idea of the organisation's own. Sent again it adds once.
 * @throws NOT_FOUND for all but owners, TOO_MANY
 */
export function addIdea(ctx: Ctx<MemberActor>, input: AddIdea): Promise<IdeaForOwner> {
  return libraryWork(ctx, input.ideaId, async (tx, ideas) => {
    if (ideas.some(({ slug }) => slug === input.ideaId)) return;
    if (ideas.filter(({ own }) => own).length >= OWN_IDEAS_MAX) throw new DomainError("TOO_MANY");
    const { title, category, difficulty, suggestion, notice } = input;
    await tx
      .insert(organisationIdeas)
      .values({
        organisationId: ctx.actor.organisationId,
        id: input.ideaId,
        title,
        category,
        difficulty,
        suggestion,
        notice,
        addedAt: ctx.now,
      })
      .onConflictDoNothing();
  });
}

/** Takes an idea out of everyone's sight. Again is harmless. @throws NOT_FOUND for all but owners */
export function hideIdea(
  ctx: Ctx<MemberActor>,
  { slug }: Pick<IdeaRef, "slug">,
): Promise<IdeaForOwner> {
  return libraryWork(ctx, slug, async (tx, ideas) => {
    if (!ideas.some((idea) => idea.slug === slug)) throw notFound();
    await tx
      .insert(hiddenIdeas)
      .values({ organisationId: ctx.actor.organisationId, slug, hiddenAt: ctx.now })
      .onConflictDoNothing();
  });
}

/** Brings a hidden idea back. Again is harmless. @throws NOT_FOUND for all but owners */
export function showIdea(
  ctx: Ctx<MemberActor>,
  { slug }: Pick<IdeaRef, "slug">,
): Promise<IdeaForOwner> {
  return libraryWork(ctx, slug, async (tx) => {
    await tx
      .delete(hiddenIdeas)
      .where(
        and(eq(hiddenIdeas.organisationId, ctx.actor.organisationId), eq(hiddenIdeas.slug, slug)),
      );
  });
}

/** An owner's work on the library. Answers with the idea as it now stands. */
function libraryWork(
  ctx: Ctx<MemberActor>,
  slug: string,
  work: (tx: Tx, ideas: IdeaForOwner[]) => Promise<void>,
): Promise<IdeaForOwner> {
  return withActor(ctx, async (tx) => {
    await accessOwnership(tx, ctx.actor);
    await work(tx, await listIdeasForOwnerIn(tx, ctx.actor));
    const ideas = await listIdeasForOwnerIn(tx, ctx.actor);
    return found(ideas.find((idea) => idea.slug === slug));
  });
}

/**
 * One transaction in which what has elapsed is settled first. A broken rule that only the database
 * caught says the same as if we had.
 */
async function ownWork(
  ctx: Ctx<MemberActor>,
  work: (tx: Tx) => Promise<ExposureRow>,
): Promise<ExposureView> {
  return withActor(ctx, async (tx) =>
    viewExposureIn(tx, await ownWorkIn(tx, ctx, () => work(tx)), ctx.now),
  ).catch(rethrowBrokenRule);
}

/** As `ownWork`, inside the caller's transaction. */
async function ownWorkIn(
  tx: Tx,
  { actor, now }: Own,
  work: () => Promise<ExposureRow>,
): Promise<ExposureRow> {
  await settleElapsedIn(tx, actor, now);
  return work().catch(rethrowBrokenRule);
}

function move(
  ctx: Ctx<MemberActor>,
  exposureId: string,
  name: Move,
  changeOf: (row: ExposureRow) => Change,
): Promise<ExposureView> {
  return ownWork(ctx, (tx) => moveIn(tx, ctx, exposureId, name, changeOf));
}

async function moveIn(
  tx: Tx,
  { actor }: Own,
  exposureId: string,
  name: Move,
  changeOf: (row: ExposureRow) => Change,
): Promise<ExposureRow> {
  const row = await loadOwnExposure(tx, actor, exposureId, { lock: true });
  const state = stateAfter(row, name);
  return state ? store(tx, row, { ...changeOf(row), state }) : row;
}

async function revise(
  tx: Tx,
  actor: MemberActor,
  input: RevisePlan,
  origin: Pick<Change, "kind" | "category">,
): Promise<ExposureRow> {
  const row = await loadOwnExposure(tx, actor, input.exposureId, { lock: true });
  const change = { ...storedRung(input), ...origin };
  // A late retry of what is already kept harms nobody, sealed or not.
  const same = readsTheSame(row, change);
  if (same && (row.state === input.as || !isOpen(row.state))) return row;
  stateAfter(row, "revise");
  // It was this plan that the stakes question was about.
  const asked = row.plan === change.plan ? {} : { couldHarm: null, wordMessageId: null };
  return store(tx, row, { ...change, ...asked, state: input.as });
}

/** Where `name` leads; null when it happened before. @throws PREDICTION_SEALED, STATE_CHANGED */
function stateAfter(row: ExposureRow, name: Move): ExposureRow["state"] | null {
  const result = moveFrom(row.state, name, row.sealedAt !== null);
  switch (result.kind) {
    case "already":
      return null;
    case "sealed":
      throw new DomainError("PREDICTION_SEALED");
    case "gone":
      throw new DomainError("STATE_CHANGED");
    case "changed":
      return result.to;
  }
}

async function store(tx: Tx, row: ExposureRow, change: Change): Promise<ExposureRow> {
  const [stored] = await tx
    .update(exposures)
    .set(change)
    .where(and(eq(exposures.organisationId, row.organisationId), eq(exposures.id, row.id)))
    .returning();
  return found(stored);
}

/** The library's own word on an idea's category goes before what was picked. */
async function categoryIn(
  tx: Tx,
  actor: MemberActor,
  { librarySlug, category, kind }: Pick<PlanExposure, "librarySlug" | "category" | "kind">,
): Promise<Category | null> {
  const ofIdea = librarySlug && (await findCategoryIn(tx, actor, librarySlug));
  return ofIdea || category || (kind === "rest" ? "rest" : null);
}

/** The first try of what is repeated. @throws NOT_FOUND unless it is one's own, and another one */
async function lineageIn(
  tx: Tx,
  actor: MemberActor,
  { repeatOfId, exposureId }: Pick<PlanExposure, "repeatOfId" | "exposureId">,
): Promise<string | null> {
  if (repeatOfId === null) return null;
  const first = lineageOf(await loadOwnExposure(tx, actor, repeatOfId));
  if (first === exposureId) throw notFound();
  return first;
}

const BROKEN_RULES = {
  exposures_prediction_sealed: "PREDICTION_SEALED",
  exposures_stakes_gate: "STAKES_NEED_WORD",
} as const;

/** Gives a refusal of the database's the code that the rule has; everything else stays as it is. */
function rethrowBrokenRule(error: unknown): never {
  const name = brokenConstraint(error);
  for (const [constraint, code] of Object.entries(BROKEN_RULES)) {
    if (name === constraint) throw new DomainError(code);
  }
  throw error;
}
