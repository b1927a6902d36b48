import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { memberships, organisations } from "../organisations/tables";

/** A facilitated group. */
export const groups = pgTable(
  "groups",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    name: text("name").notNull(),
    purpose: text("purpose").notNull().default(""),
    /** For how long a session's transcript stays readable to those who were of the group then. */
    retentionDays: integer("retention_days").notNull().default(90),
    createdByMembershipId: uuid("created_by_membership_id").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    foreignKey({ columns: [t.organisationId], foreignColumns: [organisations.organisationId] }),
    foreignKey({
      columns: [t.organisationId, t.createdByMembershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);

/** What people agree to before they enter. Versions are appended; version 1 comes with the group. */
export const groupAgreements = pgTable(
  "group_agreements",
  {
    organisationId: uuid("organisation_id").notNull(),
    groupId: uuid("group_id").notNull(),
    version: integer("version").notNull(),
    text: text("text").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.groupId, t.version] }),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
  ],
);

/**
 * A membership in a group, with the name shown there and nowhere else. `id` is the only id of a
 * person that other members ever receive.
 */
export const enrolments = pgTable(
  "enrolments",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    groupId: uuid("group_id").notNull(),
    membershipId: uuid("membership_id").notNull(),
    role: text("role", { enum: ["facilitator", "co-facilitator", "member"] }).notNull(),
    shownName: text("shown_name").notNull(),
    /** The latest of `standing_changes`, kept here because every post is checked against it. */
    standing: text("standing", { enum: ["active", "muted", "held", "removed"] })
      .notNull()
      .default("active"),
    joinedAt: timestamp("joined_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    unique("enrolments_membership_key").on(t.organisationId, t.groupId, t.membershipId),
    uniqueIndex("enrolments_shown_name_key").on(
      t.organisationId,
      t.groupId,
      sql`lower(${t.shownName})`,
    ),
    index("enrolments_membership_id_idx").on(t.organisationId, t.membershipId),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);

/** Append-only: who changed whose standing, when. */
export const standingChanges = pgTable(
  "standing_changes",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    groupId: uuid("group_id").notNull(),
    enrolmentId: uuid("enrolment_id").notNull(),
    standing: text("standing", { enum: ["active", "muted", "held", "removed"] }).notNull(),
    byEnrolmentId: uuid("by_enrolment_id").notNull(),
    changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    index("standing_changes_enrolment_id_idx").on(t.organisationId, t.enrolmentId, t.id),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.enrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.byEnrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
  ],
);

/** Which version of the agreement a person accepted, and when. */
export const agreementAcceptances = pgTable(
  "agreement_acceptances",
  {
    organisationId: uuid("organisation_id").notNull(),
    enrolmentId: uuid("enrolment_id").notNull(),
    version: integer("version").notNull(),
    groupId: uuid("group_id").notNull(),
    acceptedAt: timestamp("accepted_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.enrolmentId, t.version] }),
    foreignKey({
      columns: [t.organisationId, t.enrolmentId],
      foreignColumns: [enrolments.organisationId, enrolments.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.groupId, t.version],
      foreignColumns: [
        groupAgreements.organisationId,
        groupAgreements.groupId,
        groupAgreements.version,
      ],
    }),
  ],
);

/** A link into one group. Only the hash of its secret is kept; it can be called back. */
export const invites = pgTable(
  "invites",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    groupId: uuid("group_id").notNull(),
    secretHash: text("secret_hash").notNull(),
    role: text("role", { enum: ["facilitator", "co-facilitator", "member"] }).notNull(),
    createdByMembershipId: uuid("created_by_membership_id").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    calledBackAt: timestamp("called_back_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    unique("invites_secret_hash_key").on(t.organisationId, t.secretHash),
    index("invites_group_id_idx").on(t.organisationId, t.groupId, t.id),
    foreignKey({
      columns: [t.organisationId, t.groupId],
      foreignColumns: [groups.organisationId, groups.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.createdByMembershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);
