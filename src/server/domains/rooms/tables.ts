import { sql } from "drizzle-orm";
import {
  bigint,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea } from "../../db/columns";
import { enrolments, groups } from "../groups/tables";
import { groupSessions } from "../sessions/tables";
import type { Card } from "./contract";

/**
 * The live place of one session, or a group's board: the place between sessions, where cards are
 * shared with the group or its facilitators. A group has one board.
 */
export const rooms = pgTable(
  "rooms",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    groupId: uuid("group_id").notNull(),
    kind: text("kind", { enum: ["session", "board"] })
      .notNull()
      .default("session"),
    /** Null for a board. */
    sessionId: uuid("session_id"),
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
    uniqueIndex("rooms_board_key").on(t.organisationId, t.groupId).where(sql`${t.kind} = 'board'`),
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
    kind: text("kind", {
      enum: ["words", "win", "draft", "plan", "check_in", "reply"],
    }).notNull(),
    /**
     * Who it is for, besides its author: everyone of the room; its facilitators; or, for a warm
     * reply, the author of what it answers and nobody else.
     */
    audience: text("audience", { enum: ["room", "facilitators", "author"] })
      .notNull()
      .default("room"),
    /** The card a reply answers. A reply is never seen without it. */
    replyToId: uuid("reply_to_id"),
    replyKind: text("reply_kind", {
      enum: [
        "with_you",
        "me_too",
        "thank_you_for_the_mess",
        "company",
        "question",
        "idea",
        "go_ahead",
        "smaller_please",
      ],
    }),
    /** On a board, "for this session": gone once that session's room closes. */
    endsWithSessionId: uuid("ends_with_session_id"),
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
    index("messages_reply_to_idx")
      .on(t.organisationId, t.replyToId, t.postedSeq)
      .where(sql`${t.replyToId} is not null`),
    index("messages_ends_with_session_idx")
      .on(t.organisationId, t.endsWithSessionId)
      .where(sql`${t.endsWithSessionId} is not null`),
    foreignKey({
      columns: [t.organisationId, t.replyToId],
      foreignColumns: [t.organisationId, t.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.endsWithSessionId],
      foreignColumns: [groupSessions.organisationId, groupSessions.id],
    }),
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

/**
 * A photo as it was shared: a copy that lives and dies with its message, under an address nobody
 * can guess. Whoever asks for it must also be able to see the message.
 */
export const messagePhotos = pgTable(
  "message_photos",
  {
    organisationId: uuid("organisation_id").notNull(),
    /** 128 random bits or more, base64url. */
    address: text("address").notNull(),
    groupId: uuid("group_id").notNull(),
    messageId: uuid("message_id").notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    mediaType: text("media_type", { enum: ["image/jpeg"] }).notNull(),
    /** Exactly one of the two: kept here, or in the object store. */
    bytes: bytea("bytes"),
    objectKey: text("object_key"),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.address] }),
    index("message_photos_message_idx").on(t.organisationId, t.messageId),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.messageId],
      foreignColumns: [messages.organisationId, messages.id],
    }),
  ],
);
