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

/** Something tiny that everyone in the room does at the same time, each their own. */
export const sharedExposures = pgTable(
  "shared_exposures",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull(),
    groupId: uuid("group_id").notNull(),
    roomId: uuid("room_id").notNull(),
    /** What is suggested, in the facilitator's words; may be empty. */
    prompt: text("prompt"),
    openedByEnrolmentId: uuid("opened_by_enrolment_id").notNull(),
    openedAt: timestamp("opened_at", { withTimezone: true }).notNull(),
    startedAt: timestamp("started_at", { withTimezone: true }),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    uniqueIndex("shared_exposures_open_key")
      .on(t.organisationId, t.roomId)
      .where(sql`${t.endedAt} is null`),
    index("shared_exposures_room_idx").on(t.organisationId, t.roomId, t.id),
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
 * All that a room ever learns of anyone's distress: a band over five people or more, each reading
 * in one band only, so that no two bands can be subtracted from each other.
 */
export const sharedExposureBands = pgTable(
  "shared_exposure_bands",
  {
    organisationId: uuid("organisation_id").notNull(),
    sharedExposureId: uuid("shared_exposure_id").notNull(),
    /** From 0: the forecast is 0 and what came of it the last. */
    position: integer("position").notNull(),
    groupId: uuid("group_id").notNull(),
    kind: text("kind", { enum: ["forecast", "during", "reality"] }).notNull(),
    /** SUDS, multiples of twenty; about half of the people are between the two. */
    low: integer("low").notNull(),
    high: integer("high").notNull(),
    closedAt: timestamp("closed_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.sharedExposureId, t.position] }),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.sharedExposureId],
      foreignColumns: [sharedExposures.organisationId, sharedExposures.id],
    }),
  ],
);

/** One person's own part. Theirs alone to read; it points at the exposure in their practice. */
export const sharedExposureParts = pgTable(
  "shared_exposure_parts",
  {
    organisationId: uuid("organisation_id").notNull(),
    sharedExposureId: uuid("shared_exposure_id").notNull(),
    membershipId: uuid("membership_id").notNull(),
    groupId: uuid("group_id").notNull(),
    exposureId: uuid("exposure_id").notNull(),
    /** Sealed with the exposure: SUDS 0–100. */
    expectedSuds: integer("expected_suds").notNull(),
    joinedAt: timestamp("joined_at", { withTimezone: true }).notNull(),
    /** Told once it is over; null for those who let it go or said nothing. */
    peakSuds: integer("peak_suds"),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.sharedExposureId, t.membershipId] }),
    foreignKey({
      columns: [t.organisationId, t.sharedExposureId],
      foreignColumns: [sharedExposures.organisationId, sharedExposures.id],
    }),
  ],
);

/** A distress reading while it is under way. Theirs alone to read; a band takes it at most once. */
export const sharedExposureTaps = pgTable(
  "shared_exposure_taps",
  {
    organisationId: uuid("organisation_id").notNull(),
    /** Made by the client, so that tapping twice on a bad line counts once. */
    id: uuid("id").notNull(),
    sharedExposureId: uuid("shared_exposure_id").notNull(),
    membershipId: uuid("membership_id").notNull(),
    groupId: uuid("group_id").notNull(),
    suds: integer("suds").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    index("shared_exposure_taps_at_idx").on(t.organisationId, t.sharedExposureId, t.at),
    foreignKey({
      columns: [t.organisationId, t.sharedExposureId],
      foreignColumns: [sharedExposures.organisationId, sharedExposures.id],
    }),
  ],
);
