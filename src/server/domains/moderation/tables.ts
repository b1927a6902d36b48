import { sql } from "drizzle-orm";
import { foreignKey, index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { enrolments, groups } from "../groups/tables";
import { ACTS } from "./contract";

/** Append-only: who did what to whom or what, when and why. Read by facilitators of the group. */
export const moderationActs = pgTable(
  "moderation_acts",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    groupId: uuid("group_id").notNull(),
    roomId: uuid("room_id"),
    act: text("act", { enum: ACTS }).notNull(),
    /** Null for what the room did by itself, when nobody led it. */
    byEnrolmentId: uuid("by_enrolment_id"),
    messageId: uuid("message_id"),
    enrolmentId: uuid("enrolment_id"),
    reason: text("reason"),
    actedAt: timestamp("acted_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    index("moderation_acts_group_id_idx").on(t.organisationId, t.groupId, t.id),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.byEnrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
  ],
);
