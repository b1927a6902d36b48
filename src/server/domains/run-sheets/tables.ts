import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { groups } from "../groups/tables";
import { memberships, organisations } from "../organisations/tables";
import { groupSessions } from "../sessions/tables";
import type { SegmentPlan } from "./contract";

/**
 * A run sheet that the organisation made, or its own version of one that comes with the house
 * (`slug`). Sessions take a copy, so that changing it changes no session that has one already.
 */
export const runSheetTemplates = pgTable(
  "run_sheet_templates",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull(),
    /** Stands in for the one of that name that comes with the house; null for one of their own. */
    slug: text("slug"),
    name: text("name").notNull(),
    purpose: text("purpose").notNull().default(""),
    segments: jsonb("segments").$type<SegmentPlan[]>().notNull(),
    version: integer("version").notNull().default(1),
    changedByMembershipId: uuid("changed_by_membership_id").notNull(),
    changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
    /** Put away: offered to no session any more. */
    retiredAt: timestamp("retired_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("run_sheet_templates_slug_key")
      .on(t.organisationId, t.slug)
      .where(sql`${t.slug} is not null`),
    foreignKey({ columns: [t.organisationId], foreignColumns: [organisations.organisationId] }),
    foreignKey({
      columns: [t.organisationId, t.changedByMembershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);

/** A session's own run sheet. `version` counts every change of it or of its segments. */
export const runSheets = pgTable(
  "run_sheets",
  {
    organisationId: uuid("organisation_id").notNull(),
    sessionId: uuid("session_id").notNull(),
    groupId: uuid("group_id").notNull(),
    name: text("name").notNull(),
    version: integer("version").notNull().default(0),
    /** When the session ends if its facilitator said otherwise than planned. */
    endsAt: timestamp("ends_at", { withTimezone: true }),
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
  ],
);

/** One part of a session: planned, under way, ended, or skipped. */
export const segments = pgTable(
  "segments",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull(),
    groupId: uuid("group_id").notNull(),
    sessionId: uuid("session_id").notNull(),
    /** Dense from 0. */
    position: integer("position").notNull(),
    kind: text("kind", {
      enum: ["opening", "check_in", "share", "exposure", "reflection", "break", "closing"],
    }).notNull(),
    title: text("title").notNull(),
    prompt: text("prompt").notNull(),
    plannedSeconds: integer("planned_seconds").notNull(),
    /**
     * By how much more or less it is for than planned: what the clock left it when it began, and
     * what was added by hand since.
     */
    addedSeconds: integer("added_seconds").notNull().default(0),
    startedAt: timestamp("started_at", { withTimezone: true }),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    skippedAt: timestamp("skipped_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    index("segments_session_idx").on(t.organisationId, t.sessionId, t.position),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.sessionId],
      foreignColumns: [runSheets.organisationId, runSheets.sessionId],
    }),
  ],
);
