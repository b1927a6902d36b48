import { sql } from "drizzle-orm";
import {
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { enrolments, groups } from "../groups/tables";
import { messages, rooms } from "../rooms/tables";

/** A good-enough box: so many minutes in which people write side by side, and then it stands. */
export const boxes = pgTable(
  "boxes",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull(),
    groupId: uuid("group_id").notNull(),
    roomId: uuid("room_id").notNull(),
    /** What to write about, in the facilitator's words; may be empty. */
    prompt: text("prompt"),
    openedByEnrolmentId: uuid("opened_by_enrolment_id").notNull(),
    openedAt: timestamp("opened_at", { withTimezone: true }).notNull(),
    /** The zero of its clock, which is the server's. */
    closesAt: timestamp("closes_at", { withTimezone: true }).notNull(),
    /** When what was written was frozen and shared; at zero, or earlier by a facilitator's hand. */
    closedAt: timestamp("closed_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("boxes_open_key").on(t.organisationId, t.roomId).where(sql`${t.closedAt} is null`),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.roomId],
      foreignColumns: [rooms.organisationId, rooms.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.openedByEnrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
  ],
);

/**
 * What one person writes in a box. The text is stored while the box is open, unlike other live
 * keystrokes, because at zero it is shared as it stands whether or not its author's browser, or
 * this process, is still there; it is wiped here once its card holds it.
 */
export const boxEntries = pgTable(
  "box_entries",
  {
    organisationId: uuid("organisation_id").notNull(),
    boxId: uuid("box_id").notNull(),
    enrolmentId: uuid("enrolment_id").notNull(),
    groupId: uuid("group_id").notNull(),
    text: text("text").notNull().default(""),
    /** Counts keystrokes taken in, so that a late one never overwrites a newer. */
    version: integer("version").notNull().default(0),
    wantsBack: text("wants_back", { enum: ["witness", "company", "question", "ideas"] }).notNull(),
    lifetime: text("lifetime", { enum: ["session", "seven_days", "kept"] }).notNull(),
    joinedAt: timestamp("joined_at", { withTimezone: true }).notNull(),
    /** Passed: what was written is gone, and nothing is shared. */
    passedAt: timestamp("passed_at", { withTimezone: true }),
    frozenAt: timestamp("frozen_at", { withTimezone: true }),
    /** The card it became; null while open, when passed, and for a page left empty. */
    messageId: uuid("message_id"),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.boxId, t.enrolmentId] }),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.boxId],
      foreignColumns: [boxes.organisationId, boxes.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.enrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.messageId],
      foreignColumns: [messages.organisationId, messages.id],
    }),
  ],
);
