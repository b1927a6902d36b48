import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createServerClock } from "@/components/rooms/server-clock";
import { createUnsentStore } from "@/components/rooms/unsent-store";
import type { RoundView } from "@/server/domains/turns/contract";
import {
  aRoom,
  aStorage,
  joined,
  leading,
  me,
  messageAt,
  place,
  posted,
  robin,
  settings,
  settled,
  snapshotAt,
} from "../support/room-client";

// What a live room adds to a line that joins, catches up and posts.

const round: RoundView = {
  id: "round",
  state: "under_way",
  orderedBy: "hand",
  seed: null,
  budgetSeconds: 600,
  version: 1,
  turns: [],
};

describe("the parts of a room", () => {
  it("change with their events, in the same order as everything else", async () => {
    const { room, line } = aRoom();
    await line.join();
    line.handlers.changed({
      roomId: "room",
      events: [posted(1), { seq: 2, kind: "round_changed", round }],
    });
    expect(room.view().snapshot).toMatchObject({ seq: 2, round: { id: "round" } });
  });

  it("tell those who lead who is here and who types, and nobody else", async () => {
    const { room, line } = aRoom();
    const roster = [
      {
        person: me,
        presence: "here",
        standing: "active",
        since: null,
        lastPostedAt: null,
      } as const,
    ];
    await line.join({ roster });
    expect(room.view()).toMatchObject({ roster, typing: [] });
    line.handlers.typing({ roomId: "room", enrolmentIds: ["wren"] });
    expect(room.view().typing).toEqual(["wren"]);
    line.handlers.dropped();
    expect(room.view().typing).toEqual([]);
    line.handlers.placeEnded({ roomId: "room" });
    expect(room.view().roster).toEqual([]);
  });

  it("bring what others write in a box to whoever listens, and stop when they do", async () => {
    const { room, line } = aRoom();
    await line.join();
    const heard: string[] = [];
    const stop = room.onTyped((boxId, entries) => heard.push(`${boxId}: ${entries[0]?.text}`));
    const typed = { person: robin, text: "half a w", version: 3 };
    line.handlers.typed({ roomId: "room", boxId: "box", entries: [typed] });
    line.handlers.typed({ roomId: "elsewhere", boxId: "box", entries: [typed] });
    stop();
    line.handlers.typed({ roomId: "room", boxId: "box", entries: [typed] });
    expect(heard).toEqual(["box: half a w"]);
  });

  it("are told how often the room was joined, so that what hangs on a line begins anew", async () => {
    const { room, line } = aRoom();
    expect(room.view().joins).toBe(0);
    await line.join();
    expect(room.view().joins).toBe(1);
    line.handlers.dropped();
    await line.wait(500);
    expect(room.view().joins).toBe(1);
    await line.join();
    expect(room.view().joins).toBe(2);
  });

  it("answer what is asked of them, and say so when there is no line", async () => {
    const { room, line } = aRoom();
    const input = { organisationId: "organisation", roomId: "room", messageId: "message-1" };
    const unreachable = { ok: false, error: { code: "UNREACHABLE" } };
    expect(await room.call("message:unsend", input)).toEqual(unreachable);
    await line.join();
    const asked = room.call("message:unsend", input);
    await line.answer("message:unsend", { ok: false, error: { code: "TOO_LATE" } });
    expect(await asked).toEqual({ ok: false, error: { code: "TOO_LATE" } });
    const lost = room.call("message:unsend", input);
    await line.answer("message:unsend", undefined);
    expect(await lost).toEqual(unreachable);
  });
});

describe("a place that changes", () => {
  it("is joined afresh, and everything is seen from there", async () => {
    const { room, line } = aRoom({
      snapshot: snapshotAt(7, { mine: { ...place, admitted: false } }),
    });
    await line.join({ mine: { ...place, admitted: false } });
    line.handlers.placeChanged({ roomId: "room" });
    const snapshot = snapshotAt(8, { messages: [messageAt(3)] });
    const input = await line.answer("room:join", { ...joined, snapshot });
    expect(input).not.toHaveProperty("sinceSeq");
    expect(room.view().snapshot).toEqual(snapshot);
  });

  it("is joined afresh too when it changes while a join is on its way", async () => {
    const { room, line } = aRoom({ snapshot: snapshotAt(7) });
    line.handlers.connected();
    line.handlers.placeChanged({ roomId: "room" });
    await line.answer("room:join", { ...joined, seq: 7, events: [] });
    const input = await line.answer("room:join", { ...joined, snapshot: snapshotAt(9) });
    expect(input).not.toHaveProperty("sinceSeq");
    expect(room.view()).toMatchObject({ link: "connected", snapshot: { seq: 9 } });
  });

  it("is noticed when it changed while the line was down", async () => {
    const { room, line } = aRoom({ snapshot: snapshotAt(7) });
    line.handlers.connected();
    await settled();
    await line.answer("room:join", { ...joined, mine: leading, seq: 7, events: [] });
    const snapshot = snapshotAt(7, { mine: leading });
    const input = await line.answer("room:join", { ...joined, mine: leading, snapshot });
    expect(input).not.toHaveProperty("sinceSeq");
    expect(room.view().snapshot?.mine.leads).toBe(true);
    expect(line.calls).toEqual([]);
  });

  it("shows nothing of a room that is locked, and asks again until the door opens", async () => {
    const { room, line } = aRoom({ snapshot: snapshotAt(1, { messages: [messageAt(1)] }) });
    line.handlers.connected();
    await line.answer("room:join", { ok: false, error: { code: "ROOM_LOCKED" } });
    expect(room.view()).toMatchObject({ link: "locked", snapshot: null });
    await line.wait(14_999);
    expect(line.connects).toBe(1);
    await line.wait(1);
    expect(line.connects).toBe(2);
    line.handlers.connected();
    const input = await line.answer("room:join", { ...joined, snapshot: snapshotAt(3) });
    expect(input).not.toHaveProperty("sinceSeq");
    expect(room.view()).toMatchObject({ link: "connected", snapshot: { seq: 3 } });
  });

  it("keeps what was written in the lobby until its author is let in", async () => {
    const waiting = { ...place, admitted: false };
    const storage = aStorage();
    const store = createUnsentStore(() => storage, { roomId: "room", enrolmentId: "wren" });
    store.keepPost({ clientMessageId: "before", body: "hello", writtenAt: 0, refusal: null });
    const { line } = aRoom({ snapshot: snapshotAt(0, { mine: waiting }), storage });
    await line.join({ mine: waiting });
    expect(line.calls).toEqual([]);
    line.handlers.placeChanged({ roomId: "room" });
    await line.answer("room:join", { ...joined, snapshot: snapshotAt(1) });
    expect(line.next("message:post").input).toMatchObject({ body: "hello" });
  });
});

describe("the server's clock", () => {
  it("is what the server last said, and goes on with the device's", () => {
    let device = 1_000_000;
    const clock = createServerClock(() => device);
    expect(clock.now()).toBe(1_000_000);
    clock.heard("2026-03-02T10:00:00.000Z");
    device += 5_000;
    expect(new Date(clock.now()).toISOString()).toBe("2026-03-02T10:00:05.000Z");
  });

  it("is never later than the server's, and no earlier than its quickest word of late", () => {
    const hearings = fc.array(fc.record({ gap: fc.nat(10_000), delay: fc.nat(1_500) }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(hearings, fc.integer({ min: -1e9, max: 1e9 }), (heard, offset) => {
        let device = 1e12;
        const clock = createServerClock(() => device);
        for (const { gap, delay } of heard) {
          device += gap;
          const said = new Date(device + offset).toISOString();
          device += delay;
          clock.heard(said);
        }
        const behind = device + offset - clock.now();
        expect(behind).toBe(Math.min(...heard.map(({ delay }) => delay)));
      }),
      { numRuns: 100 },
    );
  });

  it("follows a device whose own clock was moved", () => {
    let device = 1_000_000;
    const clock = createServerClock(() => device);
    clock.heard("2026-03-02T10:00:00.000Z");
    device += 3_600_000;
    clock.heard("2026-03-02T10:00:05.000Z");
    expect(new Date(clock.now()).toISOString()).toBe("2026-03-02T10:00:05.000Z");
  });

  it("comes with the join and with every heartbeat", async () => {
    const { room, line } = aRoom();
    await line.join();
    expect(room.serverNow()).toBe(Date.parse(joined.now));
    line.handlers.checked({ roomId: "room", seq: 0, now: "2026-03-02T11:00:00.000Z" });
    expect(room.serverNow()).toBe(Date.parse("2026-03-02T11:00:00.000Z"));
  });
});

describe("a screen that wakes up", () => {
  it("does not trust a line on which nothing was heard, and dials at once", async () => {
    const { room, line } = aRoom();
    await line.join();
    await line.wait(9_000);
    room.wake();
    expect(line).toMatchObject({ connects: 2, disconnects: 1 });
    const input = await line.join({ seq: 1, events: [posted(1)] });
    expect(input).toMatchObject({ sinceSeq: 0 });
    expect(room.view()).toMatchObject({ link: "connected", snapshot: { seq: 1 } });
  });

  it("leaves a line alone that has just been heard", async () => {
    const { room, line } = aRoom();
    await line.join();
    await line.wait(7_000);
    room.wake();
    expect(line).toMatchObject({ connects: 1, disconnects: 0 });
  });
});

describe("what is told of the person in front of the screen", () => {
  it("is that they type, now and then while they do, and that they stopped", async () => {
    const { room, line } = aRoom();
    await line.join();
    for (const words of ["o", "on", "one"]) {
      room.write(words);
      await line.wait(1_000);
    }
    expect(line.told).toMatchObject([{ event: "typing:tell", typing: true }]);
    room.write("one w");
    expect(line.told).toHaveLength(2);
    await line.wait(6_000);
    expect(line.told.map(({ typing }) => typing)).toEqual([true, true, false]);
  });

  it("is that they stopped as soon as they have posted, or deleted it", async () => {
    const { room, line } = aRoom();
    await line.join();
    room.write("crooked");
    room.send();
    expect(line.told.map(({ typing }) => typing)).toEqual([true, false]);
    room.write("more");
    room.write("");
    expect(line.told.map(({ typing }) => typing)).toEqual([true, false, true, false]);
  });

  it("is nothing while there is no line, and nothing from the lobby", async () => {
    const waiting = { ...place, admitted: false };
    const { room, line } = aRoom({ snapshot: snapshotAt(0, { mine: waiting }) });
    room.write("not yet");
    await line.join({ mine: waiting });
    room.write("not yet either");
    room.stepAway(true);
    expect(line.told).toEqual([]);
  });

  it("is that they stepped away, again after the line was lost, until they write", async () => {
    const { room, line } = aRoom();
    await line.join();
    room.stepAway(true);
    expect(room.view().away).toBe(true);
    expect(line.told).toMatchObject([{ event: "presence:tell", away: true }]);
    line.handlers.dropped();
    await line.wait(500);
    await line.join();
    expect(line.told.map(({ away }) => away)).toEqual([true, true]);
    room.write("b");
    expect(line.told.slice(2)).toMatchObject([{ away: false }, { typing: true }]);
    expect(room.view().away).toBe(false);
  });

  it("is that they are away when the page has been out of sight for a while, and back when it is not", async () => {
    const { room, line } = aRoom();
    await line.join();
    room.hidden(true);
    await line.wait(10_000);
    room.hidden(false);
    expect(line.told).toEqual([]);
    line.handlers.checked({ roomId: "room", seq: 0, now: joined.now });
    room.hidden(true);
    await line.wait(10_000);
    line.handlers.checked({ roomId: "room", seq: 0, now: joined.now });
    await line.wait(10_000);
    expect(line.told.map(({ away }) => away)).toEqual([true]);
    room.hidden(false);
    expect(line.told.map(({ away }) => away)).toEqual([true, false]);
    expect(room.view().away).toBe(false);
  });
});

describe("words that would not be taken now", () => {
  const turns = { ...settings, posting: "turns", floor: { enrolmentIds: ["robin"], open: false } };
  it.each([
    ["somebody else has the floor", { settings: turns }, "NOT_YOUR_TURN"],
    ["it is a break", { settings: { ...settings, posting: "facilitators" } }, "NOT_NOW"],
    ["one reads along", { mine: { ...place, standing: "muted" } }, "MUTED"],
  ])("stay where they are, with the reason, when %s", async (_, facts, code) => {
    const { room, line } = aRoom({ snapshot: snapshotAt(0, facts as object) });
    room.write("kept");
    room.send();
    expect(room.view()).toMatchObject({ words: "kept", unsent: [], cameBack: { code } });
    expect(line.calls).toEqual([]);
  });

  it("go by themselves once a slow room lets them, and say until when they wait", async () => {
    const { room, line } = aRoom();
    await line.join();
    room.write("second");
    room.send();
    await line.answer("message:post", {
      ok: false,
      error: { code: "SLOW_MODE", retryAfterMs: 20_000 },
    });
    expect(room.view()).toMatchObject({
      unsent: [{ body: "second", refusal: null }],
      goesAt: line.clock + 20_000,
      cameBack: null,
    });
    // The heartbeat goes on meanwhile.
    await line.wait(10_000);
    line.handlers.checked({ roomId: "room", seq: 0, now: joined.now });
    await line.wait(10_000);
    const again = await line.answer("message:post", { ok: true, messageId: "m", seq: 1 });
    expect(again).toMatchObject({ clientMessageId: "mine-1" });
    expect(room.view().goesAt).toBeNull();
  });
});

describe("help that is offered", () => {
  it("is offered to the sender alone, once in a room, and goes when it is put away", async () => {
    const { room, line, storage } = aRoom();
    await line.join();
    const answer = { ok: true, messageId: "m", seq: 1, care: true };
    room.write("a heavy sentence");
    room.send();
    await line.answer("message:post", answer);
    expect(room.view().care).toBe(true);
    room.putCareAway();
    expect(room.view().care).toBe(false);
    room.write("another one");
    room.send();
    await line.answer("message:post", { ...answer, seq: 2 });
    expect(room.view().care).toBe(false);

    const again = aRoom({ storage });
    again.room.offerCare();
    expect(again.room.view().care).toBe(false);
  });
});

describe("the other boxes of a room", () => {
  it("keep their words apart, over a reload, and lose them with the place", () => {
    const storage = aStorage();
    const ids = { roomId: "room", enrolmentId: "wren" };
    const store = createUnsentStore(() => storage, ids);
    store.keepAside("line", "to the facilitators");
    store.keepAside("worry", "about Moss");
    store.keepWords("to the room");
    const again = createUnsentStore(() => storage, ids);
    expect(again.readAside("line")).toBe("to the facilitators");
    expect(again.readAside("worry")).toBe("about Moss");
    expect(again.read().words).toBe("to the room");
    again.keepAside("worry", "");
    expect(again.readAside("worry")).toBe("");
    again.clear();
    expect(storage.entries.size).toBe(0);
  });
});
