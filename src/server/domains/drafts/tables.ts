import { sql } from "drizzle-orm";
import { foreignKey, index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { memberships } from "../organisations/tables";

/** Unfinished work, readable by its author alone until shared. Frozen from `sealed_at` on. */
export const drafts = pgTable(
  "drafts",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    membershipId: uuid("membership_id").notNull(),
    body: text("body").notNull(),
    wantsBack: text("wants_back", { enum: ["witness", "company", "question", "ideas"] })
      .notNull()
      .default("witness"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    savedAt: timestamp("saved_at", { withTimezone: true }).notNull(),
    /** "Good enough": nothing changes after this. */
    sealedAt: timestamp("sealed_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    index("drafts_membership_id_idx").on(t.organisationId, t.membershipId, t.id),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);
