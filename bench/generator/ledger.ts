import type { Faults } from "./plan";

/** What one client has received of a room, judged by `seq` alone: 1, 2, 3 … without a gap. */
export class Received {
  #seq = 0;
  /** The last event that the latest join answered with or was asked from. */
  #joinedAt = 0;
  readonly #passedOver = new Set<number>();
  readonly #faults: Faults;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  get seq(): number {
    return this.#seq;
  }

  /**
   * Takes in the event with this `seq`. @returns whether it is new. What a join has already
   * answered with may come once more as an event; the protocol says to pass it by.
   */
  take(seq: number): boolean {
    if (seq <= this.#joinedAt) return false;
    if (seq === this.#seq + 1) {
      this.#seq = seq;
      return true;
    }
    if (seq > this.#seq) {
      for (let each = this.#seq + 1; each < seq; each += 1) this.#passedOver.add(each);
      this.#seq = seq;
      return true;
    }
    if (this.#passedOver.delete(seq)) this.#faults.reordered += 1;
    else this.#faults.doubled += 1;
    return false;
  }

  /** A join has been answered: with a snapshot at `seq`, or with events that were taken in. */
  joined(seq: number = this.#seq): void {
    this.#seq = Math.max(this.#seq, seq);
    this.#joinedAt = this.#seq;
  }

  /** Counts what is still missing up to `lastSeq`. */
  close(lastSeq: number): void {
    this.#faults.lost += this.#passedOver.size + Math.max(0, lastSeq - this.#seq);
  }
}

/** Everything posted, by number: when, where it was stored, and how many have received it. */
export class Posts {
  readonly #prefix: string;
  readonly #sentAt: number[] = [];
  readonly #receivers: number[] = [];
  readonly #seqs: number[] = [];
  readonly #faults: Faults;

  /** `run` makes the ids differ from those of other runs: 0 to 65,535. */
  constructor(run: number, faults: Faults) {
    this.#prefix = `be9c4000-${run.toString(16).padStart(4, "0")}-4000-8000-`;
    this.#faults = faults;
  }

  /** A new post's number. */
  begin(now: number): number {
    this.#receivers.push(0);
    return this.#sentAt.push(now) - 1;
  }

  idOf(number: number): string {
    return this.#prefix + number.toString(16).padStart(12, "0");
  }

  /** @returns null for what is not of this run */
  numberOf(id: string): number | null {
    return id.startsWith(this.#prefix) ? Number.parseInt(id.slice(this.#prefix.length), 16) : null;
  }

  /** Notes where a post is in its room; one post in two places is one doubled. */
  storedAt(number: number, seq: number): void {
    const before = this.#seqs[number];
    if (before !== undefined && before !== seq) this.#faults.doubled += 1;
    this.#seqs[number] = seq;
  }

  /** One more client has it. @returns how many that makes */
  received(number: number): number {
    const receivers = (this.#receivers[number] ?? 0) + 1;
    this.#receivers[number] = receivers;
    return receivers;
  }

  sentAt(number: number): number {
    return this.#sentAt[number] as number;
  }
}
