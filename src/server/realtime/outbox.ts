import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Tx } from "../db/client";
import { found } from "../lib/errors";
import { eventStreams, streamEvents } from "./tables";

// A write and its event commit together. An event says what happened to which id, never what was
// written there, so removing a message changes one row and nothing has to be unsaid elsewhere.

/** NOTIFY channel; a nudge to re-read the streams it names. */
export const STREAMS_CHANNEL = "unpolished_streams";

/** PostgreSQL refuses a payload of 8,000 bytes; 150 ids of 36 characters stay well below. */
const NUDGE_MAX_STREAMS = 150;

/**
 * Payloads that together name the streams: `<organisation id>:<stream id>,<stream id>…` each, and
 * `:<origin>` where that process has told its own gateway already.
 */
export function nudgesFor(organisationId: string, streamIds: string[], origin?: string): string[] {
  const payloads = [];
  for (let from = 0; from < streamIds.length; from += NUDGE_MAX_STREAMS) {
    const named = streamIds.slice(from, from + NUDGE_MAX_STREAMS);
    payloads.push([organisationId, named.join(","), ...(origin ? [origin] : [])].join(":"));
  }
  return payloads;
}

/** Whether that process sent the nudge and has told its own gateway already. */
export function isFrom(origin: string, nudge: string): boolean {
  return nudge.endsWith(`:${origin}`);
}

/** The ids of the streams that a nudge names. */
export function streamsOf(nudge: string): Set<string> {
  const [, ids = ""] = nudge.split(":");
  return new Set(ids.split(","));
}

export type StreamRef = { organisationId: string; streamId: string };
export type NewEvent = { kind: string; subjectId: string | null; at: Date };
export type StoredEvent = NewEvent & { seq: number };

/** Makes the stream of a new room or enrolment, at `seq` 0. */
export async function openStream(
  tx: Tx,
  stream: { organisationId: string; id: string; groupId: string; kind: "room" | "enrolment" },
): Promise<void> {
  await tx.insert(eventStreams).values(stream).onConflictDoNothing();
}

/**
 * Waits for every earlier write to the stream and keeps later ones out until commit: what is read
 * after this is what the event that follows will be true of.
 * @returns the stream's last `seq`. @throws NOT_FOUND outside the actor's groups.
 */
export async function lockStream(tx: Tx, stream: StreamRef): Promise<number> {
  const [row] = await tx
    .select({ lastSeq: eventStreams.lastSeq })
    .from(eventStreams)
    .where(thisStream(stream))
    .for("update");
  return found(row).lastSeq;
}

/** As `lockStream` for several, in one order whoever asks, so that no two can wait for each other. */
export async function lockStreams(
  tx: Tx,
  organisationId: string,
  streamIds: string[],
): Promise<void> {
  await tx
    .select({ id: eventStreams.id })
    .from(eventStreams)
    .where(
      and(eq(eventStreams.organisationId, organisationId), inArray(eventStreams.id, streamIds)),
    )
    .orderBy(asc(eventStreams.id))
    .for("update");
}

/** Appends one event at the stream's next `seq` and nudges on commit. @returns that `seq`. */
export async function appendEvent(tx: Tx, stream: StreamRef, event: NewEvent): Promise<number> {
  const [row] = await tx
    .update(eventStreams)
    .set({ lastSeq: sql`${eventStreams.lastSeq} + 1` })
    .where(thisStream(stream))
    .returning({ seq: eventStreams.lastSeq, groupId: eventStreams.groupId });
  const { seq, groupId } = found(row);
  await tx.insert(streamEvents).values({ ...stream, ...event, seq, groupId });
  const [nudge] = nudgesFor(stream.organisationId, [stream.streamId]);
  await tx.execute(sql`select pg_notify(${STREAMS_CHANNEL}, ${nudge})`);
  return seq;
}

/** The stream's last `seq`. @throws NOT_FOUND outside the actor's groups. */
export async function readLastSeq(tx: Tx, stream: StreamRef): Promise<number> {
  const [row] = await tx
    .select({ lastSeq: eventStreams.lastSeq })
    .from(eventStreams)
    .where(thisStream(stream));
  return found(row).lastSeq;
}

/** Last `seq` by stream id, for those of `streamIds` the actor may see. */
export async function readLastSeqs(
  tx: Tx,
  organisationId: string,
  streamIds: string[],
): Promise<Map<string, number>> {
  const rows = await tx
    .select({ id: eventStreams.id, lastSeq: eventStreams.lastSeq })
    .from(eventStreams)
    .where(
      and(eq(eventStreams.organisationId, organisationId), inArray(eventStreams.id, streamIds)),
    );
  return new Map(rows.map((row) => [row.id, row.lastSeq]));
}

/** Events after `sinceSeq`, oldest first, at most `limit`. */
export function readEvents(
  tx: Tx,
  { organisationId, streamId }: StreamRef,
  sinceSeq: number,
  limit: number,
): Promise<StoredEvent[]> {
  return tx
    .select({
      seq: streamEvents.seq,
      kind: streamEvents.kind,
      subjectId: streamEvents.subjectId,
      at: streamEvents.at,
    })
    .from(streamEvents)
    .where(
      and(
        eq(streamEvents.organisationId, organisationId),
        eq(streamEvents.streamId, streamId),
        gt(streamEvents.seq, sinceSeq),
      ),
    )
    .orderBy(asc(streamEvents.seq))
    .limit(limit);
}

/**
 * As `readEvents` for several streams of one organisation, each from its own `sinceSeq`, in one
 * query. By stream id; a stream with nothing new is absent.
 */
export async function readEventsOfMany(
  tx: Tx,
  organisationId: string,
  streams: { streamId: string; sinceSeq: number }[],
  limit: number,
): Promise<Map<string, StoredEvent[]>> {
  const ids = `{${streams.map(({ streamId }) => streamId).join(",")}}`;
  const seqs = `{${streams.map(({ sinceSeq }) => sinceSeq).join(",")}}`;
  const rows = await tx.execute<{
    id: string;
    seq: string;
    kind: string;
    subjectId: string | null;
    at: string;
  }>(sql`
    select w.id, e.seq, e.kind, e.subject_id as "subjectId", e.at
    from unnest(${ids}::uuid[], ${seqs}::bigint[]) as w (id, since)
    cross join lateral (
      select * from stream_events s
      where s.organisation_id = ${organisationId} and s.stream_id = w.id and s.seq > w.since
      order by s.seq limit ${limit}
    ) e
    order by w.id, e.seq`);
  const events = new Map<string, StoredEvent[]>();
  for (const { id, seq, kind, subjectId, at } of rows) {
    const event = { seq: Number(seq), kind, subjectId, at: new Date(at) };
    const ofStream = events.get(id);
    if (ofStream) ofStream.push(event);
    else events.set(id, [event]);
  }
  return events;
}

function thisStream({ organisationId, streamId }: StreamRef) {
  return and(eq(eventStreams.organisationId, organisationId), eq(eventStreams.id, streamId));
}
