import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "./client";
import { Posts, Received } from "./ledger";
import { EventReader, type Seen } from "./packets";
import type { Faults, Plan, PlannedRoom } from "./plan";

/** How long may pass until everything acknowledged has arrived everywhere; then it is lost. */
const ARRIVAL_LIMIT_MS = 20_000;
const CONNECTING_AT_ONCE = 50;

export type CrowdRoom = {
  plan: PlannedRoom;
  clients: Client[];
  received: Received[];
  /** The last `seq` that a post was acknowledged with. */
  ackedSeq: number;
};

/** A hundred characters: what people write in a room at a time. */
const BODY =
  "It came out crooked, and I sent it anyway; nobody minded, and the tea was still warm after it.";

let runs = 0;

/** Everyone of a plan, connected to one server, and what they have sent and received. */
export class Crowd {
  readonly rooms: CrowdRoom[];
  readonly posts: Posts;
  readonly faults: Faults = { lost: 0, doubled: 0, reordered: 0, refused: {} };
  /** Events that were new to a client, all clients together. */
  deliveries = 0;
  /** Called when a post of ours has reached one more client. */
  onReceived: (number: number, receivers: number, room: CrowdRoom) => void = () => {};
  readonly port: number;

  constructor({ port, rooms }: Plan) {
    this.port = port;
    this.posts = new Posts((process.pid * 8 + runs) % 65_536, this.faults);
    runs += 1;
    this.rooms = rooms.map((plan) => this.#roomOf(plan));
  }

  #roomOf(plan: PlannedRoom): CrowdRoom {
    const room: CrowdRoom = { plan, clients: [], received: [], ackedSeq: 0 };
    const reader = new EventReader();
    for (const person of plan.people) {
      const received = new Received(this.faults);
      room.received.push(received);
      room.clients.push(
        new Client({
          port: this.port,
          person,
          room: { organisationId: plan.organisationId, roomId: plan.roomId, reader },
          received,
          onNew: (event) => this.#onNew(room, event),
        }),
      );
    }
    return room;
  }

  /** One more connection of a room's facilitator, who posts without having joined. */
  async openPoster(room: CrowdRoom): Promise<Client> {
    const { plan } = room;
    const poster = new Client({
      port: this.port,
      person: plan.people[0] as (typeof plan.people)[number],
      room: { ...plan, reader: new EventReader() },
      received: new Received({ ...this.faults, refused: {} }),
      onNew: () => {},
    });
    await poster.open();
    return poster;
  }

  #onNew(room: CrowdRoom, { seq, clientMessageId }: Seen): void {
    this.deliveries += 1;
    const number = clientMessageId === null ? null : this.posts.numberOf(clientMessageId);
    if (number === null) return;
    this.posts.storedAt(number, seq);
    this.onReceived(number, this.posts.received(number), room);
  }

  get clients(): Client[] {
    return this.rooms.flatMap((room) => room.clients);
  }

  /** Lets everyone in, some at a time; facilitators first, as in life. */
  async connect(): Promise<void> {
    const left = this.clients;
    const facilitators = this.rooms.flatMap((room) => room.clients[0] ?? []);
    const inOrder = [...new Set([...facilitators, ...left])];
    const letIn = async () => {
      for (let client = inOrder.shift(); client; client = inOrder.shift()) {
        await client.open();
        await client.join();
      }
    };
    await Promise.all(Array.from({ length: CONNECTING_AT_ONCE }, letIn));
  }

  /** Posts once and resolves when that is acknowledged. */
  async post(room: CrowdRoom, sender: Client): Promise<void> {
    const { organisationId, roomId } = room.plan;
    const number = this.posts.begin(performance.now());
    const clientMessageId = this.posts.idOf(number);
    const input = { organisationId, roomId, clientMessageId, body: BODY };
    const ack = await sender.call("message:post", input);
    if (!ack.ok || ack.seq === undefined) {
      const code = ack.error?.code ?? "no seq";
      this.faults.refused[code] = (this.faults.refused[code] ?? 0) + 1;
      await sleep(50);
      return;
    }
    room.ackedSeq = Math.max(room.ackedSeq, ack.seq);
    this.posts.storedAt(number, ack.seq);
  }

  /** Waits until everything acknowledged so far has arrived at everyone, or for too long. */
  async settle(): Promise<void> {
    const deadline = performance.now() + ARRIVAL_LIMIT_MS;
    while (!this.hasArrived() && performance.now() < deadline) await sleep(5);
  }

  hasArrived(): boolean {
    return this.rooms.every(({ received, ackedSeq }) =>
      received.every((each) => each.seq >= ackedSeq),
    );
  }

  /** Ends it and counts. */
  disconnect(): Faults {
    for (const { received, ackedSeq } of this.rooms) {
      for (const each of received) each.close(ackedSeq);
    }
    for (const client of this.clients) {
      // A connection that the server ended has not got what it was sent.
      if (!client.isOpen) this.faults.lost += 1;
      client.drop();
    }
    return this.faults;
  }
}
