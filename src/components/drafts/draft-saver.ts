import { type ApiError, wireErrorOf } from "@/components/api";
import { oneAtATime } from "@/components/one-at-a-time";
import { type DraftView, isWebAddress } from "@/server/domains/drafts/contract";
import type { WantsBack } from "@/server/domains/rooms/contract";

const PAUSE_MS = 800;
const RETRY_MS = 5_000;

/** A draft as it stands in a form: an empty string is none. */
export type DraftFields = {
  body: string;
  link: string;
  contentNote: string;
  wantsBack: WantsBack;
};

/**
 * `failing`: not saved, and tried again by itself. `sealed`: it was called good enough elsewhere,
 * so that nothing more is saved.
 */
export type DraftProgress = "unchanged" | "unsaved" | "saved" | "failing" | "sealed";

/** What this browser keeps of a draft until the server has it. */
export type KeptDraft = {
  fields: DraftFields;
  /** The `savedAt` these words were written on; null: before the first save. */
  basedOn: string | null;
  /** Words written here that another device was faster than. */
  aside: DraftFields | null;
};

export type DraftSaverState = {
  fields: DraftFields;
  progress: DraftProgress;
  error: ApiError | null;
  /** Words written here that another device was faster than; never thrown away unasked. */
  conflict: DraftFields | null;
};

type Server = {
  save(fields: DraftFields, basedOn: string | null): Promise<DraftView>;
  seal(fields: DraftFields, basedOn: string | null): Promise<DraftView>;
  find(): Promise<DraftView | null>;
};

type Store = { read(): KeptDraft | null; write(kept: KeptDraft | null): void };

/**
 * A draft that saves itself while it is written: in this browser at once, on the server after a
 * short pause, one save at a time and in order. The newest save wins; what another device saved in
 * between is shown, and the words from here are laid aside and offered.
 */
export class DraftSaver {
  state: DraftSaverState;
  readonly #server: Server;
  readonly #store: Store;
  readonly #inTurn = oneAtATime();
  readonly #listeners = new Set<() => void>();
  #saved: DraftFields;
  #basedOn: string | null;
  /** Sent last, and perhaps stored without our hearing of it. */
  #sent: DraftFields | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(draft: DraftView | null, { server, store }: { server: Server; store: Store }) {
    this.#server = server;
    this.#store = store;
    this.#saved = fieldsOf(draft);
    this.#basedOn = draft?.savedAt ?? null;
    this.state = { fields: this.#saved, progress: "unchanged", error: null, conflict: null };
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Takes up what this browser still keeps from an earlier visit. */
  start(): void {
    const kept = this.#store.read();
    if (!kept) return;
    const { fields, basedOn, aside } = kept;
    if (isSame(fields, this.#saved)) this.#set({ conflict: aside });
    else if (basedOn === this.#basedOn) {
      this.#set({ fields, conflict: aside, progress: "unsaved" });
      this.#saveAfter(0);
    } else this.#set({ conflict: aside ?? fields });
    this.#keep();
  }

  /** Stops the clock and sends what is still unsaved. */
  stop(): void {
    clearTimeout(this.#timer);
    this.saveUnsaved();
  }

  /** Sends what is unsaved, now rather than after the pause. */
  saveUnsaved = (): void => {
    if (this.#hasUnsaved() && this.state.progress !== "sealed") void this.save().catch(() => {});
  };

  change(changed: Partial<DraftFields>): void {
    this.#set({ fields: { ...this.state.fields, ...changed } });
    this.#keep();
    if (this.state.progress === "sealed") return;
    this.#set({ progress: this.#hasUnsaved() ? "unsaved" : this.state.progress });
    this.#saveAfter(PAUSE_MS);
  }

  /**
   * Resolves once everything written so far is stored; a page with nothing on it is stored too, for
   * a photo to be put on. @throws what the server answers
   */
  save(): Promise<void> {
    clearTimeout(this.#timer);
    return this.#inTurn(async () => {
      if (this.#basedOn !== null && !this.#hasUnsaved()) return;
      await this.#send(this.#server.save);
    });
  }

  /** "Good enough": stores and seals these very words. @throws what the server answers */
  seal(): Promise<DraftView> {
    clearTimeout(this.#timer);
    return this.#inTurn(async () => {
      const sealed = await this.#send(this.#server.seal);
      this.#set({ conflict: null });
      this.#keep();
      return sealed;
    });
  }

  /** Looks whether another device has saved something newer, unless there is something unsaved. */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      const newest = await this.#server.find();
      if (!newest || this.#hasUnsaved()) return;
      if (newest.sealedAt) this.#set({ progress: "sealed" });
      if (newest.savedAt !== this.#basedOn) this.#adopt(newest);
    });
  }

  /** Puts the words that were laid aside back, in place of what stands there. */
  putBack(): void {
    const { conflict } = this.state;
    this.#set({ conflict: null });
    if (conflict) this.change(conflict);
  }

  /** Lets go of the words that were laid aside. */
  letBe(): void {
    this.#set({ conflict: null });
    this.#keep();
  }

  /** Once `work` has deleted the draft, nothing of it stays here and nothing saves it again. */
  erase(work: () => Promise<void>): Promise<void> {
    clearTimeout(this.#timer);
    return this.#inTurn(async () => {
      await work();
      this.letGo();
    });
  }

  /** Forgets what is unsaved. */
  letGo(): void {
    clearTimeout(this.#timer);
    this.#saved = this.state.fields;
    this.#store.write(null);
  }

  async #send(send: Server["save"]): Promise<DraftView> {
    const fields = this.state.fields;
    const before = this.#sent;
    this.#sent = fields;
    try {
      const stored = await send(fields, this.#basedOn);
      this.#saved = fields;
      this.#basedOn = stored.savedAt;
      this.#set({ error: null, progress: this.#hasUnsaved() ? "unsaved" : "saved" });
      this.#keep();
      if (this.#hasUnsaved()) this.#saveAfter(PAUSE_MS);
      return stored;
    } catch (thrown) {
      const error = wireErrorOf(thrown);
      if (error.code === "CONFLICT" && (await this.#giveWay(before))) return this.#send(send);
      this.#fail(error);
      throw thrown;
    }
  }

  /** @returns true when the newer words are our own, whose answer got lost: nothing is in the way. */
  async #giveWay(sentBefore: DraftFields | null): Promise<boolean> {
    const newest = await this.#server.find();
    if (!newest) {
      this.#basedOn = null;
      return true;
    }
    if (sentBefore && isSame(fieldsOf(newest), sentBefore)) {
      this.#saved = sentBefore;
      this.#basedOn = newest.savedAt;
      return true;
    }
    this.#set({ conflict: this.state.fields });
    this.#adopt(newest);
    return false;
  }

  #adopt(newest: DraftView): void {
    this.#saved = fieldsOf(newest);
    this.#basedOn = newest.savedAt;
    const { progress } = this.state;
    this.#set({
      fields: this.#saved,
      error: null,
      progress: progress === "sealed" ? progress : "saved",
    });
    this.#keep();
  }

  #fail(error: ApiError): void {
    if (error.code === "CONFLICT") return;
    if (error.code === "STATE_CHANGED") {
      this.#set({ error, progress: "sealed" });
      return;
    }
    this.#set({ error, progress: "failing" });
    // Words that are refused are sent again when they have changed.
    if (error.code !== "INVALID_INPUT") this.#saveAfter(RETRY_MS);
  }

  #saveAfter(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#hasUnsaved()) return;
    this.#timer = setTimeout(() => void this.save().catch(() => {}), ms);
  }

  #hasUnsaved(): boolean {
    return !isSame(this.state.fields, this.#saved);
  }

  #keep(): void {
    const { fields, conflict } = this.state;
    const kept = this.#hasUnsaved() || conflict;
    this.#store.write(kept ? { fields, basedOn: this.#basedOn, aside: conflict } : null);
  }

  #set(changed: Partial<DraftSaverState>): void {
    this.state = { ...this.state, ...changed };
    for (const listener of this.#listeners) listener();
  }
}

export function fieldsOf(draft: DraftView | null): DraftFields {
  return {
    body: draft?.body ?? "",
    link: draft?.link ?? "",
    contentNote: draft?.contentNote ?? "",
    wantsBack: draft?.wantsBack ?? "witness",
  };
}

/** The link as it is sent: half an address must not keep the words from being saved. */
export function linkOf({ link }: DraftFields): string | null {
  return isWebAddress(link.trim()) ? link.trim() : null;
}

function isSame(one: DraftFields, other: DraftFields): boolean {
  return (
    one.body === other.body &&
    linkOf(one) === linkOf(other) &&
    one.contentNote.trim() === other.contentNote.trim() &&
    one.wantsBack === other.wantsBack
  );
}
