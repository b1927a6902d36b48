import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { type MemberActor, mintRooms } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { findRoom } from "@/server/domains/rooms/reads";
import { closeRoom, openRoom } from "@/server/domains/rooms/writes";
import {
  clockOf,
  KeepTemplate,
  PlanRun,
  type RunView,
  type SegmentKind,
  type TemplateView,
} from "@/server/domains/run-sheets/contract";
import {
  findRun,
  listTemplates,
  previewSession,
  readRunIn,
} from "@/server/domains/run-sheets/reads";
import {
  changeEnd,
  endSegment,
  extendSegment,
  keepTemplate,
  planRun,
  retireTemplate,
  skipSegment,
  startSegment,
} from "@/server/domains/run-sheets/writes";
import { readRoundIn } from "@/server/domains/turns/reads";
import { actInRound, tellRound } from "@/server/domains/turns/writes";
import {
  type AGroup,
  type AMember,
  aGroup,
  aMember,
  aMembership,
  anOrganisation,
  aSession,
  as,
} from "../support/builders";
import { useDatabase } from "../support/database";
import { type ARoom, at, say, snapshotFor } from "../support/rooms";

const test = useDatabase();
const absent = { code: "NOT_FOUND" };
const moved = { code: "STATE_CHANGED" };

/** When the sessions of these tests begin: seven in the evening in Lisbon, for an hour. */
const START = new Date("2026-03-03T19:00:00Z");
const minute = (minutes: number) => new Date(START.getTime() + minutes * 60_000);

let group: AGroup;
let member: AMember;

beforeAll(async () => {
  group = await aGroup(test);
  member = await aMember(test, group, { name: "Ana" });
});

const segment = (kind: SegmentKind = "share", minutes = 10) => ({
  id: randomUUID() as string,
  kind,
  title: `A ${kind}`,
  minutes,
  prompt: "Say it as it comes.",
});

// Templates.

const template = (input: Partial<KeepTemplate> = {}) =>
  KeepTemplate.parse({
    organisationId: group.organisationId,
    templateId: randomUUID(),
    name: "Short evening",
    purpose: "For a tired Thursday.",
    segments: [{ kind: "opening", title: "Arrive", minutes: 5, prompt: "Hello." }],
    basedOn: 0,
    ...input,
  });

const keep = (input: KeepTemplate, by: MemberActor = group.facilitator) =>
  keepTemplate(as(test, by), input);

const named = (templates: TemplateView[], name: string) =>
  templates.find((each) => each.name === name);

describe("the run sheets a practice offers", () => {
  it("are the three of the house, as they came, until it changes them", async () => {
    const fresh = await aGroup(test);
    const templates = await listTemplates(as(test, fresh.facilitator));
    expect(templates.map(({ id, slug, version }) => [id, slug, version])).toEqual([
      ["first-meeting", "first-meeting", 0],
      ["weekly-circle", "weekly-circle", 0],
      ["draft-swap", "draft-swap", 0],
    ]);
    const minutes = (each?: TemplateView) =>
      each?.segments.reduce((sum, { minutes }) => sum + minutes, 0);
    expect(templates.map(minutes)).toEqual([75, 90, 60]);
  });

  it("become the practice's own, once, and no other practice's", async () => {
    const [first] = await listTemplates(as(test, group.facilitator));
    if (!first) throw new Error("the house has none");
    const own = template({ slug: first.id, name: "Our first meeting", segments: first.segments });
    const kept = await keep(own);
    expect(kept).toMatchObject({ id: own.templateId, slug: "first-meeting", version: 1 });
    expect(await keep(own)).toEqual(kept);
    const another = { ...own, templateId: randomUUID(), name: "Mine" };
    await expect(keep(another)).rejects.toMatchObject(moved);

    const changed = await keep({ ...own, name: "Ours", basedOn: 1 });
    expect(changed).toMatchObject({ id: own.templateId, name: "Ours", version: 2 });
    await expect(keep({ ...own, name: "Older", basedOn: 1 })).rejects.toMatchObject(moved);
    const listed = await listTemplates(as(test, group.facilitator));
    expect(listed.map(({ name }) => name).slice(0, 2)).toEqual([
      "Ours",
      "Weekly circle: practise and tell",
    ]);
    const elsewhere = await aGroup(test);
    const theirs = await listTemplates(as(test, elsewhere.facilitator));
    expect(theirs[0]).toEqual(first);

    // Put away, the house's is there again as it came, and can be made one's own again.
    const ref = { organisationId: group.organisationId, templateId: own.templateId };
    await retireTemplate(as(test, group.facilitator), ref);
    await retireTemplate(as(test, group.facilitator), ref);
    expect((await listTemplates(as(test, group.facilitator)))[0]).toEqual(first);
    expect((await keep(own)).version).toBe(3);
    await retireTemplate(as(test, group.facilitator), ref);
  });

  it("take new ones, and lose those that are put away", async () => {
    const own = template({ name: "Walking talk" });
    await keep(own, group.owner);
    expect(named(await listTemplates(as(test, group.owner)), "Walking talk")).toEqual({
      id: own.templateId,
      slug: null,
      name: "Walking talk",
      purpose: own.purpose,
      segments: own.segments,
      version: 1,
    });
    const ref = { organisationId: group.organisationId, templateId: own.templateId };
    await retireTemplate(as(test, group.facilitator), ref);
    expect(named(await listTemplates(as(test, group.owner)), "Walking talk")).toBeUndefined();
  });

  it("are for the practice's owner and whoever leads one of its groups", async () => {
    const helper = await aMember(test, group, { role: "co-facilitator" });
    await expect(listTemplates(as(test, helper.actor))).resolves.toBeDefined();
    const own = template({ name: "Shared by two" });
    await keep(own, helper.actor);
    const idle = await aMembership(test, group, { role: "facilitator" });
    const { owner: outsider } = await anOrganisation(test);
    const ref = { organisationId: group.organisationId, templateId: own.templateId };
    for (const by of [member.actor, idle]) {
      await expect(listTemplates(as(test, by))).rejects.toMatchObject(absent);
      await expect(keep(template(), by)).rejects.toMatchObject(absent);
      await expect(retireTemplate(as(test, by), ref)).rejects.toMatchObject(absent);
    }
    await expect(retireTemplate(as(test, outsider), ref)).rejects.toMatchObject(absent);
    await expect(keep(template({ slug: "of-nothing" }))).rejects.toMatchObject(absent);
  });
});

// A session's own.

async function aPlannedSession(kinds: SegmentKind[] = ["opening", "check_in", "share", "break"]) {
  const session = await aSession(test, group, { date: "2026-03-03", time: "19:00" });
  const segments = kinds.map((kind) => segment(kind, 15));
  await plan({ sessionId: session.id, segments });
  return { sessionId: session.id, segments };
}

const plan = (input: Partial<PlanRun> & { sessionId: string }, by = group.facilitator) =>
  planRun(
    as(test, by, START),
    PlanRun.parse({
      organisationId: group.organisationId,
      name: "Tonight",
      segments: [segment()],
      basedOn: 0,
      ...input,
    }),
  );

async function runOf(sessionId: string, by = group.facilitator): Promise<RunView> {
  const run = await findRun(as(test, by), { organisationId: group.organisationId, sessionId });
  if (!run) throw new Error("no sheet");
  return run;
}

/** A session with a sheet, whose room is open. */
async function aRunning(kinds?: SegmentKind[]) {
  const { sessionId, segments } = await aPlannedSession(kinds);
  const { roomId } = await openRoom(as(test, group.facilitator, START), { sessionId });
  const room: ARoom = { ...group, roomId, sessionId };
  const ids = segments.map(({ id }) => id);
  const ref = async () => ({
    organisationId: group.organisationId,
    sessionId,
    version: (await runOf(sessionId)).version,
  });
  const start = async (index: number, minutes = 0) =>
    startSegment(as(test, group.facilitator, minute(minutes)), {
      ...(await ref()),
      segmentId: ids[index] ?? "",
    });
  return { room, sessionId, ids, ref, start };
}

describe("planning a session", () => {
  it("is there for the whole group to see, with titles and minutes before anyone comes in", async () => {
    const { sessionId, segments } = await aPlannedSession(["opening", "closing"]);
    const ref = { organisationId: group.organisationId, sessionId };
    const preview = await previewSession(as(test, member.actor), ref);
    expect(preview).toEqual({
      sessionId,
      groupId: group.groupId,
      groupName: "Tuesday circle",
      title: "Evening circle",
      startsAt: START.toISOString(),
      endsAt: minute(60).toISOString(),
      timeZone: "Europe/Lisbon",
      segments: segments.map(({ kind, title, minutes }) => ({ kind, title, minutes })),
      room: null,
    });
    const { roomId } = await openRoom(as(test, group.facilitator), { sessionId });
    const opened = await previewSession(as(test, member.actor), ref);
    expect(opened.room).toEqual({ roomId, state: "open" });
  });

  it("takes a copy, which the next change of the sheet it came from leaves alone", async () => {
    const own = template({ name: "To be changed", segments: [segment("opening", 5)] });
    await keep(own);
    const session = await aSession(test, group);
    await plan({ sessionId: session.id, name: own.name, segments: [segment("opening", 5)] });
    await keep({ ...own, name: "Changed", basedOn: 1 });
    expect((await runOf(session.id)).name).toBe("To be changed");
  });

  it("does it once, and only on what was last seen", async () => {
    const session = await aSession(test, group);
    const segments = [segment("opening"), segment("closing")];
    const input = { sessionId: session.id, segments };
    const [one, other] = await Promise.all([plan(input), plan(input)]);
    expect([one, other]).toEqual([{ version: 1 }, { version: 1 }]);
    expect(await plan(input)).toEqual({ version: 1 });
    const reversed = { ...input, segments: segments.toReversed() };
    await expect(plan(reversed)).rejects.toMatchObject(moved);
    await plan({ ...reversed, basedOn: 1 });
    const run = await runOf(session.id);
    expect(run.segments.map(({ kind }) => kind)).toEqual(["closing", "opening"]);
    expect(run.version).toBe(2);
  });

  it("keeps what has begun as it was", async () => {
    const { sessionId, ids, start, ref } = await aRunning();
    await start(0);
    const { version } = await ref();
    const fresh = segment("closing", 5);
    await plan({
      sessionId,
      basedOn: version,
      segments: [{ ...segment("break"), id: ids[0] ?? "" }, fresh],
    });
    const run = await runOf(sessionId);
    expect(run.segments.map(({ id, kind, state }) => [id, kind, state])).toEqual([
      [ids[0], "opening", "under_way"],
      [fresh.id, "closing", "planned"],
    ]);
  });

  it("is for those who lead the group", async () => {
    const session = await aSession(test, group);
    const neighbour = await aGroup(test, { in: group });
    const { owner: outsider } = await anOrganisation(test);
    for (const by of [member.actor, neighbour.facilitator, group.owner, outsider]) {
      await expect(plan({ sessionId: session.id }, by)).rejects.toMatchObject(absent);
    }
    const ref = { organisationId: group.organisationId, sessionId: session.id };
    expect(await findRun(as(test, member.actor), ref)).toBeNull();
    for (const by of [neighbour.facilitator, group.owner]) {
      await expect(findRun(as(test, by), ref)).rejects.toMatchObject(absent);
      await expect(previewSession(as(test, by), ref)).rejects.toMatchObject(absent);
    }
  });

  it("cannot take a segment out of another session", async () => {
    const { segments, sessionId } = await aPlannedSession(["opening"]);
    const other = await aSession(test, group);
    await expect(plan({ sessionId: other.id, segments })).rejects.toMatchObject(absent);
    expect((await runOf(sessionId)).segments).toHaveLength(1);
    const twice = segment();
    await expect(plan({ sessionId: other.id, segments: [twice, twice] })).rejects.toMatchObject(
      absent,
    );
  });
});

describe("leading a session through its sheet", () => {
  it("opens the room to what each kind asks for", async () => {
    const { room, start } = await aRunning(["opening", "check_in", "share", "break", "closing"]);
    const permits = async () => {
      const { settings } = await snapshotFor(test, room, group.facilitator);
      return [settings.posting, settings.replies, settings.writing !== null];
    };
    expect(await permits()).toEqual(["everyone", "as_asked", false]);
    await start(0);
    expect(await permits()).toEqual(["everyone", "warm", false]);
    await start(1);
    expect(await permits()).toEqual(["everyone", "warm", true]);
    await start(2);
    expect(await permits()).toEqual(["turns", "as_asked", false]);
    await start(3);
    expect(await permits()).toEqual(["facilitators", "warm", false]);
    await start(4);
    expect(await permits()).toEqual(["everyone", "warm", false]);
  });

  it("says in the room what has begun, and leaves it open to everyone in between", async () => {
    const { room, ids, start, ref } = await aRunning(["break", "closing"]);
    await start(0);
    await endSegment(as(test, group.facilitator, minute(5)), {
      ...(await ref()),
      segmentId: ids[0] ?? "",
    });
    const { messages, settings } = await snapshotFor(test, room, member.actor);
    expect(messages.map(({ notice, body }) => [notice, body])).toEqual([
      ["segment_started", "A break"],
    ]);
    expect([settings.posting, settings.replies]).toEqual(["everyone", "as_asked"]);
  });

  it("opens what was written together, rather than lose it with its segment", async () => {
    const { room, start } = await aRunning(["check_in", "closing"]);
    await start(0);
    const { messageId } = await say(test, room, member.actor);
    const state = async () => {
      const { messages } = await snapshotFor(test, room, group.facilitator);
      return messages.find(({ id }) => id === messageId)?.state;
    };
    expect(await state()).toBe("held");
    await start(1, 10);
    expect(await state()).toBe("shown");
  });

  it("ends the round of turns with its segment", async () => {
    const { room, start } = await aRunning(["share", "closing"]);
    await start(0);
    const roundId = randomUUID();
    const lead = as(test, group.facilitator, START);
    const turns = { budgetSeconds: 600, enrolmentIds: [member.enrolmentId] };
    await tellRound(lead, { ...at(room), roundId, orderedBy: "hand", ...turns });
    await actInRound(lead, { ...at(room), roundId, act: "start", version: 0 });
    await start(1, 10);
    const { settings } = await snapshotFor(test, room, member.actor);
    expect(settings.floor).toBeNull();
    const round = await withActor(as(test, group.facilitator), async (tx) => {
      const here = await findRoom(tx, at(room));
      return here ? readRoundIn(tx, here) : null;
    });
    expect(round).toBeNull();
  });

  it("lets the rest follow, and ends on time unless told otherwise", async () => {
    const { sessionId, ids, start, ref } = await aRunning();
    await start(0);
    const lead = (minutes: number) => as(test, group.facilitator, minute(minutes));
    const ends = async (minutes: number) => {
      const { segments, endsAtMs } = clockOf(await runOf(sessionId), minute(minutes).getTime());
      return [...segments.map((each) => each.endsAtMs), endsAtMs].map(
        (ms) => (ms - START.getTime()) / 60_000,
      );
    };
    expect(await ends(0)).toEqual([15, 30, 45, 60, 60]);
    const [first = "", second = ""] = ids;
    await extendSegment(lead(1), { ...(await ref()), segmentId: first, minutes: 3 });
    expect(await ends(1)).toEqual([18, 32, 46, 60, 60]);
    await skipSegment(lead(1), { ...(await ref()), segmentId: second });
    expect(await ends(1)).toEqual([18, 39, 60, 60]);
    await changeEnd(lead(1), { ...(await ref()), endsAt: minute(70).toISOString() });
    expect(await ends(1)).toEqual([18, 44, 70, 70]);
    const run = await runOf(sessionId, member.actor);
    expect(run.endsAt).toBe(minute(70).toISOString());
    expect(run.segments.map(({ state }) => state)).toEqual([
      "under_way",
      "skipped",
      "planned",
      "planned",
    ]);
  });

  it("does nothing on what somebody saw before it changed, and nothing twice", async () => {
    const { sessionId, ids, ref } = await aRunning();
    const seen = await ref();
    const [first = "", second = ""] = ids;
    const lead = as(test, group.facilitator, START);
    const outcomes = await Promise.allSettled([
      startSegment(lead, { ...seen, segmentId: first }),
      startSegment(lead, { ...seen, segmentId: second }),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const run = await runOf(sessionId);
    expect(run.version).toBe(seen.version + 1);
    expect(run.segments.filter(({ state }) => state === "under_way")).toHaveLength(1);

    const { id = "" } = run.segments.find(({ state }) => state === "under_way") ?? {};
    const again = await startSegment(lead, { ...seen, segmentId: id });
    expect(again).toEqual({ version: run.version });
    const extend = { ...seen, segmentId: id, minutes: 5 };
    await expect(extendSegment(lead, extend)).rejects.toMatchObject(moved);
    expect(await runOf(sessionId)).toEqual(run);
  });

  it("is for those who lead, in a room that is open", async () => {
    const { room, ids, ref } = await aRunning();
    const neighbour = await aGroup(test, { in: group });
    const input = { ...(await ref()), segmentId: ids[0] ?? "" };
    const end = { ...(await ref()), endsAt: minute(50).toISOString() };
    for (const by of [member.actor, neighbour.facilitator, group.owner]) {
      const ctx = as(test, by, START);
      await expect(startSegment(ctx, input)).rejects.toMatchObject(absent);
      await expect(endSegment(ctx, input)).rejects.toMatchObject(absent);
      await expect(skipSegment(ctx, input)).rejects.toMatchObject(absent);
      await expect(extendSegment(ctx, { ...input, minutes: 1 })).rejects.toMatchObject(absent);
      await expect(changeEnd(ctx, end)).rejects.toMatchObject(absent);
    }
    const lead = as(test, group.facilitator, START);
    const ofAnother = (await aPlannedSession(["opening"])).segments[0]?.id ?? "";
    await expect(startSegment(lead, { ...input, segmentId: ofAnother })).rejects.toMatchObject(
      absent,
    );
    await closeRoom(lead, at(room));
    await expect(startSegment(lead, input)).rejects.toMatchObject({ code: "ROOM_CLOSED" });
    await expect(changeEnd(lead, end)).rejects.toMatchObject({ code: "ROOM_CLOSED" });
    const planned = { sessionId: room.sessionId, basedOn: input.version };
    await expect(plan(planned)).rejects.toMatchObject({ code: "ROOM_CLOSED" });
  });

  it("needs a room, and a sheet", async () => {
    const { sessionId, segments } = await aPlannedSession(["opening"]);
    const lead = as(test, group.facilitator, START);
    const ref = { organisationId: group.organisationId, sessionId, version: 1 };
    const input = { ...ref, segmentId: segments[0]?.id ?? "" };
    await expect(startSegment(lead, input)).rejects.toMatchObject(absent);
    const bare = await aSession(test, group);
    await openRoom(lead, { sessionId: bare.id });
    await expect(
      changeEnd(lead, { ...ref, sessionId: bare.id, endsAt: null }),
    ).rejects.toMatchObject(absent);
  });

  it("tells the room of every change, whose jobs read the same sheet as its people", async () => {
    const { room, sessionId, start } = await aRunning();
    await start(0);
    await start(0);
    const { version } = await runOf(sessionId);
    await plan({ sessionId, basedOn: version });
    const heard = await withActor(as(test, group.facilitator), (tx) =>
      tx.execute<{ kind: string; subject_id: string | null }>(sql`
        select kind, subject_id from stream_events
        where stream_id = ${room.roomId} and kind = 'run_changed'`),
    );
    expect(heard.map(({ subject_id }) => subject_id)).toEqual([null, null]);
    const jobs = mintRooms(group.organisationId, [group.groupId]);
    const read = await withActor(as(test, jobs), async (tx) => {
      const here = await findRoom(tx, at(room));
      return here ? readRunIn(tx, here) : null;
    });
    expect(read).toEqual(await runOf(sessionId, member.actor));
  });
});
