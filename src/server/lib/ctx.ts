import type { Actor } from "../auth/actor";
import type { Database } from "../db/client";

/** What every read and write takes: where, as whom, and at which instant. */
export type Ctx<A extends Actor = Actor> = {
  db: Database;
  actor: A;
  /** The server's clock when the request arrived; rules never read a clock themselves. */
  now: Date;
};
