import { mintRooms } from "../../auth/actor";
import type { Database } from "../../db/client";
import { enterRooms } from "../../db/transaction";
import type { ErrorCode } from "../../lib/errors";
import { WriteLane } from "../../lib/write-lane";
import { nudgesFor, STREAMS_CHANNEL } from "../../realtime/outbox";

// How posts of one organisation share a commit. Apart from writes.ts because it changes for another
// reason: throughput. `postMessage` is its only caller.

export type Post = {
  roomId: string;
  groupId: string;
  membershipId: string;
  clientMessageId: string;
  body: string;
  at: Date;
};

/** `refusal` null: committed, and the ids are those of the first such post. */
export type Outcome = { messageId: string; seq: number; refusal: ErrorCode | null };

const POSTS_PER_COMMIT = 200;
const ROOMS_REMEMBERED = 10_000;

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

/** One transaction for many posts of one organisation, in their order. */
function storePosts(db: Database, organisationId: string, posts: Post[]): Promise<Outcome[]> {
  const roomIds = [...new Set(posts.map((post) => post.roomId))].sort();
  const groupIds = [...new Set(posts.map((post) => post.groupId))];
  const input = posts.map((post, ord) => ({
    ord,
    room_id: post.roomId,
    membership_id: post.membershipId,
    client_message_id: post.clientMessageId,
    body: post.body,
    posted_at: post.at.toISOString(),
  }));
  return db.sql.begin(async (tx) => {
    // Sent without waiting in between: one round trip. The rooms are locked before the snapshot
    // of the statement that judges and inserts, so a pause that came first is seen by it.
    const [, , rows] = await Promise.all([
      enterRooms(tx, mintRooms(organisationId, groupIds)),
      tx`select id from event_streams where organisation_id = ${organisationId}
           and id = any (${roomIds}::uuid[]) order by id for update`,
      tx<{ ord: number; message_id: string; seq: string; refusal: ErrorCode | null }[]>`
        with input as (
          select * from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as i (
            ord int, room_id uuid, membership_id uuid, client_message_id uuid, body text,
            posted_at timestamptz)
        ), judged as (
          select i.*, r.group_id, e.id as author_id, e.standing,
            case
              when e.id is null or e.standing = 'removed' then 'NOT_FOUND'
              when r.kind = 'board' then 'INVALID_INPUT'
              when r.closed_at is not null then 'ROOM_CLOSED'
              when e.standing = 'muted' then 'MUTED'
              when r.paused_at is not null and e.role = 'member' then 'ROOM_PAUSED'
            end as refusal
          from input i
          left join rooms r on r.organisation_id = ${organisationId} and r.id = i.room_id
          left join enrolments e on e.organisation_id = ${organisationId}
            and e.group_id = r.group_id and e.membership_id = i.membership_id
        ), known as (
          select j.ord, m.id, m.posted_seq from judged j
          join messages m on m.organisation_id = ${organisationId} and m.room_id = j.room_id
            and m.author_enrolment_id = j.author_id and m.client_message_id = j.client_message_id
        ), fresh as (
          select j.*, uuidv7() as id,
            s.last_seq + row_number() over (partition by j.room_id order by j.ord) as seq
          from judged j
          join event_streams s on s.organisation_id = ${organisationId} and s.id = j.room_id
          where j.refusal is null and not exists (select from known k where k.ord = j.ord)
        ), stored as (
          insert into messages (organisation_id, id, group_id, room_id, posted_seq,
            author_enrolment_id, client_message_id, kind, body, posted_at, state, shown_at,
            state_changed_at, state_changed_by_enrolment_id, lifetime)
          select ${organisationId}, id, group_id, room_id, seq, author_id, client_message_id,
            'words', body, posted_at, case standing when 'held' then 'held' else 'shown' end,
            case standing when 'held' then null else posted_at end, posted_at, author_id, 'kept'
          from fresh
        ), announced as (
          insert into stream_events
            (organisation_id, stream_id, seq, group_id, kind, subject_id, at)
          select ${organisationId}, room_id, seq, group_id, 'message_posted', id, posted_at
          from fresh
        ), counted as (
          update event_streams s set last_seq = f.last_seq
          from (select room_id, max(seq) as last_seq from fresh group by room_id) f
          where s.organisation_id = ${organisationId} and s.id = f.room_id
        )
        select j.ord, coalesce(k.id, f.id) as message_id, coalesce(k.posted_seq, f.seq) as seq,
          case when k.id is null or j.refusal = 'NOT_FOUND' then j.refusal end as refusal
        from judged j left join known k on k.ord = j.ord left join fresh f on f.ord = j.ord
        order by j.ord`,
      ...nudgesFor(organisationId, roomIds).map(
        (payload) => tx`select pg_notify(${STREAMS_CHANNEL}, ${payload})`,
      ),
    ]);
    return rows.map((row) => ({
      messageId: row.message_id,
      seq: Number(row.seq),
      refusal: row.refusal,
    }));
  }) as Promise<Outcome[]>;
}
