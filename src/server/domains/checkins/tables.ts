import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  foreignKey,
  pgTable,
  primaryKey,
  smallint,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { memberships } from "../organisations/tables";

/**
 * A member's weekly noticing: four items in our own wording, each of which may be skipped. For
 * noticing, not diagnosing; readable by its author alone (ring self).
 */
export const checkIns = pgTable(
  "check_ins",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    membershipId: uuid("membership_id").notNull(),
    /** The Monday of the member's own week. */
    weekStartOn: date("week_start_on", { mode: "string" }).notNull(),
    /** 0–10 each; null where skipped. */
    fear: smallint("fear"),
    avoidance: smallint("avoidance"),
    distress: smallint("distress"),
    /** "Nothing came up": an answer, and not the same as 0. */
    nothingCameUp: boolean("nothing_came_up").notNull().default(false),
    /** Higher is easier; never averaged with the others. */
    goodEnough: smallint("good_enough"),
    keptAt: timestamp("kept_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    unique("check_ins_week_key").on(t.organisationId, t.membershipId, t.weekStartOn),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);
