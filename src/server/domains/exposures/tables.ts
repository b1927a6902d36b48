import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { memberships } from "../organisations/tables";
import { messages } from "../rooms/tables";
import { CATEGORIES } from "./contract";

/**
 * A mistake exposure: readable by its author alone (ring self). Everything but `plan` may stay
 * empty. The prediction columns are frozen by a trigger from `sealed_at` on.
 */
export const exposures = pgTable(
  "exposures",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    membershipId: uuid("membership_id").notNull(),
    /** Done on purpose, rested, or something that just happened and was never predicted. */
    kind: text("kind", { enum: ["exposure", "rest", "accident"] })
      .notNull()
      .default("exposure"),
    state: text("state", {
      enum: ["idea", "planned", "under_way", "done", "reflected", "let_go"],
    }).notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    /** Which idea of the library it began from; null for own words. */
    librarySlug: text("library_slug"),
    category: text("category", { enum: CATEGORIES }),
    /** The first try of the same rung; null for that first one. */
    repeatOfId: uuid("repeat_of_id"),
    /** The dials, 0 the gentlest – 3. */
    audience: smallint("audience"),
    stakes: smallint("stakes"),
    reversibility: smallint("reversibility"),
    timeUntilFixed: smallint("time_until_fixed"),
    plan: text("plan").notNull(),
    whereAndWho: text("where_and_who"),
    fearedOutcome: text("feared_outcome"),
    /** 0–100, how likely the feared outcome seemed before. */
    likelihoodBefore: smallint("likelihood_before"),
    /** SUDS 0–100. */
    expectedSuds: smallint("expected_suds"),
    copingWords: text("coping_words"),
    /** Safety behaviours to drop, from the offered list or in own words. */
    safetyBehaviours: text("safety_behaviours").array().notNull().default(sql`'{}'::text[]`),
    kindnessPlan: text("kindness_plan"),
    plannedFor: timestamp("planned_for", { withTimezone: true }),
    /** The zone in which `plannedFor` was meant. */
    plannedZone: text("planned_zone"),
    /** A rung of not doing: it completes by `handsOffMinutes` passing. */
    notDoing: boolean("not_doing").notNull().default(false),
    /** How long not to check or fix. */
    handsOffMinutes: smallint("hands_off_minutes"),
    /** "Could this hurt someone, cost a job, break a law, touch health or safety?" */
    couldHarm: text("could_harm", { enum: ["no", "yes", "not_asked"] }),
    /** The facilitator's "go ahead" that a yes needs before it can start. */
    wordMessageId: uuid("word_message_id"),
    /** When the prediction was sealed, by the server's clock. */
    sealedAt: timestamp("sealed_at", { withTimezone: true }),
    startedAt: timestamp("started_at", { withTimezone: true }),
    finishedAt: timestamp("finished_at", { withTimezone: true }),
    peakSuds: smallint("peak_suds"),
    endSuds: smallint("end_suds"),
    whatHappened: text("what_happened"),
    fearedOutcomeHappened: text("feared_outcome_happened", {
      enum: ["no", "partly", "yes", "cannot_tell"],
    }),
    howGotThrough: text("how_got_through"),
    /** 0–100. */
    surprise: smallint("surprise"),
    safetyBehavioursUsed: text("safety_behaviours_used")
      .array()
      .notNull()
      .default(sql`'{}'::text[]`),
    /** 0–100. */
    likelihoodAfter: smallint("likelihood_after"),
    felt: text("felt"),
    worse: text("worse"),
    better: text("better"),
    learned: text("learned"),
    reflectedAt: timestamp("reflected_at", { withTimezone: true }),
    letGoAt: timestamp("let_go_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    index("exposures_membership_id_idx").on(t.organisationId, t.membershipId, t.id),
    index("exposures_tries_idx")
      .on(t.organisationId, t.membershipId, t.finishedAt)
      .where(sql`${t.finishedAt} is not null`),
    index("exposures_under_way_idx")
      .on(t.organisationId, t.membershipId)
      .where(sql`${t.state} = 'under_way'`),
    // For "What did I learn last?", which is asked each time something new is planned.
    index("exposures_learned_idx")
      .on(t.organisationId, t.membershipId, t.reflectedAt)
      .where(sql`${t.learned} is not null`),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.repeatOfId],
      foreignColumns: [t.organisationId, t.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.wordMessageId],
      foreignColumns: [messages.organisationId, messages.id],
    }),
  ],
);

/** What was noted along the way, append-only: distress, the hands-off window, later thoughts. */
export const exposureMoments = pgTable(
  "exposure_moments",
  {
    organisationId: uuid("organisation_id").notNull(),
    /** Made by the sender, so that a tap sent twice is kept once. */
    id: uuid("id").notNull(),
    membershipId: uuid("membership_id").notNull(),
    exposureId: uuid("exposure_id").notNull(),
    kind: text("kind", {
      enum: ["distress", "hands_off_began", "hands_off_broken", "thought"],
    }).notNull(),
    /** When it was, as the member's device says, within what the server can believe. */
    at: timestamp("at", { withTimezone: true }).notNull(),
    receivedAt: timestamp("received_at", { withTimezone: true }).notNull(),
    /** SUDS 0–100; for distress only. */
    suds: smallint("suds"),
    /** For `hands_off_began`. */
    minutes: smallint("minutes"),
    words: text("words"),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    index("exposure_moments_exposure_idx").on(t.organisationId, t.exposureId, t.at),
    foreignKey({
      columns: [t.organisationId, t.exposureId],
      foreignColumns: [exposures.organisationId, exposures.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);

/** An idea that an organisation added to the library for its own people. */
export const organisationIdeas = pgTable(
  "organisation_ideas",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull(),
    title: text("title").notNull(),
    category: text("category", { enum: CATEGORIES }).notNull(),
    difficulty: smallint("difficulty").notNull(),
    suggestion: text("suggestion").notNull(),
    notice: text("notice").notNull(),
    addedAt: timestamp("added_at", { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] })],
);

/** An idea that an organisation took out of its people's sight; `slug` names ours or its own. */
export const hiddenIdeas = pgTable(
  "hidden_ideas",
  {
    organisationId: uuid("organisation_id").notNull(),
    slug: text("slug").notNull(),
    hiddenAt: timestamp("hidden_at", { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.slug] })],
);

/** Categories a member would rather not see. Nobody else ever learns of them. */
export const practicePreferences = pgTable(
  "practice_preferences",
  {
    organisationId: uuid("organisation_id").notNull(),
    membershipId: uuid("membership_id").notNull(),
    hiddenCategories: text("hidden_categories").array().notNull(),
    changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.membershipId] }),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);
