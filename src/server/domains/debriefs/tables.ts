import {
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { enrolments, groups } from "../groups/tables";
import { memberships } from "../organisations/tables";
import { groupSessions } from "../sessions/tables";

/**
 * What those who lead keep about one session: a private note, the debrief, and what the next one
 * to lead should know. Row-level security shows it to the group's facilitators alone.
 */
export const sessionNotes = pgTable(
  "session_notes",
  {
    organisationId: uuid("organisation_id").notNull(),
    sessionId: uuid("session_id").notNull(),
    groupId: uuid("group_id").notNull(),
    note: text("note"),
    wentWell: text("went_well"),
    wasHard: text("was_hard"),
    toFollowUp: text("to_follow_up"),
    forMyself: text("for_myself"),
    handover: text("handover"),
    version: integer("version").notNull().default(0),
    changedByEnrolmentId: uuid("changed_by_enrolment_id").notNull(),
    changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.sessionId] }),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.sessionId],
      foreignColumns: [groupSessions.organisationId, groupSessions.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.changedByEnrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
  ],
);

/** What one person takes with them from one session, in their own words; theirs alone to read. */
export const takeaways = pgTable(
  "takeaways",
  {
    organisationId: uuid("organisation_id").notNull(),
    sessionId: uuid("session_id").notNull(),
    membershipId: uuid("membership_id").notNull(),
    groupId: uuid("group_id").notNull(),
    learned: text("learned").notNull(),
    changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.sessionId, t.membershipId] }),
    foreignKey({
      columns: [t.organisationId, t.sessionId],
      foreignColumns: [groupSessions.organisationId, groupSessions.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);
