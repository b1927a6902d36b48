import type { TransactionSql } from "postgres";
import { mintRooms } from "../../auth/actor";
import type { Database } from "../../db/client";
import { enterRooms } from "../../db/transaction";
import type { ErrorCode } from "../../lib/errors";
import { WriteLane } from "../../lib/write-lane";
import { tellNews } from "../../realtime/news";
import { nudgesFor, STREAMS_CHANNEL } from "../../realtime/outbox";
import type { Person } from "../groups/contract";
import type { RoomEvent } from "./contract";
import { UNATTENDED_AFTER_MS, VIEWERS, viewMessage } from "./rules";

// How posts of one organisation share a commit. Apart from writes.ts because it changes for another
// reason: throughput. `postMessage` is its only caller.

export type Post = {
  roomId: string;
  groupId: string;
  membershipId: string;
  clientMessageId: string;
  body: string;
  /** The rule of care that the words match; null for nearly everything. */
  care: string | null;
  at: Date;
};

/**
 * `refusal` null: committed, and the ids are those of the first such post. `retryAfterMs` is how
 * long to wait after SLOW_MODE; null for everything else.
 */
export type Outcome = {
  messageId: string;
  seq: number;
  refusal: ErrorCode | null;
  retryAfterMs: number | null;
};

const POSTS_PER_COMMIT = 200;
const ROOMS_REMEMBERED = 10_000;
/** In slow mode, how far back one looks for someone's last words: more than a room says meanwhile. */
const RECENT = 1_000;

export class Lane {
  readonly #posts: WriteLane<Post, Outcome>;
  readonly #groups = new Map<string, string>();

  constructor(db: Database, organisationId: string) {
    this.#posts = new WriteLane((posts) => storePosts(db, organisationId, posts), {
      keyOf: (post) => `${post.roomId} ${post.membershipId} ${post.clientMessageId}`,
      maxBatch: POSTS_PER_COMMIT,
    });
  }

  /** Resolves after commit, refused or not. */
  submit(post: Post): Promise<Outcome> {
    return this.#posts.submit(post);
  }

  /** Which group a room belongs to: it never changes, and says nothing about who may post. */
  groupOf(roomId: string): string | undefined {
    return this.#groups.get(roomId);
  }

  rememberGroup(roomId: string, groupId: string): void {
    if (this.#groups.size >= ROOMS_REMEMBERED) this.#groups.clear();
    this.#groups.set(roomId, groupId);
  }
}

/** The organisation's lane in this process. */
export function laneOf(db: Database, organisationId: string): Lane {
  // Not `instanceof`: pages are bundled with a copy of this class of their own, and share the lane.
  const known = db.lanes.get(organisationId) as Lane | undefined;
  if (known) return known;
  const lane = new Lane(db, organisationId);
  db.lanes.set(organisationId, lane);
  return lane;
}

type Row = {
  ord: number;
  /** Stored just now, and not by an earlier try. */
  is_new: boolean;
  held_for: string | null;
  author: Person | null;
  message_id: string;
  seq: string;
  refusal: ErrorCode | null;
  wait_ms: string | null;
};

/** One transaction for many posts of one organisation, in their order; then it is told here. */
async function storePosts(db: Database, organisationId: string, posts: Post[]): Promise<Outcome[]> {
  try {
    const rows = await commitPosts(db, organisationId, posts);
    tellPosts(db, organisationId, posts, rows);
    return rows.map((row) => ({
      messageId: row.message_id,
      seq: Number(row.seq),
      refusal: row.refusal,
      retryAfterMs: row.refusal === "SLOW_MODE" ? Number(row.wait_ms) : null,
    }));
  } catch (error) {
    // It may be committed all the same, and our own gateway passes by our own nudges.
    for (const roomId of new Set(posts.map((post) => post.roomId))) {
      tellNews(db, { organisationId, roomId, events: null });
    }
    throw error;
  }
}

/** Tells this process's gateway what it need not read back: words that everyone sees alike. */
function tellPosts(db: Database, organisationId: string, posts: Post[], rows: Row[]): void {
  const stored = rows.flatMap((row) => {
    const post = posts[row.ord];
    return post && row.is_new ? [{ post, row }] : [];
  });
  for (const [roomId, inRoom] of Map.groupBy(stored, ({ post }) => post.roomId)) {
    const events = inRoom.flatMap(({ post, row }) => eventOf(post, row) ?? []);
    const all = events.length === inRoom.length;
    tellNews(db, { organisationId, roomId, events: all ? events : null });
  }
}

/** What everyone let in receives of a post; null when that is not the same for all. */
function eventOf(post: Post, row: Row): RoomEvent | null {
  if (row.held_for !== null || post.care !== null || !row.author) return null;
  const { message_id: messageId, author } = row;
  const record = {
    id: messageId,
    postedSeq: Number(row.seq),
    clientMessageId: post.clientMessageId,
    author,
    kind: "words",
    audience: "room",
    lineWith: null,
    regarding: null,
    about: null,
    aboutMessageId: null,
    settledAt: null,
    notice: null,
    answers: null,
    replyKind: null,
    replies: [],
    body: post.body,
    card: null,
    postedAt: post.at,
    state: "shown",
    heldFor: null,
    stateReason: null,
    shownAt: post.at,
    lifetime: "kept",
    expiresAt: null,
  } as const;
  // The room was open when this was committed, so that nothing of it can be over.
  const moment = { closedAt: null, readableUntil: null, now: post.at };
  const message = viewMessage({ ...record, replies: [] }, VIEWERS.members, moment);
  return { seq: record.postedSeq, kind: "message_posted", messageId, message };
}

function commitPosts(db: Database, organisationId: string, posts: Post[]): Promise<Row[]> {
  const roomIds = [...new Set(posts.map((post) => post.roomId))].sort();
  const groupIds = [...new Set(posts.map((post) => post.groupId))];
  const membershipIds = [...new Set(posts.map((post) => post.membershipId))];
  const input = posts.map((post, ord) => ({
    ord,
    room_id: post.roomId,
    membership_id: post.membershipId,
    client_message_id: post.clientMessageId,
    body: post.body,
    care: post.care,
    posted_at: post.at.toISOString(),
  }));
  const store = async (tx: TransactionSql): Promise<Row[]> => {
    // Sent without waiting in between: one round trip, the commit included. The rooms are locked
    // before the snapshot of the statement that judges and inserts, so a pause that came first is
    // seen by it.
    const [, , rows] = await Promise.all([
      enterRooms(tx, mintRooms(organisationId, groupIds)),
      tx`select id from event_streams where organisation_id = ${organisationId}
           and id = any (${roomIds}::uuid[]) order by id for update`,
      tx<Row[]>`
        with input as (
          select * from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as i (
            ord int, room_id uuid, membership_id uuid, client_message_id uuid, body text,
            care text, posted_at timestamptz)
        ), listed as materialized (
          -- One look for the whole batch; groups without a list cost nothing more.
          select group_id, array_agg(pattern) as patterns from held_words
          where organisation_id = ${organisationId} and group_id = any (${groupIds}::uuid[])
          group by group_id
        ), judged as (
          select i.*, r.group_id, e.id as author_id, r.writing_round_id,
            jsonb_build_object('id', e.id, 'name', e.shown_name, 'role', e.role) as author,
            case when l.leads then null else r.slow_mode_seconds end as slow_mode_seconds,
            case
              when e.id is null or e.standing = 'removed' or e.joined_at > r.closed_at
                or (r.closed_at is null and a.sent_out_at is not null) then 'NOT_FOUND'
              when r.kind = 'board' then 'INVALID_INPUT'
              when r.closed_at is not null then 'ROOM_CLOSED'
              when l.newcomer and r.locked_at is not null
                and (r.lobby_at is null or a.asked_at is null) then 'ROOM_LOCKED'
              when l.newcomer and r.lobby_at is not null then 'NOT_ADMITTED'
              when e.standing = 'muted' then 'MUTED'
              when l.leads then null
              when r.paused_at is not null then 'ROOM_PAUSED'
              when r.posting = 'facilitators' then 'NOT_NOW'
              when r.posting = 'turns' and not r.floor_open
                and e.id <> all (r.floor_enrolment_ids) then 'NOT_YOUR_TURN'
            end as refusal,
            case
              when not l.leads and r.writing_round_id is not null then 'together'
              when e.standing = 'held' then 'person'
              when l.leads then null
              when r.held_at is not null then 'room'
              when r.safe_since is not null or r.facilitator_seen_at is null
                or i.posted_at > r.facilitator_seen_at + ${UNATTENDED_AFTER_MS} * interval '1 ms'
                then 'safe'
              when i.body ~* any (w.patterns) then 'word'
            end as held_for
          from input i
          left join rooms r on r.organisation_id = ${organisationId} and r.id = i.room_id
            and r.id = any (${roomIds}::uuid[])
          left join enrolments e on e.organisation_id = ${organisationId}
            and e.group_id = r.group_id and e.membership_id = i.membership_id
            and e.membership_id = any (${membershipIds}::uuid[])
          left join lateral (
            select * from attendances v where v.organisation_id = ${organisationId}
              and v.room_id = i.room_id and v.enrolment_id = e.id limit 1
          ) a on true
          left join listed w on w.group_id = r.group_id
          cross join lateral (select
            e.role <> 'member' or e.id is not distinct from r.chair_enrolment_id as leads,
            e.role = 'member' and a.admitted_at is null and a.first_here_at is null as newcomer
          ) l
        ), known as (
          -- One by one, and the room left out of what an index is asked for: either could be planned
          -- as a walk through all that was ever said in it.
          select j.ord, m.id, m.posted_seq from judged j
          cross join lateral (
            select id, posted_seq from messages m
            where m.organisation_id = ${organisationId} and m.author_enrolment_id = j.author_id
              and m.client_message_id = j.client_message_id and (m.room_id = j.room_id) is true
            limit 1
          ) m
        ), paced as (
          -- In slow mode also against what the same person posts in this very batch.
          select j.*, greatest(last.at, lag(j.posted_at) over (
              partition by j.room_id, j.author_id order by j.ord)
            ) + j.slow_mode_seconds * interval '1 s' as free_at
          from judged j
          left join lateral (
            select max(m.posted_at) as at from (
              select * from messages n
              where j.slow_mode_seconds is not null and n.organisation_id = ${organisationId}
                and n.room_id = j.room_id
              order by n.posted_seq desc limit ${RECENT}
            ) m
            where m.author_enrolment_id = j.author_id and m.audience = 'room'
              and m.kind in ('words', 'reply') and m.state <> 'unsent'
          ) last on true
          where j.refusal is null and not exists (select from known k where k.ord = j.ord)
        ), fresh as (
          select p.*, uuidv7() as id, case when care is not null then uuidv7() end as flag_id,
            -- A message takes one place in the room's order, and a flag the one after it.
            s.last_seq + sum(case when care is null then 1 else 2 end) over (
              partition by p.room_id order by p.ord) as last_seq
          from paced p
          join event_streams s on s.organisation_id = ${organisationId} and s.id = p.room_id
          where p.free_at is null or p.free_at <= p.posted_at
        ), placed as (
          select *, last_seq - case when care is null then 0 else 1 end as seq from fresh
        ), stored as (
          insert into messages (organisation_id, id, group_id, room_id, posted_seq,
            author_enrolment_id, client_message_id, kind, body, posted_at, state, held_for,
            writing_round_id, shown_at, state_changed_at, state_changed_by_enrolment_id, lifetime)
          select ${organisationId}, id, group_id, room_id, seq, author_id, client_message_id,
            'words', body, posted_at, case when held_for is null then 'shown' else 'held' end,
            held_for, case when held_for = 'together' then writing_round_id end,
            case when held_for is null then posted_at end, posted_at, author_id, 'kept'
          from placed
        ), raised as (
          insert into care_flags
            (organisation_id, id, group_id, room_id, message_id, rule, raised_at)
          select ${organisationId}, flag_id, group_id, room_id, id, care, posted_at
          from placed where care is not null
        ), announced as (
          insert into stream_events
            (organisation_id, stream_id, seq, group_id, kind, subject_id, at)
          select ${organisationId}::uuid, room_id, seq, group_id, 'message_posted', id, posted_at
          from placed
          union all
          select ${organisationId}::uuid, room_id, last_seq, group_id, 'care_flag_changed', flag_id,
            posted_at
          from placed where care is not null
        ), counted as (
          update event_streams s set last_seq = f.last_seq
          from (select room_id, max(last_seq) as last_seq from placed group by room_id) f
          where s.organisation_id = ${organisationId} and s.id = f.room_id
            and s.id = any (${roomIds}::uuid[])
        )
        select j.ord, f.id is not null as is_new, f.held_for, j.author,
          coalesce(k.id, f.id) as message_id, coalesce(k.posted_seq, f.seq) as seq,
          case
            when k.id is not null and j.refusal is distinct from 'NOT_FOUND' then null
            when j.refusal is null and k.id is null and f.id is null then 'SLOW_MODE'
            else j.refusal
          end as refusal,
          ceil(extract(epoch from p.free_at - p.posted_at) * 1000) as wait_ms
        from judged j
        left join known k on k.ord = j.ord
        left join paced p on p.ord = j.ord
        left join placed f on f.ord = j.ord
        order by j.ord`,
      ...nudgesFor(organisationId, roomIds, db.news.origin).map(
        (payload) => tx`select pg_notify(${STREAMS_CHANNEL}, ${payload})`,
      ),
      tx`commit and chain`,
    ]);
    return rows;
  };
  return new Promise((resolve, reject) => {
    // The driver ends the empty transaction that is chained to it, and nobody waits for that.
    db.sql.begin(async (tx) => resolve(await store(tx))).catch(reject);
  });
}
