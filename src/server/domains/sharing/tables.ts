import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { memberships } from "../organisations/tables";
import { messages } from "../rooms/tables";

/** Topics a member prefers collapsed, in their own words. Nobody else ever learns of them. */
export const sharingPreferences = pgTable(
  "sharing_preferences",
  {
    organisationId: uuid("organisation_id").notNull(),
    membershipId: uuid("membership_id").notNull(),
    collapsedTopics: text("collapsed_topics").array().notNull(),
    changedAt: timestamp("changed_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.membershipId] }),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);

/**
 * An author's consent to show chosen fields of one private record to one audience for one
 * lifetime. Readable by its author alone: it links a room's card to the private record behind it.
 * What others see is the card on the message, and the share lives and dies with that message.
 */
export const shares = pgTable(
  "shares",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    membershipId: uuid("membership_id").notNull(),
    sourceKind: text("source_kind", { enum: ["exposure", "draft", "check_in"] }).notNull(),
    sourceId: uuid("source_id").notNull(),
    audience: text("audience", { enum: ["room", "group", "facilitators"] }).notNull(),
    lifetime: text("lifetime", { enum: ["session", "seven_days", "kept"] }).notNull(),
    fields: text("fields").array().notNull(),
    messageId: uuid("message_id").notNull(),
    sharedAt: timestamp("shared_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    unique("shares_message_key").on(t.organisationId, t.messageId),
    index("shares_source_idx").on(t.organisationId, t.membershipId, t.sourceId),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.messageId],
      foreignColumns: [messages.organisationId, messages.id],
    }),
  ],
);
