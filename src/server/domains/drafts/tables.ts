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
  uuid,
} from "drizzle-orm/pg-core";
import { bytea } from "../../db/columns";
import { memberships } from "../organisations/tables";

/** Unfinished work, readable by its author alone until shared. Frozen from `sealed_at` on. */
export const drafts = pgTable(
  "drafts",
  {
    organisationId: uuid("organisation_id").notNull(),
    id: uuid("id").notNull().default(sql`uuidv7()`),
    membershipId: uuid("membership_id").notNull(),
    body: text("body").notNull(),
    /** An https address; never fetched by the server. */
    link: text("link"),
    contentNote: text("content_note"),
    wantsBack: text("wants_back", { enum: ["witness", "company", "question", "ideas"] })
      .notNull()
      .default("witness"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    savedAt: timestamp("saved_at", { withTimezone: true }).notNull(),
    /** "Good enough": nothing changes after this. */
    sealedAt: timestamp("sealed_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    index("drafts_membership_id_idx").on(t.organisationId, t.membershipId, t.id),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);

/** The one photo of a draft, re-encoded and bare of metadata; readable by its author alone. */
export const draftPhotos = pgTable(
  "draft_photos",
  {
    organisationId: uuid("organisation_id").notNull(),
    /** Made by the sender, so that sending it twice stores once. */
    id: uuid("id").notNull(),
    membershipId: uuid("membership_id").notNull(),
    draftId: uuid("draft_id").notNull(),
    alt: text("alt"),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    mediaType: text("media_type", { enum: ["image/jpeg"] }).notNull(),
    /** Exactly one of the two: kept here, or in the object store. */
    bytes: bytea("bytes"),
    objectKey: text("object_key"),
    addedAt: timestamp("added_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.id] }),
    unique("draft_photos_draft_key").on(t.organisationId, t.draftId),
    foreignKey({
      columns: [t.organisationId, t.draftId],
      foreignColumns: [drafts.organisationId, drafts.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.organisationId, t.membershipId],
      foreignColumns: [memberships.organisationId, memberships.id],
    }),
  ],
);
