import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { enrolments, groups } from "../groups/tables";
import { rooms } from "../rooms/tables";

/**
 * One round in which everyone who wants to has a turn of equal length. `version` counts every
 * change, so that two people who press at once do not both move it on.
 */
export const turnRounds = pgTable(
  "turn_rounds",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull(),
    groupId: uuid("group_id").notNull(),
    roomId: uuid("room_id").notNull(),
    /** `told`: the order stands and everyone sees it, but nobody's turn has come yet. */
    state: text("state", { enum: ["told", "under_way", "ended"] }).notNull(),
    orderedBy: text("ordered_by", { enum: ["hand", "quiet_first", "shuffle"] }).notNull(),
    /** What the shuffle grew from, told beforehand: anyone can grow the same order from it. */
    seed: text("seed"),
    budgetSeconds: integer("budget_seconds").notNull(),
    version: integer("version").notNull().default(0),
    createdByEnrolmentId: uuid("created_by_enrolment_id").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    startedAt: timestamp("started_at", { withTimezone: true }),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    /** Since when its clock stands still, because the room is paused. */
    heldSince: timestamp("held_since", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("turn_rounds_open_key")
      .on(t.organisationId, t.roomId)
      .where(sql`${t.endedAt} is null`),
    index("turn_rounds_room_idx").on(t.organisationId, t.roomId, t.id),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.roomId],
      foreignColumns: [rooms.organisationId, rooms.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.createdByEnrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
  ],
);

/** One person's place in a round. */
export const turns = pgTable(
  "turns",
  {
    organisationId: uuid("organisation_id").notNull(),
    roundId: uuid("round_id").notNull(),
    enrolmentId: uuid("enrolment_id").notNull(),
    groupId: uuid("group_id").notNull(),
    /** Dense from 0 in the order in which they come. */
    position: integer("position").notNull(),
    state: text("state", {
      enum: ["waiting", "offered", "speaking", "done", "passed", "skipped"],
    }).notNull(),
    /** When a late comer joined; null for those with whom the round was told. */
    joinedAt: timestamp("joined_at", { withTimezone: true }),
    /** How long it is for, once accepted; what was used of it, once over. */
    slotSeconds: integer("slot_seconds"),
    offeredAt: timestamp("offered_at", { withTimezone: true }),
    startedAt: timestamp("started_at", { withTimezone: true }),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    /** How often it was offered and not answered. */
    unanswered: integer("unanswered").notNull().default(0),
    /** What the speaker asked for in return. */
    wantsBack: text("wants_back", { enum: ["witness", "company", "question", "ideas"] }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.roundId, t.enrolmentId] }),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.roundId],
      foreignColumns: [turnRounds.organisationId, turnRounds.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.enrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
  ],
);
