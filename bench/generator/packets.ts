// What the generator understands of docs/realtime.md, and nothing more.

/** An event of a room: its `seq`, and the sender's own id where it brings a message. */
export type Seen = { seq: number; clientMessageId: string | null };

export type Ack = {
  ok: boolean;
  error?: { code: string };
  /** Of a post. */
  seq?: number;
  /** Of a join. */
  events?: WireEvent[];
  snapshot?: { seq: number };
};

type WireEvent = {
  seq: number;
  kind: string;
  message?: { clientMessageId: string } | null;
};

export function seenOf(events: WireEvent[]): Seen[] {
  return events.map(({ seq, kind, message }) => ({
    seq,
    clientMessageId: kind === "message_posted" ? (message?.clientMessageId ?? null) : null,
  }));
}

const NOTHING: Seen[] = [];
const REMEMBERED = 64;

/** How far one client has read among what its room has been sent. */
export type Cursor = { at: number };

/**
 * A room's events. Everyone of an audience gets the same bytes in the same order: what was read once
 * is compared and not read again, which makes 500 deliveries of a frame cost little more than one.
 */
export class EventReader {
  readonly #known: { bytes: Buffer; seen: Seen[] }[] = [];
  #read = 0;

  /** What the packet (`2[…]`) tells of the room; empty when it is about something else. */
  read(bytes: Buffer, start: number, end: number, cursor: Cursor): Seen[] {
    const oldest = Math.max(0, this.#read - REMEMBERED);
    for (let at = Math.max(oldest, cursor.at); at < this.#read; at += 1) {
      const known = this.#known[at % REMEMBERED];
      if (known?.bytes.length !== end - start) continue;
      if (bytes.compare(known.bytes, 0, known.bytes.length, start, end) !== 0) continue;
      cursor.at = at + 1;
      return known.seen;
    }
    const [name, body] = JSON.parse(bytes.toString("utf8", start + 1, end));
    const seen = name === "room:changed" ? seenOf(body.events) : NOTHING;
    const copy = Buffer.from(bytes.subarray(start, end));
    this.#known[this.#read % REMEMBERED] = { bytes: copy, seen };
    this.#read += 1;
    cursor.at = this.#read;
    return seen;
  }
}

const OPENING_BRACKET = "[".charCodeAt(0);

/** The acknowledgement in the packet (`3<number>[…]`). */
export function readAck(bytes: Buffer, start: number, end: number): { number: number; ack: Ack } {
  const at = bytes.indexOf(OPENING_BRACKET, start);
  const number = Number(bytes.toString("latin1", start + 1, at));
  return { number, ack: JSON.parse(bytes.toString("utf8", at, end))[0] };
}
