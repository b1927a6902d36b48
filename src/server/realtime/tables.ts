import {
  bigint,
  foreignKey,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";

/** One per room and one per enrolment; the row is the lock that makes `seq` dense. */
export const eventStreams = pgTable(
  "event_streams",
  {
    organisationId: uuid("organisation_id").notNull(),
    /** The room's or the enrolment's own id. */
    id: uuid("id").notNull(),
    groupId: uuid("group_id").notNull(),
    kind: text("kind", { enum: ["room", "enrolment"] }).notNull(),
    lastSeq: bigint("last_seq", { mode: "number" }).notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.id] })],
);

/** What happened, as ids and an audience; never content. Append-only. */
export const streamEvents = pgTable(
  "stream_events",
  {
    organisationId: uuid("organisation_id").notNull(),
    streamId: uuid("stream_id").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    groupId: uuid("group_id").notNull(),
    kind: text("kind").notNull(),
    /** The message or enrolment it is about; null when it is about the stream itself. */
    subjectId: uuid("subject_id"),
    at: timestamp("at", { withTimezone: true }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.streamId, t.seq] }),
    foreignKey({
      columns: [t.organisationId, t.streamId],
      foreignColumns: [eventStreams.organisationId, eventStreams.id],
    }),
  ],
);
