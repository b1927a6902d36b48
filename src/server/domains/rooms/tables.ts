import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
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
    /** Who may write words now, and which replies are taken; set by the segment under way. */
    posting: text("posting", { enum: ["everyone", "turns", "facilitators"] })
      .notNull()
      .default("everyone"),
    replies: text("replies", { enum: ["as_asked", "warm"] })
      .notNull()
      .default("as_asked"),
    /** While a round of turns is under way: whose words are asked for; null when none is. */
    floorEnrolmentIds: uuid("floor_enrolment_ids").array(),
    /** Whoever has the floor asked for more than to be read, so the others may write too. */
    floorOpen: boolean("floor_open").notNull().default(false),
    /** Write together, open together: what members post now waits until it is opened. */
    writingRoundId: uuid("writing_round_id"),
    writingSince: timestamp("writing_since", { withTimezone: true }),
    /** Since when, and by whom, everything members post is seen by facilitators first. */
    heldAt: timestamp("held_at", { withTimezone: true }),
    heldByEnrolmentId: uuid("held_by_enrolment_id"),
    /** The least time between two posts of one member. */
    slowModeSeconds: integer("slow_mode_seconds"),
    /** No newcomers any more; who has been in the room comes and goes as before. */
    lockedAt: timestamp("locked_at", { withTimezone: true }),
    lockedByEnrolmentId: uuid("locked_by_enrolment_id"),
    /** Newcomers wait until they are let in, one by one. */
    lobbyAt: timestamp("lobby_at", { withTimezone: true }),
    lobbyByEnrolmentId: uuid("lobby_by_enrolment_id"),
    /**
     * When somebody who leads was last known to be in the room. What members post more than 30 s
     * later is held, whether or not anyone has noticed yet. Null on a board.
     */
    facilitatorSeenAt: timestamp("facilitator_seen_at", { withTimezone: true }),
    /** Since when nobody leads; until someone who does decides what to release. */
    safeSince: timestamp("safe_since", { withTimezone: true }),
    /** Who is offered the chair when the last facilitator drops, and who has taken it. */
    deputyEnrolmentId: uuid("deputy_enrolment_id"),
    chairEnrolmentId: uuid("chair_enrolment_id"),
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
    foreignKey({
      columns: [t.organisationId, t.deputyEnrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.chairEnrolmentId],
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
      enum: ["words", "win", "draft", "plan", "check_in", "reply", "notice"],
    }).notNull(),
    /**
     * Who it is for, besides its author: everyone of the room; its facilitators; for a warm reply,
     * the author of what it answers and nobody else; or, on a private line, the facilitators and
     * the one member of `line_enrolment_id`.
     */
    audience: text("audience", { enum: ["room", "facilitators", "author", "line"] })
      .notNull()
      .default("room"),
    lineEnrolmentId: uuid("line_enrolment_id"),
    /** What a line to the facilitators is, beside words; with whom or which message it is about. */
    regarding: text("regarding", { enum: ["quiet_word", "worry", "report"] }),
    aboutEnrolmentId: uuid("about_enrolment_id"),
    aboutMessageId: uuid("about_message_id"),
    /** When a facilitator said that it has been looked after. */
    settledAt: timestamp("settled_at", { withTimezone: true }),
    settledByEnrolmentId: uuid("settled_by_enrolment_id"),
    /** What the room itself says; `body` then holds the words that belong to it, or nothing. */
    notice: text("notice", {
      enum: ["segment_started", "person_admitted", "person_sent_out", "went_safe", "chair_taken"],
    }),
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
    state: text("state", { enum: ["shown", "held", "removed", "retracted", "unsent"] }).notNull(),
    /** Why it is held; kept once it is shown. */
    heldFor: text("held_for", {
      enum: ["person", "room", "message", "safe", "word", "together"],
    }),
    /** The round of writing together that opens it. */
    writingRoundId: uuid("writing_round_id"),
    /** Why a facilitator removed it; told to its author. */
    stateReason: text("state_reason"),
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
    // The author first: where the room comes first, PostgreSQL may take the key below for the same
    // question, and reads the whole room to find that a message is not there.
    unique("messages_client_message_id_key").on(
      t.organisationId,
      t.authorEnrolmentId,
      t.clientMessageId,
      t.roomId,
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
    foreignKey({
      columns: [t.organisationId, t.lineEnrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.aboutEnrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.aboutMessageId],
      foreignColumns: [t.organisationId, t.id],
    }),
    index("messages_held_idx")
      .on(t.organisationId, t.roomId, t.postedSeq)
      .where(sql`${t.state} = 'held'`),
    index("messages_regarding_idx")
      .on(t.organisationId, t.roomId, t.postedSeq)
      .where(sql`${t.regarding} is not null`),
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

/**
 * One person's time in one room: asked to come in, was let in, is here, left. Several tabs, devices
 * and server processes are one row.
 */
export const attendances = pgTable(
  "attendances",
  {
    organisationId: uuid("organisation_id").notNull(),
    roomId: uuid("room_id").notNull(),
    enrolmentId: uuid("enrolment_id").notNull(),
    groupId: uuid("group_id").notNull(),
    /** Waiting in the lobby since; stays once they are let in. */
    askedAt: timestamp("asked_at", { withTimezone: true }),
    admittedAt: timestamp("admitted_at", { withTimezone: true }),
    admittedByEnrolmentId: uuid("admitted_by_enrolment_id"),
    firstHereAt: timestamp("first_here_at", { withTimezone: true }),
    /** Told by whichever process holds a connection of theirs, every few seconds. */
    lastSeenAt: timestamp("last_seen_at", { withTimezone: true }),
    leftAt: timestamp("left_at", { withTimezone: true }),
    awaySince: timestamp("away_since", { withTimezone: true }),
    /** Sent out for this session; null again once let back in. */
    sentOutAt: timestamp("sent_out_at", { withTimezone: true }),
    sentOutByEnrolmentId: uuid("sent_out_by_enrolment_id"),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.roomId, t.enrolmentId] }),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.roomId],
      foreignColumns: [rooms.organisationId, rooms.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.enrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
  ],
);

/**
 * An explicit sentence was posted, and whoever leads is told quietly. Names the message and the
 * rule, and says nothing about the person. Gone 90 days later.
 */
export const careFlags = pgTable(
  "care_flags",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    groupId: uuid("group_id").notNull(),
    roomId: uuid("room_id").notNull(),
    messageId: uuid("message_id").notNull(),
    rule: text("rule").notNull(),
    raisedAt: timestamp("raised_at", { withTimezone: true }).notNull(),
    settledAt: timestamp("settled_at", { withTimezone: true }),
    settledByEnrolmentId: uuid("settled_by_enrolment_id"),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    index("care_flags_room_idx").on(t.organisationId, t.roomId, t.id),
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

/** Words that let a post wait for a facilitator. They hold; they never refuse. */
export const heldWords = pgTable(
  "held_words",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    groupId: uuid("group_id").notNull(),
    word: text("word").notNull(),
    /** `word` as a regular expression of PostgreSQL that matches it whole, in any case. */
    pattern: text("pattern").notNull(),
    addedByEnrolmentId: uuid("added_by_enrolment_id").notNull(),
    addedAt: timestamp("added_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    unique("held_words_word_key").on(t.organisationId, t.groupId, t.word),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.addedByEnrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
  ],
);

/** Whom one person has folded away for themself. Nobody else ever learns of it. */
export const foldedPeople = pgTable(
  "folded_people",
  {
    organisationId: uuid("organisation_id").notNull(),
    membershipId: uuid("membership_id").notNull(),
    groupId: uuid("group_id").notNull(),
    /** The one whose messages are folded. */
    enrolmentId: uuid("enrolment_id").notNull(),
    foldedAt: timestamp("folded_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.membershipId, t.enrolmentId] }),
    foreignKey({
      columns: [t.organisationId, t.enrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
  ],
);
