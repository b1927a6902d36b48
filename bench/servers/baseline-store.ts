import { randomUUID } from "node:crypto";
import postgres, { type Sql } from "postgres";

export type NewMessage = {
  roomId: string;
  author: { id: string; name: string; role: string };
  clientMessageId: string;
  body: string;
};

export type Stored = Omit<NewMessage, "roomId"> & { id: string; seq: number; postedAt: string };

/** `onStored` is called after the commit, in the order of `seq` in each room. */
type Add = (message: NewMessage, onStored: (stored: Stored) => void) => Promise<Stored>;

type Row = NewMessage & { id: string; postedAt: string };

const TABLES = `
  create table rooms (id uuid primary key, last_seq bigint not null default 0);
  create table messages (
    id uuid primary key,
    room_id uuid not null references rooms,
    author jsonb not null,
    client_message_id uuid not null,
    body text not null,
    posted_at timestamptz not null,
    unique (room_id, client_message_id)
  );
  create table events (
    room_id uuid not null references rooms,
    seq bigint not null,
    message_id uuid not null references messages,
    at timestamptz not null,
    primary key (room_id, seq)
  );`;

/** Makes the tables of a baseline in an empty database, with the rooms it is going to have. */
export async function makeTables(url: string, roomIds: string[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.unsafe(TABLES);
  await sql`insert into rooms (id) select unnest(${roomIds}::uuid[])`;
  await sql.end();
}

/** As many connections as the product's own pool has. */
const CONNECTIONS = 10;

export async function openStore(url: string, { sharesCommits }: { sharesCommits: boolean }) {
  const sql = postgres(url, { max: CONNECTIONS, onnotice: () => {} });
  return {
    add: sharesCommits ? addTogether(sql) : addOneByOne(sql),
    listSince: (roomId: string, seq: number) => list(sql, roomId, seq, 500),
    listNewest: async (roomId: string) => (await list(sql, roomId, 0, 100, "desc")).reverse(),
  };
}

/** A transaction for every message. Those of one room wait for each other, as its row would make them. */
function addOneByOne(sql: Sql): Add {
  const last = new Map<string, Promise<unknown>>();
  return (message, onStored) => {
    const before = last.get(message.roomId) ?? Promise.resolve();
    const adding = before.then(async () => {
      const [stored] = await store(sql, [rowOf(message)]);
      onStored(stored as Stored);
      return stored as Stored;
    });
    last.set(message.roomId, adding);
    return adding;
  };
}

/** What arrives while a commit is under way shares the next one. */
function addTogether(sql: Sql): Add {
  let waiting: { row: Row; onStored(stored: Stored): void; resolve(stored: Stored): void }[] = [];
  let committing = false;
  const commit = async () => {
    committing = true;
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const stored = await store(
        sql,
        batch.map(({ row }) => row),
      );
      batch.forEach(({ onStored, resolve }, at) => {
        onStored(stored[at] as Stored);
        resolve(stored[at] as Stored);
      });
    }
    committing = false;
  };
  return (message, onStored) =>
    new Promise((resolve) => {
      waiting.push({ row: rowOf(message), onStored, resolve });
      if (!committing) void commit();
    });
}

function rowOf(message: NewMessage): Row {
  return { ...message, id: randomUUID(), postedAt: new Date().toISOString() };
}

/** One statement, one transaction: counters, messages and events. @returns in the order given */
async function store(sql: Sql, rows: Row[]): Promise<Stored[]> {
  const input = rows.map((row, ord) => ({ ...row, ord }));
  const seqs = await sql<{ seq: string }[]>`
    with input as (
      select * from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as i (
        ord int, "roomId" uuid, author jsonb, "clientMessageId" uuid, body text, id uuid,
        "postedAt" timestamptz)
    ), counted as (
      update rooms r set last_seq = r.last_seq + i.n
      from (select "roomId", count(*) as n from input group by 1) i where r.id = i."roomId"
      returning r.id, r.last_seq - i.n as before
    ), numbered as (
      select i.*, c.before + row_number() over (partition by i."roomId" order by i.ord) as seq
      from input i join counted c on c.id = i."roomId"
    ), stored as (
      insert into messages (id, room_id, author, client_message_id, body, posted_at)
      select id, "roomId", author, "clientMessageId", body, "postedAt" from numbered
    ), announced as (
      insert into events (room_id, seq, message_id, at)
      select "roomId", seq, id, "postedAt" from numbered
    )
    select seq from numbered order by ord`;
  return rows.map(({ roomId: _roomId, ...row }, at) => ({ ...row, seq: Number(seqs[at]?.seq) }));
}

function list(
  sql: Sql,
  roomId: string,
  afterSeq: number,
  limit: number,
  order: "asc" | "desc" = "asc",
): Promise<Stored[]> {
  return sql<Stored[]>`
    select m.id, e.seq::int, m.author, m.client_message_id as "clientMessageId", m.body,
      m.posted_at as "postedAt"
    from events e join messages m on m.id = e.message_id
    where e.room_id = ${roomId} and e.seq > ${afterSeq}
    order by e.seq ${order === "asc" ? sql`asc` : sql`desc`} limit ${limit}`;
}
