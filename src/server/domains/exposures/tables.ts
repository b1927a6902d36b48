import { sql } from "drizzle-orm";
import {
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
    state: text("state", {
      enum: ["planned", "under_way", "done", "reflected", "let_go"],
    }).notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    /** Which idea of the library it began from; null for own words. */
    librarySlug: text("library_slug"),
    plan: text("plan").notNull(),
    whereAndWho: text("where_and_who"),
    fearedOutcome: text("feared_outcome"),
    /** 0–100, how likely the feared outcome seemed before. */
    likelihoodBefore: smallint("likelihood_before"),
    /** SUDS 0–100. */
    expectedSuds: smallint("expected_suds"),
    copingWords: text("coping_words"),
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
    // For "What did I learn last?", which is asked each time something new is planned.
    index("exposures_learned_idx")
      .on(t.organisationId, t.membershipId, t.reflectedAt)
      .where(sql`${t.learned} is not null`),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);
