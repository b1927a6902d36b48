import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { enrolments, groups } from "../groups/tables";

/** A scheduled meeting of a group. `time_zone` is the zone in which a person meant `starts_at`. */
export const groupSessions = pgTable(
  "group_sessions",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    groupId: uuid("group_id").notNull(),
    title: text("title").notNull(),
    startsAt: timestamp("starts_at", { withTimezone: true }).notNull(),
    timeZone: text("time_zone").notNull(),
    durationMinutes: integer("duration_minutes").notNull(),
    createdByEnrolmentId: uuid("created_by_enrolment_id").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    index("group_sessions_starts_at_idx").on(t.organisationId, t.groupId, t.startsAt, t.id),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.createdByEnrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
  ],
);
