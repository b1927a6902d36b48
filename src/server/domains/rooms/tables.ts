import { sql } from "drizzle-orm";
import {
  bigint,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { enrolments, groups } from "../groups/tables";
import { groupSessions } from "../sessions/tables";
import type { Card } from "./contract";

/** The live place of one session. */
export const rooms = pgTable(
  "rooms",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    groupId: uuid("group_id").notNull(),
    sessionId: uuid("session_id").notNull(),
    openedByEnrolmentId: uuid("opened_by_enrolment_id").notNull(),
    openedAt: timestamp("opened_at", { withTimezone: true }).notNull(),
    pausedByEnrolmentId: uuid("paused_by_enrolment_id"),
    pausedAt: timestamp("paused_at", { withTimezone: true }),
    closedByEnrolmentId: uuid("closed_by_enrolment_id"),
    closedAt: timestamp("closed_at", { withTimezone: true }),
    /** The draft or win the room is looking at. */
    centreMessageId: uuid("centre_message_id"),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    unique("rooms_session_key").on(t.organisationId, t.sessionId),
    index("rooms_group_id_idx").on(t.organisationId, t.groupId, t.id),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.sessionId],
      foreignColumns: [groupSessions.organisationId, groupSessions.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.openedByEnrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
  ],
);

/**
 * Everything said or shared in a room: words, a win card, a draft. One table, so that one
 * visibility rule covers them all. A win or draft carries a copy of exactly the fields its author
 * ticked, which is why nobody ever needs to read another person's practice record.
 */
export const messages = pgTable(
  "messages",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    groupId: uuid("group_id").notNull(),
    roomId: uuid("room_id").notNull(),
    /** The `seq` of its `message_posted` event: the order in which the room reads. */
    postedSeq: bigint("posted_seq", { mode: "number" }).notNull(),
    authorEnrolmentId: uuid("author_enrolment_id").notNull(),
    clientMessageId: uuid("client_message_id").notNull(),
    kind: text("kind", { enum: ["words", "win", "draft"] }).notNull(),
    /** Null once retracted. */
    body: text("body"),
    /** Null for words, and once retracted. */
    card: jsonb("card").$type<Card>(),
    postedAt: timestamp("posted_at", { withTimezone: true }).notNull(),
    state: text("state", { enum: ["shown", "held", "removed", "retracted"] }).notNull(),
    /** When members could first see it; null if they never could. */
    shownAt: timestamp("shown_at", { withTimezone: true }),
    stateChangedAt: timestamp("state_changed_at", { withTimezone: true }).notNull(),
    stateChangedByEnrolmentId: uuid("state_changed_by_enrolment_id").notNull(),
    /** Shared "for this session" only: gone once the room closes. */
    lifetime: text("lifetime", { enum: ["session", "seven_days", "kept"] }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    unique("messages_client_message_id_key").on(
      t.organisationId,
      t.roomId,
      t.authorEnrolmentId,
      t.clientMessageId,
    ),
    unique("messages_posted_seq_key").on(t.organisationId, t.roomId, t.postedSeq),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.roomId],
      foreignColumns: [rooms.organisationId, rooms.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.authorEnrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
  ],
);
