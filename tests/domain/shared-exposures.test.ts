import { beforeAll, describe, expect, it } from "vitest";
import { accessExposure, listExposures } from "@/server/domains/exposures/reads";
import { letGo } from "@/server/domains/exposures/writes";
import { closeRoom } from "@/server/domains/rooms/writes";
import { findOwnPart } from "@/server/domains/shared-exposures/reads";
import {
  endSharedExposure,
  finishPart,
  openSharedExposure,
  startSharedExposure,
  takePart,
} from "@/server/domains/shared-exposures/writes";
import { type AMember, aMember, as } from "../support/builders";
import { useDatabase } from "../support/database";
import { newId } from "../support/practice-builders";
import { type ARoom, aRoom, at } from "../support/rooms";
import {
  type ASharedExposure,
  aPart,
  aSharedExposure,
  later,
  readShared,
  settle,
  start,
  takesPart,
  taps,
} from "../support/shared-exposures";
import { waitingJobs } from "../support/waiting-jobs";

const test = useDatabase();
let room: ARoom;
let people: AMember[];
let elsewhere: ARoom;

beforeAll(async () => {
  room = await aRoom(test);
  people = [];
  for (let each = 0; each < 6; each++) people.push(await aMember(test, room));
  elsewhere = await aRoom(test);
});

/** The first so many of the group. */
const some = (count: number) => people.slice(0, count);
const [one, other] = [() => people[0] as AMember, () => people[1] as AMember];

/** A new one in a new room of the same group. */
async function opened(): Promise<{ here: ARoom; ref: ASharedExposure }> {
  const here = await aRoom(test, { of: room });
  return { here, ref: await aSharedExposure(test, here) };
}

async function started(expected: number[] = [60]) {
  const it = await opened();
  for (const [index, expectedSuds] of expected.entries()) {
    await takesPart(test, it.ref, (people[index] as AMember).actor, { expectedSuds });
  }
  await start(test, it.here, it.ref);
  return it;
}

const finishes = (ref: ASharedExposure, who: AMember, peakSuds: number | null, now = later(60)) =>
  finishPart(as(test, who.actor, now), { ...ref, how: "done", peakSuds });

const refused = (code: string) => expect.objectContaining({ code });

describe("opening, starting and ending", () => {
  it("is what someone who leads does, each once however often it is sent", async () => {
    const { here, ref } = await opened();
    const lead = (seconds: number) => as(test, here.facilitator, later(seconds));
    await openSharedExposure(lead(1), { ...ref, prompt: "Another" });
    await startSharedExposure(lead(5), ref);
    await startSharedExposure(lead(9), ref);
    expect(await readShared(test, here)).toMatchObject({
      id: ref.sharedExposureId,
      prompt: "Something tiny",
      state: "under_way",
      startedAt: later(5).toISOString(),
    });
    await endSharedExposure(lead(20), ref);
    await endSharedExposure(lead(30), ref);
    const ended = await readShared(test, here);
    expect(ended).toMatchObject({ state: "ended", endedAt: later(20).toISOString() });
  });

  it("is nothing that a member, or someone from elsewhere, can do", async () => {
    const { ref } = await opened();
    for (const actor of [one().actor, elsewhere.facilitator]) {
      const ctx = as(test, actor);
      const another = { ...ref, sharedExposureId: newId(), prompt: null };
      await expect(openSharedExposure(ctx, another)).rejects.toEqual(refused("NOT_FOUND"));
      await expect(startSharedExposure(ctx, ref)).rejects.toEqual(refused("NOT_FOUND"));
      await expect(endSharedExposure(ctx, ref)).rejects.toEqual(refused("NOT_FOUND"));
    }
  });

  it("leaves room for one at a time", async () => {
    const { here, ref } = await opened();
    const lead = as(test, here.facilitator);
    const next = { ...at(here), sharedExposureId: newId(), prompt: null };
    await expect(openSharedExposure(lead, next)).rejects.toEqual(refused("STATE_CHANGED"));
    await endSharedExposure(lead, ref);
    await openSharedExposure(as(test, here.facilitator, later(1)), next);
    const view = await readShared(test, here);
    expect(view).toMatchObject({ id: next.sharedExposureId, state: "open" });
  });

  it("asks to be looked at again by itself", async () => {
    const { here } = await started();
    const jobs = await waitingJobs(test, "live.settle", here.roomId);
    expect(jobs).toEqual([later(30)]);
    expect(await settle(test, here, later(31))).toEqual(later(60));
  });

  it("ends with its room", async () => {
    const { here } = await started([60, 60, 60, 60, 60]);
    await closeRoom(as(test, here.facilitator, later(40)), at(here));
    expect(await settle(test, here, later(60))).toBeNull();
    expect(await readShared(test, here)).toMatchObject({ state: "ended" });
  });
});

describe("taking part", () => {
  it("seals something tiny in one's own practice, once", async () => {
    const { ref } = await opened();
    const part = aPart(ref, { plan: "Draw with the other hand", expectedSuds: 35 });
    const taken = await takePart(as(test, one().actor), part);
    expect(taken).toEqual({
      exposureId: part.exposureId,
      plan: "Draw with the other hand",
      expectedSuds: 35,
      taps: [],
      peakSuds: null,
      state: "under_way",
    });
    expect(await takePart(as(test, one().actor, later(9)), part)).toEqual(taken);
    expect(await findOwnPart(as(test, one().actor), ref)).toEqual(taken);
    const own = { organisationId: ref.organisationId, exposureId: part.exposureId };
    expect(await accessExposure(as(test, one().actor), own)).toMatchObject({
      state: "under_way",
      plan: "Draw with the other hand",
      expectedSuds: 35,
      couldHarm: "no",
      sealedAt: later(0).toISOString(),
    });
  });

  it("is for those who lead as well, and told to nobody", async () => {
    const { here, ref } = await opened();
    const before = await readShared(test, here);
    await takesPart(test, ref, here.facilitator);
    await takesPart(test, ref, one().actor);
    expect(await readShared(test, here)).toEqual(before);
    expect(await findOwnPart(as(test, other().actor), ref)).toBeNull();
  });

  it("is with one thing at a time", async () => {
    const { ref } = await opened();
    await takesPart(test, ref, one().actor);
    await expect(takesPart(test, ref, one().actor)).rejects.toEqual(refused("STATE_CHANGED"));
  });

  it("is not with what could harm, of which nothing is kept", async () => {
    const { ref } = await opened();
    const ctx = as(test, one().actor);
    const before = await listExposures(ctx, ref);
    const harm = takesPart(test, ref, one().actor, { couldHarm: "yes" });
    await expect(harm).rejects.toEqual(refused("STAKES_NEED_WORD"));
    expect(await listExposures(ctx, ref)).toEqual(before);
    expect(await findOwnPart(ctx, ref)).toBeNull();
  });

  it("is possible late, and no more once it is over", async () => {
    const { here, ref } = await started();
    await takesPart(test, ref, other().actor, {}, later(10));
    await endSharedExposure(as(test, here.facilitator, later(20)), ref);
    const late = takesPart(test, ref, (people[2] as AMember).actor, {}, later(21));
    await expect(late).rejects.toEqual(refused("STATE_CHANGED"));
  });

  it("is for people of the room alone, and with one's own exposure", async () => {
    const { ref } = await opened();
    const outsider = takesPart(test, ref, elsewhere.facilitator);
    await expect(outsider).rejects.toEqual(refused("NOT_FOUND"));
    const { exposureId } = await takesPart(test, ref, one().actor);
    const stolen = takesPart(test, ref, other().actor, { exposureId });
    await expect(stolen).rejects.toEqual(refused("NOT_FOUND"));
    const wrongRoom = { ...ref, ...at(elsewhere) };
    const crossed = takesPart(test, wrongRoom, elsewhere.facilitator);
    await expect(crossed).rejects.toEqual(refused("NOT_FOUND"));
  });
});

describe("tapping distress", () => {
  it("is noted in one's practice and kept once", async () => {
    const { ref } = await started();
    const tapId = newId();
    const tapped = await taps(test, ref, one().actor, 40, later(3), tapId);
    expect(tapped.taps).toEqual([{ id: tapId, suds: 40, at: later(3).toISOString() }]);
    expect(await taps(test, ref, one().actor, 40, later(9), tapId)).toEqual(tapped);
    const own = { organisationId: ref.organisationId, exposureId: tapped.exposureId };
    const { moments } = await accessExposure(as(test, one().actor, later(9)), own);
    expect(moments).toEqual([
      { id: tapId, kind: "distress", suds: 40, at: later(3).toISOString(), words: null },
    ]);
  });

  it("is for what is under way, for those who take part", async () => {
    const before = await opened();
    await takesPart(test, before.ref, one().actor);
    const early = taps(test, before.ref, one().actor, 40, later(1));
    await expect(early).rejects.toEqual(refused("STATE_CHANGED"));
    const { here, ref } = await started();
    const apart = taps(test, ref, other().actor, 40, later(1));
    await expect(apart).rejects.toEqual(refused("STATE_CHANGED"));
    const outsider = taps(test, ref, elsewhere.facilitator, 40, later(1));
    await expect(outsider).rejects.toEqual(refused("NOT_FOUND"));
    await endSharedExposure(as(test, here.facilitator, later(5)), ref);
    const late = taps(test, ref, one().actor, 40, later(6));
    await expect(late).rejects.toEqual(refused("STATE_CHANGED"));
  });

  it("never takes another's tap for one's own", async () => {
    const { ref } = await started([60, 60]);
    const tapId = newId();
    await taps(test, ref, one().actor, 40, later(3), tapId);
    const same = taps(test, ref, other().actor, 40, later(4), tapId);
    await expect(same).rejects.toEqual(refused("NOT_FOUND"));
  });
});

describe("one's own part is over", () => {
  it("when done, with a peak that stays with the exposure, once", async () => {
    const { ref } = await started();
    const done = await finishes(ref, one(), 55);
    expect(done).toMatchObject({ state: "done", peakSuds: 55 });
    expect(await finishes(ref, one(), 80, later(70))).toEqual(done);
    const own = { organisationId: ref.organisationId, exposureId: done.exposureId };
    expect(await accessExposure(as(test, one().actor), own)).toMatchObject({
      state: "done",
      peakSuds: 55,
      finishedAt: later(60).toISOString(),
    });
    const more = taps(test, ref, one().actor, 40, later(61));
    await expect(more).rejects.toEqual(refused("STATE_CHANGED"));
  });

  it("when let go, at any moment, and then it says nothing", async () => {
    const { ref } = await opened();
    await takesPart(test, ref, one().actor);
    const over = { ...ref, how: "let_go" as const, peakSuds: 90 };
    const gone = await finishPart(as(test, one().actor, later(2)), over);
    expect(gone).toMatchObject({ state: "let_go", peakSuds: null });
    expect(await finishPart(as(test, one().actor, later(3)), over)).toEqual(gone);
  });

  it("when it was let go in one's practice", async () => {
    const { ref } = await started();
    const part = await findOwnPart(as(test, one().actor), ref);
    const own = { organisationId: ref.organisationId, exposureId: String(part?.exposureId) };
    await letGo(as(test, one().actor, later(4)), own);
    expect(await findOwnPart(as(test, one().actor), ref)).toMatchObject({ state: "let_go" });
    await expect(finishes(ref, one(), 50)).rejects.toEqual(refused("STATE_CHANGED"));
  });
});

describe("what the room sees", () => {
  it("is what five people expect, beside what they then felt, and how it was", async () => {
    const { here, ref } = await started([20, 45, 61, 70, 99]);
    const readings = [10, 30, 50, 70, 90];
    for (const [index, suds] of readings.entries()) {
      await taps(test, ref, (people[index] as AMember).actor, suds, later(5 + index));
    }
    await settle(test, here, later(29));
    expect((await readShared(test, here))?.bands).toHaveLength(1);
    await settle(test, here, later(34));
    for (const who of some(5)) await finishes(ref, who, 35);
    await endSharedExposure(as(test, here.facilitator, later(70)), ref);
    const view = await readShared(test, here);
    expect(view?.bands).toEqual([
      { kind: "forecast", low: 40, high: 80, at: later(0).toISOString() },
      { kind: "during", low: 20, high: 80, at: later(30).toISOString() },
      { kind: "reality", low: 20, high: 40, at: later(70).toISOString() },
    ]);
  });

  it("is nothing at all of four", async () => {
    const { here, ref } = await started([60, 60, 60, 60]);
    for (const who of some(4)) await taps(test, ref, who.actor, 50, later(5));
    await settle(test, here, later(31));
    for (const who of some(4)) await finishes(ref, who, 50);
    await endSharedExposure(as(test, here.facilitator, later(70)), ref);
    expect((await readShared(test, here))?.bands).toEqual([]);
  });

  it("waits for a fifth person however often one taps, and then for five others again", async () => {
    const { here, ref } = await started([60, 60, 60, 60, 60]);
    for (const who of some(4)) await taps(test, ref, who.actor, 50, later(5));
    for (const at of [6, 7, 8]) await taps(test, ref, one().actor, 50, later(at));
    await settle(test, here, later(31));
    expect((await readShared(test, here))?.bands).toHaveLength(1);
    await taps(test, ref, (people[4] as AMember).actor, 50, later(45));
    await settle(test, here, later(61));
    expect((await readShared(test, here))?.bands).toHaveLength(2);
    await taps(test, ref, (people[4] as AMember).actor, 90, later(75));
    await settle(test, here, later(95));
    expect((await readShared(test, here))?.bands).toHaveLength(2);
  });

  it("leaves out what was let go before it began, and peaks of those who told none", async () => {
    const { here, ref } = await opened();
    for (const who of some(5)) await takesPart(test, ref, who.actor);
    await finishPart(as(test, one().actor), { ...ref, how: "let_go", peakSuds: null });
    await start(test, here, ref, later(1));
    for (const who of some(5).slice(1)) await finishes(ref, who, null);
    await endSharedExposure(as(test, here.facilitator, later(70)), ref);
    expect((await readShared(test, here))?.bands).toEqual([]);
  });
});
