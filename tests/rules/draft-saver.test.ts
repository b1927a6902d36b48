import { TRPCClientError } from "@trpc/client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type DraftFields, DraftSaver, type KeptDraft } from "@/components/drafts/draft-saver";
import type { DraftView } from "@/server/domains/drafts/contract";

// The server and the browser's storage stand in as the saver sees them; the server's own rules are
// those of tests/rules/drafts.test.ts and tests/domain/drafts.test.ts.

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-03-02T10:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

const blank: DraftFields = { body: "", link: "", contentNote: "", wantsBack: "witness" };

function refusal(code: string) {
  return new TRPCClientError(code, {
    result: { error: { data: { error: { code } } } as never },
  });
}

/** One draft on a server that several devices save to. */
class FakeServer {
  draft: DraftView | null = null;
  online = true;
  /** The next answer gets lost on its way back. */
  losesAnswer = false;
  saves: string[] = [];

  save = async (fields: DraftFields, basedOn: string | null): Promise<DraftView> => {
    // As long as a save takes.
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (!this.online) throw new TypeError("Failed to fetch");
    const { draft } = this;
    const isSame = draft?.body === fields.body;
    if (draft?.sealedAt && !isSame) throw refusal("STATE_CHANGED");
    if (draft && !isSame && draft.savedAt !== basedOn) throw refusal("CONFLICT");
    this.saves.push(fields.body);
    if (!draft || !isSame) this.put(fields.body);
    if (this.losesAnswer) {
      this.losesAnswer = false;
      throw new TypeError("Failed to fetch");
    }
    return this.draft as DraftView;
  };

  seal = async (fields: DraftFields, basedOn: string | null): Promise<DraftView> => {
    const draft = await this.save(fields, basedOn);
    this.draft = { ...draft, sealedAt: new Date().toISOString() };
    return this.draft;
  };

  find = async () => this.draft;

  /** As another device would. */
  put(body: string, sealedAt: string | null = null): DraftView {
    const savedAt = new Date().toISOString();
    this.draft = {
      ...{ id: "d", body, link: null, contentNote: null, photo: null, wantsBack: "witness" },
      ...{ createdAt: savedAt, savedAt, sealedAt },
    };
    return this.draft;
  }
}

function aDevice(server = new FakeServer(), store = { kept: null as KeptDraft | null }) {
  const saver = new DraftSaver(server.draft, {
    server,
    store: {
      read: () => store.kept,
      write: (kept) => {
        store.kept = kept && structuredClone(kept);
      },
    },
  });
  saver.start();
  return { saver, server, store };
}

const aWhile = () => vi.advanceTimersByTimeAsync(60_000);

describe("writing", () => {
  test("is kept in this browser at once, and on the server after a pause", async () => {
    const { saver, server, store } = aDevice();
    saver.change({ body: "half" });
    expect(store.kept?.fields.body).toBe("half");
    expect(saver.state.progress).toBe("unsaved");
    saver.change({ body: "half a thought" });
    await aWhile();
    expect(server.saves).toEqual(["half a thought"]);
    expect(saver.state.progress).toBe("saved");
    expect(store.kept).toBeNull();
  });

  test("goes on while a save is on its way, and both land in order", async () => {
    const { saver, server } = aDevice();
    saver.change({ body: "one" });
    const first = saver.save();
    await vi.advanceTimersByTimeAsync(50);
    saver.change({ body: "one, two" });
    await Promise.all([first, aWhile()]);
    expect(server.saves).toEqual(["one", "one, two"]);
    expect(saver.state).toMatchObject({ progress: "saved", conflict: null });
  });

  test("half an address keeps nothing else from being saved", async () => {
    const { saver } = aDevice();
    saver.change({ body: "see there", link: "exam" });
    await aWhile();
    expect(saver.state.progress).toBe("saved");
  });

  test("a page nobody wrote on is not stored, until a photo needs somewhere to be", async () => {
    const { saver, server } = aDevice();
    saver.saveUnsaved();
    saver.stop();
    await aWhile();
    expect(server.saves).toEqual([]);
    await Promise.all([saver.save(), aWhile()]);
    expect(server.saves).toEqual([""]);
  });
});

describe("without a connection", () => {
  test("nothing is lost: it says so, tries again by itself, and a reload takes it up", async () => {
    const { saver, server, store } = aDevice();
    server.online = false;
    saver.change({ body: "offline" });
    await aWhile();
    expect(saver.state.progress).toBe("failing");
    expect(store.kept?.fields.body).toBe("offline");

    server.online = true;
    const reloaded = aDevice(server, store);
    expect(reloaded.saver.state.fields.body).toBe("offline");
    await aWhile();
    expect(server.draft?.body).toBe("offline");
    expect(store.kept).toBeNull();
  });

  test("an answer that got lost is not taken for another device", async () => {
    const { saver, server } = aDevice();
    saver.change({ body: "one" });
    await Promise.all([saver.save(), aWhile()]);
    server.losesAnswer = true;
    saver.change({ body: "one, two" });
    const lost = saver.save().catch(() => {});
    await vi.advanceTimersByTimeAsync(150);
    saver.change({ body: "one, two, three" });
    await Promise.all([lost, aWhile()]);
    expect(server.draft?.body).toBe("one, two, three");
    expect(saver.state).toMatchObject({ progress: "saved", conflict: null });
  });
});

describe("two devices", () => {
  test("the newest stands, and what was written here is kept and offered", async () => {
    const { saver, server, store } = aDevice();
    saver.change({ body: "begun here" });
    await aWhile();
    server.put("gone on there");
    saver.change({ body: "begun here, and more" });
    await aWhile();
    expect(server.draft?.body).toBe("gone on there");
    expect(saver.state).toMatchObject({ fields: { body: "gone on there" }, progress: "saved" });
    expect(saver.state.conflict?.body).toBe("begun here, and more");

    const reloaded = aDevice(server, store);
    expect(reloaded.saver.state.fields.body).toBe("gone on there");
    expect(reloaded.saver.state.conflict?.body).toBe("begun here, and more");

    reloaded.saver.putBack();
    await aWhile();
    expect(server.draft?.body).toBe("begun here, and more");
    expect(store.kept).toBeNull();
  });

  test("going on with the newest lets the other words go", async () => {
    const server = new FakeServer();
    server.put("newest");
    const stale = { fields: { ...blank, body: "older" }, basedOn: null, aside: null };
    const { saver, store } = aDevice(server, { kept: stale });
    expect(saver.state).toMatchObject({ fields: { body: "newest" }, conflict: { body: "older" } });
    saver.letBe();
    await aWhile();
    expect(server.draft?.body).toBe("newest");
    expect(store.kept).toBeNull();
  });

  test("a page that is looked at again shows what was saved elsewhere meanwhile", async () => {
    const server = new FakeServer();
    server.put("older");
    const { saver } = aDevice(server);
    vi.advanceTimersByTime(1_000);
    server.put("newer");
    await saver.refresh();
    expect(saver.state.fields.body).toBe("newer");
  });

  test("unsaved words are never replaced by looking", async () => {
    const server = new FakeServer();
    server.put("older");
    const { saver } = aDevice(server);
    saver.change({ body: "mine" });
    vi.advanceTimersByTime(500);
    server.put("newer");
    await saver.refresh();
    expect(saver.state.fields.body).toBe("mine");
  });

  test("once it was called good enough elsewhere nothing is sent any more, nor thrown away", async () => {
    const server = new FakeServer();
    server.put("as it was");
    const { saver, store } = aDevice(server);
    vi.advanceTimersByTime(1_000);
    server.put("as it was", new Date().toISOString());
    saver.change({ body: "polished" });
    await aWhile();
    expect(saver.state.progress).toBe("sealed");
    expect(server.draft?.body).toBe("as it was");
    expect(store.kept?.fields.body).toBe("polished");
  });
});

describe("good enough", () => {
  test("seals what was typed last, after whatever was on its way", async () => {
    const { saver, server, store } = aDevice();
    saver.change({ body: "one" });
    void saver.save();
    await vi.advanceTimersByTimeAsync(50);
    saver.change({ body: "one, two" });
    const [sealed] = await Promise.all([saver.seal(), aWhile()]);
    expect(sealed).toMatchObject({ body: "one, two", sealedAt: expect.any(String) });
    expect(server.saves).toEqual(["one", "one, two"]);
    expect(store.kept).toBeNull();
  });
});

test("a deleted draft is not brought back by a save that was still waiting", async () => {
  const { saver, server, store } = aDevice();
  saver.change({ body: "gone" });
  const erased = saver.erase(async () => {
    server.draft = null;
  });
  await Promise.all([erased, aWhile()]);
  expect(server.draft).toBeNull();
  expect(store.kept).toBeNull();
});
