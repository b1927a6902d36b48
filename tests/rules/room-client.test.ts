import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createUnsentStore } from "@/components/rooms/unsent-store";
import { ROOM_PROTOCOL } from "@/server/domains/rooms/contract";
import {
  type aLine,
  aRoom,
  aStorage,
  bodiesOf,
  joined,
  leading,
  me,
  messageAt,
  posted,
  robin,
  settled,
  snapshotAt,
} from "../support/room-client";

describe("joining a room", () => {
  it("asks only for what came after the page was rendered", async () => {
    const { room, line } = aRoom({ snapshot: snapshotAt(7) });
    expect(room.view().link).toBe("connecting");
    const input = await line.join();
    expect(input).toMatchObject({ roomId: "room", protocol: ROOM_PROTOCOL, sinceSeq: 7 });
    expect(room.view()).toMatchObject({ link: "connected", here: joined.here });
  });

  it("keeps what arrives before the answer and applies it after what was missed", async () => {
    const { room, line } = aRoom();
    line.handlers.connected();
    line.handlers.changed({ roomId: "room", events: [posted(3)] });
    expect(room.view().snapshot?.seq).toBe(0);
    const events = [posted(1), posted(2)];
    await line.answer("room:join", { ...joined, seq: 2, events });
    expect(bodiesOf(room.view())).toEqual(["Crooked 1", "Crooked 2", "Crooked 3"]);
  });

  it("replaces everything when it was away too long for events", async () => {
    const { room, line } = aRoom({ snapshot: snapshotAt(1, { messages: [messageAt(1)] }) });
    line.handlers.connected();
    const fresh = snapshotAt(900, { messages: [messageAt(899)], hasEarlier: true });
    await line.answer("room:join", { ...joined, snapshot: fresh });
    expect(room.view().snapshot).toEqual(fresh);
  });

  it("asks again over a gap, and applies nothing twice", async () => {
    const { room, line } = aRoom();
    await line.join();
    line.handlers.changed({ roomId: "room", events: [posted(1), posted(3)] });
    const events = [posted(2), posted(3)];
    const input = await line.answer("room:join", { ...joined, seq: 3, events });
    expect(input).toMatchObject({ sinceSeq: 1 });
    line.handlers.changed({ roomId: "room", events: [posted(3)] });
    expect(bodiesOf(room.view())).toEqual(["Crooked 1", "Crooked 2", "Crooked 3"]);
  });

  it("asks for what a lost nudge left out, when a heartbeat names a later seq", async () => {
    const { room, line } = aRoom();
    await line.join();
    line.handlers.checked({ roomId: "room", seq: 0, now: joined.now });
    expect(line.calls).toHaveLength(0);
    line.handlers.checked({ roomId: "room", seq: 1, now: joined.now });
    await line.answer("room:join", { ...joined, seq: 1, events: [posted(1)] });
    expect(bodiesOf(room.view())).toEqual(["Crooked 1"]);
  });

  it("takes no notice of other rooms", async () => {
    const { room, line } = aRoom();
    await line.join();
    line.handlers.changed({ roomId: "another", events: [posted(1)] });
    line.handlers.placeEnded({ roomId: "another" });
    expect(room.view()).toMatchObject({ link: "connected", snapshot: { seq: 0 } });
  });

  it("ends as the server's room does, whatever is lost, doubled or late on the way", async () => {
    const deliveries = fc.array(
      fc.record({
        from: fc.integer({ min: 1, max: 12 }),
        count: fc.integer({ min: 1, max: 4 }),
        drop: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(deliveries, async (history) => {
        const { room, line } = aRoom();
        const all = Array.from({ length: 12 }, (_, at) => posted(at + 1));
        const answerJoins = async () => {
          while (line.calls.length > 0) {
            const { input, answer } = line.next("room:join");
            const { sinceSeq } = input as { sinceSeq: number };
            answer({ ...joined, seq: 12, events: all.slice(sinceSeq) });
            await settled();
          }
        };
        for (const { from, count, drop } of history) {
          if (drop) {
            line.handlers.dropped();
            await line.wait(20_000);
            line.handlers.connected();
          }
          line.handlers.changed({ roomId: "room", events: all.slice(from - 1, from - 1 + count) });
          await settled();
          if (!drop) await answerJoins();
        }
        line.handlers.dropped();
        for (const call of line.calls.splice(0)) call.answer(undefined);
        await line.wait(20_000);
        line.handlers.connected();
        await settled();
        await answerJoins();
        expect(room.view().snapshot?.messages.map(({ seq }) => seq)).toEqual(
          all.map(({ seq }) => seq),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe("losing the line", () => {
  it("says so, comes back by itself and asks for what was missed", async () => {
    const { room, line } = aRoom();
    await line.join();
    line.handlers.changed({ roomId: "room", events: [posted(1)] });
    line.handlers.dropped();
    expect(room.view().link).toBe("reconnecting");
    await line.wait(500);
    expect(line.connects).toBe(2);
    const input = await line.join({ seq: 2, events: [posted(2)] });
    expect(input).toMatchObject({ sinceSeq: 1 });
    expect(room.view().link).toBe("connected");
    expect(bodiesOf(room.view())).toEqual(["Crooked 1", "Crooked 2"]);
  });

  it("waits longer each time, never longer than a quarter of a minute", async () => {
    const { line } = aRoom();
    for (const [wait, connects] of [
      [500, 2],
      [1_000, 3],
      [2_000, 4],
      [4_000, 5],
      [8_000, 6],
      [15_000, 7],
      [15_000, 8],
    ] as const) {
      line.handlers.refused("UNEXPECTED");
      await line.wait(wait - 1);
      expect(line.connects).toBe(connects - 1);
      await line.wait(1);
      expect(line.connects).toBe(connects);
    }
  });

  it("begins with short waits again after it was back", async () => {
    const { room, line } = aRoom();
    line.handlers.refused("UNEXPECTED");
    await line.wait(500);
    line.handlers.refused("UNEXPECTED");
    await line.wait(1_000);
    await line.join();
    line.handlers.dropped();
    await line.wait(500);
    expect(line.connects).toBe(4);
    expect(room.view().link).toBe("reconnecting");
  });

  it("does not wait when the network or the screen comes back", async () => {
    const { room, line } = aRoom();
    line.handlers.dropped();
    room.wake();
    expect(line.connects).toBe(2);
    room.wake();
    expect(line.connects).toBe(2);
  });

  it("gives up a line that has gone silent, as after a phone's sleep", async () => {
    const { room, line } = aRoom();
    await line.join();
    await line.wait(15_000);
    line.handlers.checked({ roomId: "room", seq: 0, now: joined.now });
    await line.wait(15_000);
    expect(room.view().link).toBe("connected");
    await line.wait(5_000);
    expect(room.view().link).toBe("reconnecting");
    expect(line.disconnects).toBe(1);
  });

  it("lets an answer from an earlier line change nothing", async () => {
    const { room, line } = aRoom();
    line.handlers.connected();
    const old = line.next("room:join");
    line.handlers.dropped();
    old.answer({ ...joined, seq: 1, events: [posted(1)] });
    await settled();
    expect(room.view()).toMatchObject({ link: "reconnecting", snapshot: { seq: 0 } });
  });
});

describe("posting", () => {
  it("shows words as waiting until they arrive as an event, and then once", async () => {
    const { room, line, storage } = aRoom();
    await line.join();
    room.write("It came out crooked.");
    room.send();
    expect(room.view()).toMatchObject({ words: "", unsent: [{ body: "It came out crooked." }] });
    await line.answer("message:post", { ok: true, messageId: "message-1", seq: 1 });
    expect(room.view().unsent).toHaveLength(1);
    const mine = { clientMessageId: "mine-1", author: me, body: "It came out crooked." };
    line.handlers.changed({ roomId: "room", events: [posted(1, mine)] });
    expect(room.view().unsent).toEqual([]);
    expect(bodiesOf(room.view())).toEqual(["It came out crooked."]);
    expect(storage.entries.size).toBe(0);
  });

  it("shows them once too when the event overtakes the acknowledgement", async () => {
    const { room, line } = aRoom();
    await line.join();
    room.write("Crooked");
    room.send();
    line.handlers.changed({
      roomId: "room",
      events: [posted(1, { clientMessageId: "mine-1", author: me })],
    });
    expect(room.view().unsent).toEqual([]);
    await line.answer("message:post", { ok: true, messageId: "message-1", seq: 1 });
    expect(room.view().unsent).toEqual([]);
    expect(line.calls).toEqual([]);
  });

  it("lets go of words that were taken away before they arrived here", async () => {
    const { room, line } = aRoom();
    await line.join();
    room.write("Crooked");
    room.send();
    await line.answer("message:post", { ok: true, messageId: "message-1", seq: 1 });
    line.handlers.changed({ roomId: "room", events: [{ seq: 1, kind: "skip" }] });
    expect(room.view().unsent).toEqual([]);
  });

  it("does not take someone else's message for its own, whatever id it carries", async () => {
    const { room, line } = aRoom();
    await line.join();
    room.write("Crooked");
    room.send();
    line.handlers.changed({ roomId: "room", events: [posted(1, { clientMessageId: "mine-1" })] });
    expect(room.view().unsent).toHaveLength(1);
  });

  it("sends again with the same id after a lost answer, in the order of writing", async () => {
    const { room, line } = aRoom();
    await line.join();
    for (const words of ["first", "second"]) {
      room.write(words);
      room.send();
    }
    line.next("message:post").answer(undefined);
    line.handlers.dropped();
    await line.wait(500);
    await line.join();
    const first = await line.answer("message:post", { ok: true, messageId: "a", seq: 1 });
    expect(first).toMatchObject({ clientMessageId: "mine-1", body: "first" });
    const second = await line.answer("message:post", { ok: true, messageId: "b", seq: 2 });
    expect(second).toMatchObject({ clientMessageId: "mine-2", body: "second" });
    expect(line.calls).toEqual([]);
  });

  it("keeps words and unsent posts over a reload, for this person alone", async () => {
    const { room, storage } = aRoom();
    room.write("sent while away");
    room.send();
    room.write("half a thou");
    room.close();

    const again = aRoom({ storage });
    expect(again.room.view()).toMatchObject({
      words: "half a thou",
      unsent: [{ clientMessageId: "mine-1", body: "sent while away" }],
    });
    await again.line.join();
    await again.line.answer("message:post", { ok: true, messageId: "a", seq: 1 });
    expect([...storage.entries.values()]).toEqual(["half a thou"]);

    const other = aRoom({ storage, snapshot: snapshotAt(0, { me: { ...me, id: "moss" } }) });
    expect(other.room.view()).toMatchObject({ words: "", unsent: [] });
  });

  it("does without the safety net where a browser forbids storing", async () => {
    const forbidden = {
      ...aStorage(),
      getItem: (): string | null => {
        throw new Error("forbidden");
      },
      setItem: () => {
        throw new Error("forbidden");
      },
    };
    const store = createUnsentStore(() => forbidden, { roomId: "room", enrolmentId: "wren" });
    store.keepWords("words");
    expect(store.read()).toEqual({ words: "", posts: [] });
  });

  it("gives refused words back to an empty composer, with the reason", async () => {
    const { room, line, storage } = aRoom();
    await line.join();
    room.write("Too late");
    room.send();
    await line.answer("message:post", { ok: false, error: { code: "ROOM_PAUSED" } });
    expect(room.view()).toMatchObject({
      words: "Too late",
      unsent: [],
      cameBack: { code: "ROOM_PAUSED" },
    });
    expect([...storage.entries.values()]).toEqual(["Too late"]);
    room.write("Too late, and more");
    expect(room.view().cameBack).toBeNull();
  });

  it("keeps them beside a composer in use, to be tried again or let go", async () => {
    const { room, line } = aRoom();
    await line.join();
    room.write("Refused");
    room.send();
    room.write("already on to the next");
    await line.answer("message:post", { ok: false, error: { code: "MUTED" } });
    expect(room.view()).toMatchObject({
      words: "already on to the next",
      unsent: [{ body: "Refused", refusal: { code: "MUTED" } }],
    });
    room.sendAgain("mine-1");
    expect(await line.answer("message:post", { ok: true, messageId: "a", seq: 1 })).toMatchObject({
      clientMessageId: "mine-1",
    });
    room.letGo("mine-1");
    expect(room.view().unsent).toEqual([]);
  });

  it("keeps words where they are when the room is known to be paused, except a facilitator's", async () => {
    const paused = aRoom({ snapshot: snapshotAt(0, { state: "paused" }) });
    await paused.line.join();
    paused.room.write("Wait");
    paused.room.send();
    expect(paused.room.view()).toMatchObject({ words: "Wait", cameBack: { code: "ROOM_PAUSED" } });
    expect(paused.line.calls).toEqual([]);

    const led = aRoom({
      snapshot: snapshotAt(0, { state: "paused", me: robin, mine: leading }),
    });
    await led.line.join({ mine: leading });
    led.room.write("A moment, please");
    led.room.send();
    led.line.next("message:post");
  });

  it("waits as long as it is asked to, and goes on", async () => {
    const { room, line } = aRoom();
    await line.join();
    room.write("Often");
    room.send();
    const error = { code: "TOO_MANY", retryAfterMs: 250 };
    await line.answer("message:post", { ok: false, error });
    expect(line.calls).toEqual([]);
    await line.wait(250);
    await line.answer("message:post", { ok: true, messageId: "a", seq: 1 });
  });

  it("posts nothing when there is nothing", async () => {
    const { room, line } = aRoom();
    await line.join();
    room.write("  \n ");
    room.send();
    expect(line.calls).toEqual([]);
  });
});

describe("the end of a place", () => {
  it.each([
    [
      "when the server says so",
      (line: ReturnType<typeof aLine>) => line.handlers.placeEnded({ roomId: "room" }),
    ],
    [
      "when there is no place to come back to",
      async (line: ReturnType<typeof aLine>) => {
        line.handlers.dropped();
        await line.wait(500);
        line.handlers.connected();
        await line.answer("room:join", { ok: false, error: { code: "NOT_FOUND" } });
      },
    ],
  ])("leaves no words behind, on the screen or in the browser, %s", async (_, end) => {
    const snapshot = snapshotAt(1, { messages: [messageAt(1)] });
    const { room, line, storage } = aRoom({ snapshot });
    await line.join();
    room.write("half a thou");
    await end(line);
    expect(room.view()).toMatchObject({
      link: "ended",
      snapshot: null,
      here: { people: [], more: 0 },
      words: "",
    });
    expect(storage.entries.size).toBe(0);
    line.handlers.dropped();
    room.wake();
    room.write("more");
    line.handlers.changed({ roomId: "room", events: [posted(2)] });
    expect(room.view()).toMatchObject({ link: "ended", snapshot: null });
    expect(storage.entries.size).toBe(0);
  });

  it("keeps unsent words for whoever signs in again", async () => {
    const { room, line, storage } = aRoom({
      snapshot: snapshotAt(1, { messages: [messageAt(1)] }),
    });
    room.write("half a thou");
    line.handlers.refused("SIGN_IN_NEEDED");
    expect(room.view()).toMatchObject({ link: "signed_out", snapshot: null });
    expect([...storage.entries.values()]).toEqual(["half a thou"]);
  });

  it("asks for a reload when the server speaks a later protocol", async () => {
    const { room, line } = aRoom();
    line.handlers.connected();
    await line.answer("room:join", { ok: false, error: { code: "INVALID_INPUT" } });
    expect(room.view().link).toBe("outdated");
  });
});

describe("reading earlier messages", () => {
  const newest = [messageAt(10), messageAt(11)];

  it("puts them above, in order", async () => {
    const { room, line } = aRoom({
      snapshot: snapshotAt(11, { messages: newest, hasEarlier: true }),
    });
    await line.join();
    await room.readEarlier(async (beforeSeq) => {
      expect(beforeSeq).toBe(10);
      return { messages: [messageAt(8), messageAt(9)], hasEarlier: false };
    });
    expect(room.view().snapshot).toMatchObject({ hasEarlier: false, seq: 11 });
    expect(room.view().snapshot?.messages.map(({ seq }) => seq)).toEqual([8, 9, 10, 11]);
    expect(room.view().readingEarlier).toBe(false);
  });

  it("never brings back what was taken away while they were on their way", async () => {
    const { room, line } = aRoom({
      snapshot: snapshotAt(11, { messages: newest, hasEarlier: true }),
    });
    await line.join();
    const gone = messageAt(9, { state: "retracted", body: null });
    let reads = 0;
    await room.readEarlier(async () => {
      reads += 1;
      if (reads > 1) return { messages: [gone], hasEarlier: false };
      line.handlers.changed({
        roomId: "room",
        events: [{ seq: 12, kind: "message_retracted", messageId: gone.id, message: gone }],
      });
      return { messages: [messageAt(9)], hasEarlier: false };
    });
    expect(reads).toBe(2);
    expect(bodiesOf(room.view())).toEqual([null, "Crooked 10", "Crooked 11"]);
  });

  it("leaves the room as it is when reading fails", async () => {
    const { room } = aRoom({ snapshot: snapshotAt(11, { messages: newest, hasEarlier: true }) });
    await expect(room.readEarlier(() => Promise.reject(new Error("offline")))).rejects.toThrow();
    expect(room.view().readingEarlier).toBe(false);
    expect(room.view().snapshot?.messages).toEqual(newest);
  });
});
