import type { Database } from "../db/client";

/**
 * What was just committed in a room, for the gateway of this very process: it sends it on without
 * reading it back. `events` are those of the commit, in order and the same for everyone let in; null
 * when it has to look for itself.
 */
export type News = {
  organisationId: string;
  roomId: string;
  events: readonly { seq: number }[] | null;
};

/** Calls `listener` with all news of this process from now on. @returns what ends that */
export function hearNews(db: Database, listener: (news: News) => void): () => void {
  db.news.listeners.add(listener);
  return () => db.news.listeners.delete(listener);
}

export function tellNews(db: Database, news: News): void {
  for (const listener of db.news.listeners) listener(news);
}
