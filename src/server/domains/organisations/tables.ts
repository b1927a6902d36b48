import { sql } from "drizzle-orm";
import {
  foreignKey,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { users } from "../users/tables";

/** The tenant. Its id is the `organisation_id` that leads every key below it. */
export const organisations = pgTable("organisations", {
  organisationId: uuid("organisation_id").primaryKey().default(sql`uuidv7()`),
  name: text("name").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
});

/** A user in one organisation. Ended, not deleted: `ended_at` says when. */
export const memberships = pgTable(
  "memberships",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    role: text("role", { enum: ["owner", "facilitator", "member"] }).notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    unique("memberships_user_key").on(t.organisationId, t.userId),
    foreignKey({ columns: [t.organisationId], foreignColumns: [organisations.organisationId] }),
  ],
);

/**
 * Which organisations a user may enter: the one question asked before a tenant is chosen, so it
 * cannot be keyed by tenant. Global, ids only, and visible to that user alone.
 */
export const userOrganisations = pgTable(
  "user_organisations",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    organisationId: uuid("organisation_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.organisationId] })],
);
