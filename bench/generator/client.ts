import { ROOM_PROTOCOL } from "../../src/server/domains/rooms/contract";
import type { Received } from "./ledger";
import { type Ack, type Cursor, type EventReader, readAck, type Seen, seenOf } from "./packets";
import type { Person } from "./plan";
import { type Address, Wire } from "./wire";

export type RoomOfClient = { organisationId: string; roomId: string; reader: EventReader };

export type ClientOptions = {
  port: number;
  person: Person;
  room: RoomOfClient;
  received: Received;
  /** Called for each event that is new to this client. */
  onNew(event: Seen): void;
};

const EVENT = "2".charCodeAt(0);
const ACK = "3".charCodeAt(0);
const CONNECTED = "0".charCodeAt(0);

/** One member's connection, which comes back with `sinceSeq` as docs/realtime.md asks. */
export class Client {
  readonly #options: ClientOptions;
  readonly #address: Address;
  readonly #cursor: Cursor = { at: 0 };
  #wire: Wire | null = null;
  #nextAck = 0;
  #waiting = new Map<number, (ack: Ack) => void>();
  /** Events that came while a join was unanswered; null when none is. */
  #early: Seen[] | null = null;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#address = { port: options.port, headers: options.person.headers };
  }

  /** Opens a connection and resolves once the server has let it in. */
  open(): Promise<void> {
    const { reader } = this.#options.room;
    return new Promise((resolve, reject) => {
      const wire = new Wire(this.#address, {
        onMessage: (bytes, start, end) => {
          const kind = bytes[start];
          if (kind === EVENT) this.#onEvents(reader.read(bytes, start, end, this.#cursor));
          else if (kind === ACK) this.#onAck(bytes, start, end);
          else if (kind === CONNECTED) resolve();
          else reject(new Error(`refused at the door: ${bytes.toString("utf8", start, end)}`));
        },
        onEnd: () => {
          if (this.#wire === wire) this.#wire = null;
          reject(new Error("the server ended a connection"));
        },
      });
      this.#wire = wire;
    });
  }

  get isOpen(): boolean {
    return this.#wire !== null;
  }

  /** Joins the room; everything missed has been taken in when it resolves. */
  async join(): Promise<void> {
    const { room, received } = this.#options;
    this.#early = [];
    const ack = await this.call("room:join", {
      protocol: ROOM_PROTOCOL,
      organisationId: room.organisationId,
      roomId: room.roomId,
      ...(received.seq > 0 && { sinceSeq: received.seq }),
    });
    if (!ack.ok) throw new Error(`a join was refused: ${ack.error?.code}`);
    const early = this.#early ?? [];
    this.#early = null;
    this.#onEvents(seenOf(ack.events ?? []));
    received.joined(ack.snapshot?.seq);
    this.#onEvents(early);
  }

  call(name: string, input: object): Promise<Ack> {
    return new Promise((resolve, reject) => {
      if (!this.#wire) return reject(new Error("a call on a connection that has ended"));
      const number = this.#nextAck;
      this.#nextAck += 1;
      this.#waiting.set(number, resolve);
      this.#wire.send(`42${number}${JSON.stringify([name, input])}`);
    });
  }

  /** Ends the connection without a word; calls under way are forgotten. */
  drop(): void {
    const wire = this.#wire;
    this.#wire = null;
    this.#early = null;
    this.#waiting = new Map();
    wire?.drop();
  }

  #onEvents(events: Seen[]): void {
    if (this.#early) {
      this.#early.push(...events);
      return;
    }
    const { received, onNew } = this.#options;
    for (const event of events) if (received.take(event.seq)) onNew(event);
  }

  #onAck(bytes: Buffer, start: number, end: number): void {
    const { number, ack } = readAck(bytes, start, end);
    const resolve = this.#waiting.get(number);
    this.#waiting.delete(number);
    resolve?.(ack);
  }
}
