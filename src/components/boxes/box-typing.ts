import type { Ack, WireError } from "@/server/domains/rooms/contract";

/** What one person's own page of a box is right now. A new object on every change. */
export type OwnPage = {
  /** As it stands on this device. */
  text: string;
  /** As the server has it; null while an answer that was lost leaves that open. */
  taken: string | null;
  /** Nothing is sent any more, and why: time was up, or something else. */
  stoppedBy: WireError | null;
  /** The server cannot be reached just now; it is tried again and again. */
  unreachable: boolean;
};

/** Where words that were not taken yet outlive a reload. Never throws. */
export type PageStore = { read(): string | null; keep(text: string | null): void };

const AGAIN_MS = 1000;
/** Refused for now, and worth another try. */
const PASSING = ["UNREACHABLE", "TOO_MANY", "UNEXPECTED"];

/**
 * Sends a page key by key: the whole of it as it stands, the next as soon as the last was answered,
 * so that nothing queues up behind a slow line. Each is a version; the server keeps the newest.
 */
export function createBoxTyping({
  send,
  store,
  onChange,
  wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}: {
  send(text: string, version: number): Promise<Ack<{ version: number }>>;
  store: PageStore;
  onChange(page: OwnPage): void;
  wait?(ms: number): Promise<void>;
}) {
  let page: OwnPage = {
    text: store.read() ?? "",
    taken: "",
    stoppedBy: null,
    unreachable: false,
  };
  /** The newest version that the server is known to have. Null until one has joined. */
  let known: number | null = null;
  let sending = false;
  let over = false;

  function set(change: Partial<OwnPage>): void {
    page = { ...page, ...change };
    store.keep(page.text === page.taken ? null : page.text);
    if (!over) onChange(page);
  }

  async function pump(): Promise<void> {
    if (sending) return;
    sending = true;
    while (!over && known !== null && page.stoppedBy === null && page.text !== page.taken) {
      const { text } = page;
      const version: number = known + 1;
      const answer = await send(text, version);
      if (answer.ok) {
        known = Math.max(known, answer.version);
        // A higher one came from another device, with other words; these are sent once more.
        set({ unreachable: false, taken: answer.version === version ? text : null });
      } else if (PASSING.includes(answer.error.code)) {
        // It may have been taken all the same, so that version is used up.
        known = version;
        set({ unreachable: true, taken: null });
        await wait(answer.error.retryAfterMs ?? AGAIN_MS);
      } else set({ stoppedBy: answer.error, unreachable: false });
    }
    sending = false;
  }

  return {
    page: () => page,
    /** What the server has, on joining and on every time of joining again. */
    begin({ text, version }: { text: string; version: number }): void {
      const unsent = page.text !== page.taken;
      known = Math.max(known ?? 0, version);
      set({ taken: text, stoppedBy: null, ...(!unsent && { text }) });
      void pump();
    },
    write(text: string): void {
      set({ text });
      void pump();
    },
    /** One's own page as it came from the server, perhaps from another device. */
    hear({ text, version }: { text: string | null; version: number }): void {
      if (known === null || version <= known || sending) return;
      known = version;
      if (text !== null && page.text === page.taken) set({ text, taken: text });
    },
    /** Passed: the page is empty, here as well. */
    forget(): void {
      known = null;
      set({ text: "", taken: "", stoppedBy: null, unreachable: false });
    },
    /** Nothing is sent any more; what was not taken stays on this device. */
    stop(): void {
      over = true;
    },
  };
}

/** Keeps one person's page of one box in `storage`. */
export function createPageStore(
  storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">,
  { boxId, enrolmentId }: { boxId: string; enrolmentId: string },
): PageStore {
  const key = `box:${boxId}:${enrolmentId}`;
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch {
      // A browser that refuses to store costs the safety net and nothing else.
      return null;
    }
  };
  return {
    read: () => attempt(() => storage().getItem(key)),
    keep: (text) =>
      void attempt(() =>
        text === null ? storage().removeItem(key) : storage().setItem(key, text),
      ),
  };
}
