import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  foreignKey,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { memberships } from "../organisations/tables";

/** A member's wishes for the weekly note. No row, or no `opted_in_at`: no note. */
export const digestPreferences = pgTable(
  "digest_preferences",
  {
    organisationId: uuid("organisation_id").notNull(),
    membershipId: uuid("membership_id").notNull(),
    optedInAt: timestamp("opted_in_at", { withTimezone: true }),
    /** ISO weekday, 1 Monday – 7 Sunday. */
    weekday: smallint("weekday").notNull().default(1),
    /** 0–23, in `time_zone`. */
    hour: smallint("hour").notNull().default(8),
    timeZone: text("time_zone").notNull(),
    /** False: the body carries nothing about the practice, only a link. */
    withDetail: boolean("with_detail").notNull().default(false),
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

/** One weekly note: one row per membership and local ISO week, whatever happens to the worker. */
export const digests = pgTable(
  "digests",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    membershipId: uuid("membership_id").notNull(),
    /** Monday of the week, in the member's zone. */
    weekStartOn: date("week_start_on").notNull(),
    state: text("state", { enum: ["pending", "sending", "sent", "skipped", "failed"] }).notNull(),
    plannedAt: timestamp("planned_at", { withTimezone: true }).notNull(),
    /** While `sending`: until when the claiming worker may be believed alive. */
    leaseUntil: timestamp("lease_until", { withTimezone: true }),
    sentAt: timestamp("sent_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    unique("digests_week_key").on(t.organisationId, t.membershipId, t.weekStartOn),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);
