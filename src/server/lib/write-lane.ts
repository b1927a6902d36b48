type Waiting<I, O> = {
  item: I;
  resolve: (outcome: O) => void;
  reject: (error: unknown) => void;
};

/**
 * Gathers what arrives while a commit is under way into the next one, so that throughput comes
 * from sharing commits and not from giving up durability. An idle lane flushes at once.
 *
 *   idle ──submit──▶ flushing ──done, none waiting──▶ idle
 *                      ▲  └──done, some waiting──┐
 *                      └─────────────────────────┘
 *
 * `flush` answers in the order it was given, after its commit. `keyOf` names what must be stored
 * once: a second submit of a waiting key gets the first one's outcome.
 */
export class WriteLane<I, O> {
  readonly #flush: (items: I[]) => Promise<O[]>;
  readonly #keyOf: (item: I) => string;
  readonly #maxBatch: number;
  #waiting = new Map<string, Waiting<I, O>[]>();
  #flushing = false;

  constructor(
    flush: (items: I[]) => Promise<O[]>,
    { keyOf, maxBatch }: { keyOf: (item: I) => string; maxBatch: number },
  ) {
    this.#flush = flush;
    this.#keyOf = keyOf;
    this.#maxBatch = maxBatch;
  }

  submit(item: I): Promise<O> {
    return new Promise((resolve, reject) => {
      const key = this.#keyOf(item);
      const same = this.#waiting.get(key);
      if (same) same.push({ item, resolve, reject });
      else this.#waiting.set(key, [{ item, resolve, reject }]);
      if (!this.#flushing) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#flushing = true;
    // What one turn of the event loop brings in belongs in the same commit.
    await new Promise(setImmediate);
    while (this.#waiting.size > 0) await this.#settle(this.#take());
    this.#flushing = false;
  }

  #take(): Waiting<I, O>[][] {
    const batch = [];
    for (const [key, same] of this.#waiting) {
      if (batch.length === this.#maxBatch) break;
      this.#waiting.delete(key);
      batch.push(same);
    }
    return batch;
  }

  async #settle(batch: Waiting<I, O>[][]): Promise<void> {
    try {
      const outcomes = await this.#flush(batch.map(([first]) => (first as Waiting<I, O>).item));
      batch.forEach((same, at) => {
        for (const each of same) each.resolve(outcomes[at] as O);
      });
    } catch (error) {
      // One bad item must not take its neighbours down: each gets a commit of its own.
      if (batch.length > 1) for (const same of batch) await this.#settle([same]);
      else for (const each of batch[0] ?? []) each.reject(error);
    }
  }
}
