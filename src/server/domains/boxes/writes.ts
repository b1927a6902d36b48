import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { type MemberActor, mintRooms } from "../../auth/actor";
import type { Database, Tx } from "../../db/client";
import { enterRooms, withActor } from "../../db/transaction";
import type { Queue } from "../../jobs/queue";
import type { Ctx } from "../../lib/ctx";
import { DomainError, type ErrorCode, found, notFound } from "../../lib/errors";
import { WriteLane } from "../../lib/write-lane";
import { appendEvent } from "../../realtime/outbox";
import { saveDraftIn } from "../drafts/writes";
import { postCardIn } from "../rooms/cards";
import {
  accessRoom,
  accessRoomToRead,
  type Place,
  placeOfAuthorIn,
  type Room,
  refOf,
  streamOf,
} from "../rooms/reads";
import { accessMessage, enterRoomToFacilitate, enterRoomToWrite } from "../rooms/writes";
import type {
  CloseBox,
  JoinBox,
  KeepFromBox,
  OpenBox,
  PassBox,
  TypedEntry,
  TypeInBox,
} from "./contract";
import {
  type Box,
  type Entry,
  entriesOf,
  findBoxIn,
  findEntryIn,
  findOpenBoxIn,
  listTypedIn,
  loadBoxIn,
} from "./reads";
import { cardOf, closesAtOf, phaseOf } from "./rules";
import { boxEntries, boxes } from "./tables";

/**
 * NOTIFY channel; a nudge to re-read one person's entry, `<organisation>:<room>:<box>:<enrolment>`.
 * Keystrokes are no events of the room: they come and go, and are for those who joined alone.
 */
export const BOXES_CHANNEL = "unpolished_boxes";

/**
 * Opens a box for so many minutes. Sent again it opens once.
 * @throws NOT_FOUND for those who do not lead, ROOM_CLOSED, STATE_CHANGED while another is open
 */
export function openBox(ctx: Ctx<MemberActor>, input: OpenBox): Promise<void> {
  return withActor(ctx, async (tx) => {
    const place = await enterRoomToFacilitate(tx, ctx.actor, input);
    const { room, me } = place;
    if (room.kind === "board") throw notFound();
    const known = await findBoxIn(tx, input);
    if (known) return void found(known.roomId === room.id || undefined);
    if (room.closedAt) throw new DomainError("ROOM_CLOSED");
    await settleBoxIn(tx, room, ctx.db.queue, ctx.now);
    if (await findOpenBoxIn(tx, room)) throw new DomainError("STATE_CHANGED");
    const { organisationId, groupId, id: roomId } = room;
    const closesAt = closesAtOf(ctx.now, input.minutes);
    await tx.insert(boxes).values({
      ...{ organisationId, id: input.boxId, groupId, roomId },
      prompt: input.prompt,
      openedByEnrolmentId: me.id,
      openedAt: ctx.now,
      closesAt,
    });
    await announce(tx, room, ctx.now);
    const job = { organisationId, groupId, roomId };
    await ctx.db.queue.enqueue(tx, "live.settle", job, { startAfter: closesAt });
  });
}

/**
 * Begins to write in the box beside the others, who from now on see each other's drafts as they are
 * typed. Again, after a reload or on another device, it keeps what was asked for first; after having
 * passed it begins anew.
 * @returns what everyone in it has written so far.
 * @throws NOT_FOUND, ROOM_CLOSED, MUTED, TOO_LATE once its time is over
 */
export function joinBox(ctx: Ctx<MemberActor>, input: JoinBox): Promise<{ entries: TypedEntry[] }> {
  return withActor(ctx, async (tx) => {
    const { place, box } = await enterBox(tx, ctx, input);
    const { room, me } = place;
    if (room.closedAt) throw new DomainError("ROOM_CLOSED");
    if (phaseOf(box, ctx.now) !== "open") throw new DomainError("TOO_LATE");
    if (me.standing === "muted") throw new DomainError("MUTED");
    const { wantsBack, lifetime } = input;
    const { organisationId, groupId } = room;
    const [joined] = await tx
      .insert(boxEntries)
      .values({
        ...{ organisationId, boxId: box.id, enrolmentId: me.id, groupId },
        ...{ wantsBack, lifetime, joinedAt: ctx.now },
      })
      .onConflictDoUpdate({
        target: [boxEntries.organisationId, boxEntries.boxId, boxEntries.enrolmentId],
        set: { passedAt: null, wantsBack, lifetime, joinedAt: ctx.now },
        setWhere: sql`${boxEntries.passedAt} is not null`,
      })
      .returning({ enrolmentId: boxEntries.enrolmentId });
    if (joined) await announce(tx, room, ctx.now);
    return { entries: await listTypedIn(tx, room, box.id) };
  });
}

/**
 * Passes, at any moment while it is open and without a reason: what was written is gone, here and
 * on the others' screens. Again, or without having joined, it changes nothing.
 * @throws NOT_FOUND, TOO_LATE once its time is over
 */
export function passBox(ctx: Ctx<MemberActor>, input: PassBox): Promise<void> {
  return withActor(ctx, async (tx) => {
    const { place, box } = await enterBox(tx, ctx, input);
    const entry = await findEntryIn(tx, box, place.me.id);
    if (!entry || entry.passedAt) return;
    if (entry.frozenAt || phaseOf(box, ctx.now) !== "open") throw new DomainError("TOO_LATE");
    const { organisationId } = box;
    await tx
      .update(boxEntries)
      // A version further on, so that a keystroke which is still on its way stays out.
      .set({ passedAt: ctx.now, text: "", version: sql`${boxEntries.version} + 1` })
      .where(and(entriesOf(box), eq(boxEntries.enrolmentId, place.me.id)));
    const nudge = [organisationId, place.room.id, box.id, place.me.id].join(":");
    await tx.execute(sql`select pg_notify(${BOXES_CHANNEL}, ${nudge})`);
    await announce(tx, place.room, ctx.now);
  });
}

/**
 * Closes a box before its time: what is written then is shared as it stands. Again is harmless.
 * @throws NOT_FOUND for those who do not lead
 */
export function closeBox(ctx: Ctx<MemberActor>, input: CloseBox): Promise<void> {
  return withActor(ctx, async (tx) => {
    const { room } = await enterRoomToFacilitate(tx, ctx.actor, input);
    const box = await loadBoxIn(tx, input);
    if (!box.closedAt) await freezeIn(tx, room, box, ctx.db.queue, ctx.now);
  });
}

/**
 * What time does to the room's box: at zero it freezes. The room must be locked.
 * @returns when it is next due; null when nothing is.
 */
export async function settleBoxIn(
  tx: Tx,
  room: Room,
  queue: Queue,
  now: Date,
): Promise<Date | null> {
  const box = await findOpenBoxIn(tx, room);
  if (!box) return null;
  if (!room.closedAt && phaseOf(box, now) === "open") return box.closesAt;
  await freezeIn(tx, room, box, queue, now);
  return null;
}

/** As `settleBoxIn`, but whatever its clock says: for whoever is about to close the room. */
export async function closeBoxIn(tx: Tx, room: Room, queue: Queue, now: Date): Promise<void> {
  const box = await findOpenBoxIn(tx, room);
  if (box) await freezeIn(tx, room, box, queue, now);
}

/**
 * Shares every entry as it stands, as a card by its author. From the first statement on no keystroke
 * is taken in any more, and every one that was acknowledged before is in what is read.
 */
async function freezeIn(tx: Tx, room: Room, box: Box, queue: Queue, now: Date): Promise<void> {
  // In the order in which the lane locks them, so that no two can wait for each other.
  await tx
    .select({ enrolmentId: boxEntries.enrolmentId })
    .from(boxEntries)
    .where(entriesOf(box))
    .orderBy(asc(boxEntries.enrolmentId))
    .for("update");
  const entries = await tx
    .update(boxEntries)
    .set({ frozenAt: now })
    .where(and(entriesOf(box), isNull(boxEntries.frozenAt)))
    .returning();
  const inOrder = entries.toSorted(
    (one, other) =>
      one.joinedAt.getTime() - other.joinedAt.getTime() ||
      (one.enrolmentId < other.enrolmentId ? -1 : 1),
  );
  for (const entry of inOrder) await shareIn(tx, room, entry, queue, now);
  await tx
    .update(boxes)
    .set({ closedAt: now })
    .where(and(eq(boxes.organisationId, box.organisationId), eq(boxes.id, box.id)));
  await announce(tx, room, now);
}

/** Posts what was written and wipes it here; nothing of somebody who may not post any more. */
async function shareIn(tx: Tx, room: Room, entry: Entry, queue: Queue, now: Date): Promise<void> {
  const card = cardOf(entry);
  const posted =
    card &&
    (await postAs(tx, room, entry, (place) => {
      const { lifetime, boxId } = entry;
      // The box's own id: one box is one card by each author, however often this is tried.
      const share = { clientMessageId: boxId, card, lifetime };
      return postCardIn(tx, place, share, queue, now, { evenIfPaused: true });
    }));
  await tx
    .update(boxEntries)
    .set({ text: "", messageId: posted?.messageId ?? null })
    .where(
      and(
        entriesOf({ organisationId: entry.organisationId, id: entry.boxId }),
        eq(boxEntries.enrolmentId, entry.enrolmentId),
      ),
    );
}

/** A refusal of one author is no reason to keep the others' words from the room. */
async function postAs<T>(
  tx: Tx,
  room: Room,
  { enrolmentId }: Entry,
  post: (place: Place) => Promise<T>,
): Promise<T | null> {
  try {
    return await post(await placeOfAuthorIn(tx, room, enrolmentId));
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/**
 * Copies what one wrote in a box, as it was shared, into one's own drafts. Sent again it is kept
 * once. @throws NOT_FOUND when there is nothing of one's own there (any more)
 */
export function keepFromBox(
  ctx: Ctx<MemberActor>,
  { organisationId, boxId, draftId }: KeepFromBox,
): Promise<{ draftId: string }> {
  return withActor(ctx, async (tx) => {
    const box = found(await findBoxIn(tx, { organisationId, boxId }));
    const { room, me } = await accessRoomToRead(tx, ctx, { organisationId, roomId: box.roomId });
    const entry = await findEntryIn(tx, box, me.id);
    const { card } = await accessMessage(tx, room, found(entry?.messageId));
    if (card?.kind !== "draft" || !card.text) throw notFound();
    await saveDraftIn(tx, ctx, {
      ...{ organisationId, draftId },
      ...{ body: card.text, link: null, contentNote: null, wantsBack: card.wantsBack },
    });
    return { draftId };
  });
}

async function enterBox(
  tx: Tx,
  ctx: Ctx<MemberActor>,
  input: { organisationId: string; roomId: string; boxId: string },
): Promise<{ place: Place; box: Box }> {
  const place = await enterRoomToWrite(tx, ctx.actor, input);
  await settleBoxIn(tx, place.room, ctx.db.queue, ctx.now);
  return { place, box: await loadBoxIn(tx, input) };
}

async function announce(tx: Tx, room: Room, now: Date): Promise<void> {
  const event = { kind: "box_changed", subjectId: null, at: now };
  await appendEvent(tx, streamOf(refOf(room)), event);
}

// Keystrokes. They come far more often than anything else, so they share commits and do not wait for
// the room: all that a keystroke and the freezing both touch is the entry's own row.

type Keystroke = {
  roomId: string;
  boxId: string;
  groupId: string;
  membershipId: string;
  text: string;
  version: number;
  at: Date;
};
type Taken = { version: number; refusal: ErrorCode | null };

const KEYSTROKES_PER_COMMIT = 200;
const BOXES_REMEMBERED = 10_000;

/**
 * Keeps what stands in one's entry after a keystroke. An older version than the kept one changes
 * nothing, so that keystrokes may arrive in any order and more than once.
 * @returns the version that is kept now; a higher one than was sent comes from another device.
 * @throws TOO_LATE from zero on, by the server's clock; NOT_FOUND, ROOM_CLOSED, MUTED; STATE_CHANGED
 * for those who have not joined or have passed
 */
export async function typeInBox(
  ctx: Ctx<MemberActor>,
  input: TypeInBox,
): Promise<{ version: number }> {
  const lane = laneOf(ctx.db, ctx.actor.organisationId);
  const { version, refusal } = await lane.submit({
    roomId: input.roomId,
    boxId: input.boxId,
    groupId: lane.groupOf(input.boxId) ?? (await findGroup(ctx, input, lane)),
    membershipId: ctx.actor.membershipId,
    text: input.text,
    version: input.version,
    at: ctx.now,
  });
  if (refusal) throw new DomainError(refusal);
  return { version };
}

async function findGroup(ctx: Ctx<MemberActor>, input: TypeInBox, lane: Lane): Promise<string> {
  const box = await withActor(ctx, async (tx) => {
    await accessRoom(tx, ctx.actor, input);
    return loadBoxIn(tx, input);
  });
  lane.rememberGroup(box.id, box.groupId);
  return box.groupId;
}

class Lane {
  readonly #keystrokes: WriteLane<Keystroke, Taken>;
  readonly #groups = new Map<string, string>();

  constructor(db: Database, organisationId: string) {
    this.#keystrokes = new WriteLane((typed) => storeKeystrokes(db, organisationId, typed), {
      keyOf: ({ roomId, boxId, membershipId, version }) =>
        `${roomId} ${boxId} ${membershipId} ${version}`,
      maxBatch: KEYSTROKES_PER_COMMIT,
    });
  }

  /** Resolves after commit, refused or not. */
  submit(keystroke: Keystroke): Promise<Taken> {
    return this.#keystrokes.submit(keystroke);
  }

  /** Which group a box belongs to: it never changes, and says nothing about who may type. */
  groupOf(boxId: string): string | undefined {
    return this.#groups.get(boxId);
  }

  rememberGroup(boxId: string, groupId: string): void {
    if (this.#groups.size >= BOXES_REMEMBERED) this.#groups.clear();
    this.#groups.set(boxId, groupId);
  }
}

/** The organisation's lane in this process. */
function laneOf(db: Database, organisationId: string): Lane {
  const key = `boxes ${organisationId}`;
  // Not `instanceof`: pages are bundled with a copy of this class of their own, and share the lane.
  const known = db.lanes.get(key) as Lane | undefined;
  if (known) return known;
  const lane = new Lane(db, organisationId);
  db.lanes.set(key, lane);
  return lane;
}

/**
 * One transaction for many keystrokes of one organisation. Of several of one person's the newest is
 * stored. Each is authorised and judged in the statement, by when it came in; see `refusalToType`.
 */
function storeKeystrokes(
  db: Database,
  organisationId: string,
  keystrokes: Keystroke[],
): Promise<Taken[]> {
  const groupIds = [...new Set(keystrokes.map(({ groupId }) => groupId))];
  const input = JSON.stringify(
    keystrokes.map((keystroke, ord) => ({
      ord,
      room_id: keystroke.roomId,
      box_id: keystroke.boxId,
      membership_id: keystroke.membershipId,
      text: keystroke.text,
      version: keystroke.version,
      at: keystroke.at.toISOString(),
    })),
  );
  return db.sql.begin(async (tx) => {
    // Sent without waiting in between: one round trip. The entries are locked before the snapshot of
    // the statement that judges, so a freezing that came first is seen by it.
    const [, , rows] = await Promise.all([
      enterRooms(tx, mintRooms(organisationId, groupIds)),
      tx`select 1 from box_entries x
         where x.organisation_id = ${organisationId} and (x.box_id, x.enrolment_id) in (
           select i.box_id, e.id
           from jsonb_to_recordset(${input}::text::jsonb) as i (box_id uuid, membership_id uuid)
           join boxes b on b.organisation_id = ${organisationId} and b.id = i.box_id
           join enrolments e on e.organisation_id = ${organisationId}
             and e.group_id = b.group_id and e.membership_id = i.membership_id)
         order by x.box_id, x.enrolment_id for update`,
      tx<{ version: number; refusal: ErrorCode | null }[]>`
        with input as (
          select * from jsonb_to_recordset(${input}::text::jsonb) as i (
            ord int, room_id uuid, box_id uuid, membership_id uuid, text text, version int, at timestamptz)
        ), judged as (
          select i.*, e.id as enrolment_id, x.version as kept,
            case
              when b.id is null or e.id is null or e.standing = 'removed'
                or a.sent_out_at is not null then 'NOT_FOUND'
              when r.closed_at is not null then 'ROOM_CLOSED'
              when x.frozen_at is not null or b.closed_at is not null or i.at >= b.closes_at
                then 'TOO_LATE'
              when e.standing = 'muted' then 'MUTED'
              when x.enrolment_id is null or x.passed_at is not null then 'STATE_CHANGED'
            end as refusal
          from input i
          left join boxes b on b.organisation_id = ${organisationId} and b.id = i.box_id
            and b.room_id = i.room_id
          left join rooms r on r.organisation_id = ${organisationId} and r.id = b.room_id
          left join enrolments e on e.organisation_id = ${organisationId}
            and e.group_id = b.group_id and e.membership_id = i.membership_id
          left join attendances a on a.organisation_id = ${organisationId}
            and a.room_id = b.room_id and a.enrolment_id = e.id
          left join box_entries x on x.organisation_id = ${organisationId}
            and x.box_id = i.box_id and x.enrolment_id = e.id
        ), newest as (
          select distinct on (box_id, enrolment_id) * from judged where refusal is null
          order by box_id, enrolment_id, version desc, ord
        ), stored as (
          update box_entries x set text = n.text, version = n.version from newest n
          where x.organisation_id = ${organisationId} and x.box_id = n.box_id
            and x.enrolment_id = n.enrolment_id and x.version < n.version
          returning x.box_id, x.enrolment_id, x.version
        )
        select coalesce(s.version, j.kept, 0) as version, j.refusal,
          case when s.version is not null then pg_notify(${BOXES_CHANNEL},
            concat_ws(':', ${organisationId}::text, j.room_id, j.box_id, j.enrolment_id)) end
        from judged j
        left join stored s on s.box_id = j.box_id and s.enrolment_id = j.enrolment_id
        order by j.ord`,
    ]);
    return rows.map(({ version, refusal }) => ({ version, refusal }));
  }) as Promise<Taken[]>;
}
