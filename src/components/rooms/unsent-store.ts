import type { WireError } from "@/server/domains/rooms/contract";

/** Words that were posted here but not yet taken by the server. */
export type UnsentPost = {
  /** Made once, so that sending again after any mishap stores once. */
  clientMessageId: string;
  body: string;
  /** Epoch ms; the order in which they were written. */
  writtenAt: number;
  /** Why the server would not take it; null while it waits to be sent. */
  refusal: WireError | null;
};

/** Where unsent words outlive a reload and a restart of the browser. Never throws. */
export type UnsentStore = {
  read(): { words: string; posts: UnsentPost[] };
  /** What stands in the composer. */
  keepWords(words: string): void;
  keepPost(post: UnsentPost): void;
  dropPost(clientMessageId: string): void;
  /** Words of another box of the room: the private line, a quiet word, a worry, a report. */
  readAside(box: string): string;
  keepAside(box: string, words: string): void;
  /** Whether something that is shown once in a room has been. */
  isMarked(what: "been" | "offered"): boolean;
  mark(what: "been" | "offered"): void;
  /** Forgets everything of this room and person. */
  clear(): void;
};

type KeyValue = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/**
 * Keeps unsent words in `storage`, one entry per post, so that two tabs of one person do not write
 * over each other. The enrolment is in the key: someone else at this browser never sees them. A
 * browser that refuses to store costs the safety net and nothing else.
 */
export function createUnsentStore(
  storage: () => KeyValue,
  { roomId, enrolmentId }: { roomId: string; enrolmentId: string },
): UnsentStore {
  const prefix = `unsent:${roomId}:${enrolmentId}:`;
  const wordsKey = `${prefix}words`;
  const postPrefix = `${prefix}post:`;
  const keep = (key: string, words: string) => {
    attempt(() => (words === "" ? storage().removeItem(key) : storage().setItem(key, words)));
  };
  return {
    read: () => ({
      words: attempt(() => storage().getItem(wordsKey)) ?? "",
      posts: keysOf(storage, postPrefix)
        .flatMap((key) => readPost(attempt(() => storage().getItem(key))) ?? [])
        .sort((a, b) => a.writtenAt - b.writtenAt),
    }),
    keepWords: (words) => keep(wordsKey, words),
    keepPost: (post) => {
      attempt(() => storage().setItem(postPrefix + post.clientMessageId, JSON.stringify(post)));
    },
    dropPost: (clientMessageId) => {
      attempt(() => storage().removeItem(postPrefix + clientMessageId));
    },
    readAside: (box) => attempt(() => storage().getItem(`${prefix}aside:${box}`)) ?? "",
    keepAside: (box, words) => keep(`${prefix}aside:${box}`, words),
    isMarked: (what) => attempt(() => storage().getItem(`${prefix}${what}`)) !== null,
    mark: (what) => keep(`${prefix}${what}`, "yes"),
    clear: () => {
      for (const key of keysOf(storage, prefix)) attempt(() => storage().removeItem(key));
    },
  };
}

function keysOf(storage: () => KeyValue, prefix: string): string[] {
  const found = attempt(() => {
    const all = storage();
    return Array.from({ length: all.length }, (_, at) => all.key(at));
  });
  return (found ?? []).filter((key) => key !== null).filter((key) => key.startsWith(prefix));
}

function readPost(text: string | null): UnsentPost | null {
  const post = attempt(() => JSON.parse(text ?? "null") as UnsentPost | null);
  return typeof post?.clientMessageId === "string" && typeof post.body === "string" ? post : null;
}

/** Browsers throw when storage is full, forbidden or private. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
