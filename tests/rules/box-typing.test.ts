import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBoxTyping, createPageStore, type OwnPage } from "@/components/boxes/box-typing";
import { isInView, ownCard, withTyped } from "@/components/boxes/box-view";
import type { TypedEntry } from "@/server/domains/boxes/contract";
import type { LiveSnapshot } from "@/server/domains/live/contract";

type Answer = { ok: true; version: number } | { ok: false; error: { code: string } };

/** A keyboard and a server between which every answer waits until the test gives it. */
function aKeyboard({ kept = null as string | null } = {}) {
  const sent: { text: string; version: number; answer: (with_: Answer) => Promise<void> }[] = [];
  let page: OwnPage | undefined;
  const stored = { text: kept };
  const typing = createBoxTyping({
    send: (text, version) =>
      new Promise((resolve) => {
        const answer = async (with_: Answer) => {
          resolve(with_);
          await new Promise(setImmediate);
        };
        sent.push({ text, version, answer });
      }),
    store: {
      read: () => stored.text,
      keep: (text) => {
        stored.text = text;
      },
    },
    onChange: (next) => {
      page = next;
    },
    wait: async () => {},
  });
  const last = () => sent.at(-1) as (typeof sent)[number];
  const ok = () => last().answer({ ok: true, version: last().version });
  return { typing, sent, last, ok, stored, page: () => page };
}

describe("typing in a box", () => {
  it("sends the next keystroke as soon as the last was answered, and always the newest", async () => {
    const { typing, sent, ok } = aKeyboard();
    typing.begin({ text: "", version: 0 });
    for (const text of ["H", "He", "Hel"]) typing.write(text);
    expect(sent.map(({ text }) => text)).toEqual(["H"]);
    typing.write("Hell");
    await ok();
    expect(sent.map(({ text, version }) => [text, version])).toEqual([
      ["H", 1],
      ["Hell", 2],
    ]);
    await ok();
    expect(sent).toHaveLength(2);
  });

  it("waits for having joined, and goes on from what the server has", async () => {
    const { typing, sent, page } = aKeyboard();
    typing.begin({ text: "From before", version: 7 });
    expect(page()?.text).toBe("From before");
    typing.write("From before, and");
    expect(sent.map(({ version }) => version)).toEqual([8]);
  });

  it("keeps on this device what was not taken yet, and sends it after a reload", async () => {
    const before = aKeyboard();
    before.typing.begin({ text: "", version: 0 });
    before.typing.write("Half");
    await before.ok();
    expect(before.stored.text).toBeNull();
    before.typing.write("Half a");
    expect(before.stored.text).toBe("Half a");
    before.typing.stop();

    const { typing, sent, ok, stored, page } = aKeyboard({ kept: before.stored.text });
    expect(typing.page().text).toBe("Half a");
    typing.begin({ text: "Half", version: 1 });
    expect(sent.map(({ text, version }) => [text, version])).toEqual([["Half a", 2]]);
    await ok();
    expect(stored.text).toBeNull();
    expect(page()?.taken).toBe("Half a");
  });

  it("tries again for as long as the server is out of reach, with what stands there then", async () => {
    const { typing, sent, last, ok, page } = aKeyboard();
    typing.begin({ text: "", version: 0 });
    typing.write("H");
    await last().answer({ ok: false, error: { code: "UNREACHABLE" } });
    expect(page()?.unreachable).toBe(true);
    typing.write("Hello");
    await last().answer({ ok: false, error: { code: "UNREACHABLE" } });
    expect(sent.map(({ text }) => text)).toEqual(["H", "H", "Hello"]);
    await ok();
    expect(page()).toMatchObject({ unreachable: false, taken: "Hello" });
  });

  it("stops at zero, and keeps what came after it where it is", async () => {
    const { typing, sent, last, ok, page, stored } = aKeyboard();
    typing.begin({ text: "", version: 0 });
    typing.write("Before");
    await ok();
    typing.write("Before and after");
    await last().answer({ ok: false, error: { code: "TOO_LATE" } });
    typing.write("Before and after it");
    expect(sent).toHaveLength(2);
    expect(page()).toMatchObject({ taken: "Before", stoppedBy: { code: "TOO_LATE" } });
    expect(stored.text).toBe("Before and after it");
  });

  it("takes over what another device of the same person wrote, unless one writes here", async () => {
    const { typing, sent, page, last, ok } = aKeyboard();
    typing.begin({ text: "", version: 0 });
    typing.hear({ text: "From the phone", version: 3 });
    expect(page()?.text).toBe("From the phone");
    typing.hear({ text: "Older", version: 2 });
    expect(page()?.text).toBe("From the phone");
    typing.write("From here");
    typing.hear({ text: "From the phone again", version: 4 });
    expect(page()?.text).toBe("From here");
    // The phone was faster: version 4 is its words.
    await last().answer({ ok: true, version: 5 });
    expect(sent.map(({ text, version }) => [text, version])).toEqual([
      ["From here", 4],
      ["From here", 6],
    ]);
    await ok();
    expect(page()?.taken).toBe("From here");
  });

  it("forgets the page of who passed", () => {
    const { typing, page, stored } = aKeyboard();
    typing.begin({ text: "Too much", version: 2 });
    typing.write("Too much to");
    typing.forget();
    expect(page()).toMatchObject({ text: "", taken: "", stoppedBy: null });
    expect(stored.text).toBeNull();
  });

  it("ends with the server holding the last words, however slow and broken the line", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({ write: fc.string({ maxLength: 4 }) }),
            fc.constantFrom("ok", "lost", "refused" as const),
          ),
          { maxLength: 40 },
        ),
        async (steps) => {
          const { typing, sent, page } = aKeyboard();
          const server = { text: "", version: 0 };
          let answered = 0;
          const answer = async (how: "ok" | "lost" | "refused") => {
            const next = sent[answered];
            if (!next) return;
            answered += 1;
            // Lost: it arrived, and its answer did not.
            if (how !== "refused" && next.version > server.version) {
              Object.assign(server, { text: next.text, version: next.version });
            }
            await next.answer(
              how === "ok"
                ? { ok: true, version: server.version }
                : { ok: false, error: { code: "UNREACHABLE" } },
            );
          };
          typing.begin(server);
          for (const step of steps) {
            if (typeof step === "string") await answer(step);
            else typing.write(step.write);
            expect(sent.length - answered).toBeLessThanOrEqual(1);
          }
          while (answered < sent.length) await answer("ok");
          expect(page()?.text ?? "").toBe(typing.page().text);
          expect(server.text).toBe(typing.page().text);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("what is kept of a page on this device", () => {
  it("is one person’s, of one box, and a browser that keeps nothing breaks nothing", () => {
    const items = new Map<string, string>();
    const storage = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
      removeItem: (key: string) => void items.delete(key),
    };
    const mine = createPageStore(() => storage, { boxId: "b", enrolmentId: "wren" });
    const theirs = createPageStore(() => storage, { boxId: "b", enrolmentId: "kit" });
    mine.keep("Half a");
    expect([mine.read(), theirs.read()]).toEqual(["Half a", null]);
    mine.keep(null);
    expect(items.size).toBe(0);
    const broken = createPageStore(
      () => {
        throw new Error("refused");
      },
      { boxId: "b", enrolmentId: "wren" },
    );
    broken.keep("Half a");
    expect(broken.read()).toBeNull();
  });
});

describe("what the others write", () => {
  const entry = (id: string, text: string | null, version: number): TypedEntry => ({
    person: { id, name: id, role: "member" },
    text,
    version,
  });

  it("grows with what is heard, never back, and without one’s own", () => {
    let held = withTyped([], [entry("kit", "A", 1), entry("me", "B", 1)], "me");
    held = withTyped(held, [entry("kit", "", 0), entry("wren", "C", 1)], "me");
    held = withTyped(held, [entry("kit", "Ab", 2)], "me");
    expect(held.map(({ person, text }) => [person.id, text])).toEqual([
      ["kit", "Ab"],
      ["wren", "C"],
    ]);
    expect(withTyped(held, [entry("kit", null, 3)], "me")[0]?.text).toBeNull();
  });
});

describe("a box on the screen", () => {
  const CLOSED = "2026-03-02T10:00:00.000Z";
  const at = (minutes: number) => Date.parse(CLOSED) + minutes * 60_000;
  const snapshot = (
    closedAt: string | null,
    startedAt: string | null = null,
  ): Pick<LiveSnapshot, "box" | "run"> => ({
    box: { id: "b", prompt: null, openedAt: CLOSED, closesAt: CLOSED, closedAt, writers: [] },
    run: { segments: [{ startedAt }] } as unknown as LiveSnapshot["run"],
  });

  it("stays for ten minutes after it closed, or until the next segment begins", () => {
    expect(isInView({ box: null, run: null }, at(0))).toBe(false);
    expect(isInView(snapshot(null), null)).toBe(true);
    expect(isInView(snapshot(CLOSED), at(9))).toBe(true);
    expect(isInView(snapshot(CLOSED), at(10))).toBe(false);
    expect(isInView(snapshot(CLOSED), null)).toBe(false);
    expect(isInView(snapshot(CLOSED, "2026-03-02T09:59:00.000Z"), at(1))).toBe(true);
    expect(isInView(snapshot(CLOSED, "2026-03-02T10:00:30.000Z"), at(1))).toBe(false);
  });

  it("finds the card that one’s own page became", () => {
    const { box } = snapshot(CLOSED);
    const card = (author: string, clientMessageId: string) => ({
      author: { id: author },
      clientMessageId,
      card: { kind: "draft" },
    });
    const messages = [card("kit", "b"), card("me", "another"), card("me", "b")];
    const room = { me: { id: "me" }, messages } as unknown as LiveSnapshot;
    if (!box) throw new Error("no box");
    expect(ownCard(room, box)).toBe(messages[2]);
    expect(ownCard({ ...room, messages: [] }, box)).toBeNull();
  });
});
