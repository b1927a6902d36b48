import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { withActor } from "@/server/db/transaction";
import { accessSession, listSessions, listSessionsSinceIn } from "@/server/domains/sessions/reads";
import { groupSessions } from "@/server/domains/sessions/tables";
import { scheduleSession, startSession } from "@/server/domains/sessions/writes";
import {
  type AGroup,
  aGroup,
  aMember,
  anOrganisation,
  aSession,
  as,
  NOW,
} from "../support/builders";
import { useDatabase } from "../support/database";

const test = useDatabase();
const absent = { code: "NOT_FOUND" };

const newSession = (group: AGroup) => ({
  organisationId: group.organisationId,
  groupId: group.groupId,
  sessionId: randomUUID(),
  title: "Evening circle",
  timeZone: "Europe/Berlin",
  durationMinutes: 90,
});

const wallClock = { date: "2026-03-31", time: "19:00" };

describe("scheduling a session", () => {
  it("stores the instant that the group's clock meant", async () => {
    const group = await aGroup(test);
    const input = { ...newSession(group), ...wallClock };
    const session = await scheduleSession(as(test, group.facilitator), input);
    expect(session).toEqual({
      id: input.sessionId,
      groupId: group.groupId,
      title: "Evening circle",
      startsAt: "2026-03-31T17:00:00.000Z",
      endsAt: "2026-03-31T18:30:00.000Z",
      timeZone: "Europe/Berlin",
      durationMinutes: 90,
    });
  });

  it("makes one when asked again, and keeps it as it was first made", async () => {
    const group = await aGroup(test);
    const input = { ...newSession(group), ...wallClock };
    const ask = (title: string) =>
      scheduleSession(as(test, group.facilitator), { ...input, title });
    await ask("First");
    const [again] = await Promise.all([ask("Second"), ask("Third")]);
    expect(again.title).toBe("First");
    const { items } = await listSessions(as(test, group.facilitator), { ...group, when: "coming" });
    expect(items).toHaveLength(1);
  });

  it("is for those who lead the group, co-facilitators included", async () => {
    const group = await aGroup(test);
    const helper = await aMember(test, group, { role: "co-facilitator" });
    const member = await aMember(test, group);
    const neighbour = await aGroup(test, { in: group });
    const { owner: outsider } = await anOrganisation(test);
    const input = () => ({ ...newSession(group), ...wallClock });

    await expect(scheduleSession(as(test, helper.actor), input())).resolves.toBeDefined();
    for (const actor of [member.actor, group.owner, neighbour.facilitator, outsider]) {
      await expect(scheduleSession(as(test, actor), input())).rejects.toMatchObject(absent);
      await expect(startSession(as(test, actor), newSession(group))).rejects.toMatchObject(absent);
    }
  });

  it("for a time that has passed asks for another at that field", async () => {
    const group = await aGroup(test);
    const input = { ...newSession(group), date: "2026-03-01", time: "19:00" };
    await expect(scheduleSession(as(test, group.facilitator), input)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      data: { issues: [{ path: "date" }] },
    });
  });

  it("with the id of another group's session does not reveal it", async () => {
    const theirs = await aGroup(test);
    const { id } = await aSession(test, theirs);
    const neighbour = await aGroup(test, { in: theirs });
    const input = { ...newSession(neighbour), ...wallClock, sessionId: id };
    await expect(scheduleSession(as(test, neighbour.facilitator), input)).rejects.toMatchObject(
      absent,
    );
  });
});

describe("starting a session now", () => {
  it("begins it at the server's now, once", async () => {
    const group = await aGroup(test);
    const input = newSession(group);
    await startSession(as(test, group.facilitator), input);
    const later = new Date(NOW.getTime() + 5000);
    const again = await startSession(as(test, group.facilitator, later), input);
    expect(again.startsAt).toBe(NOW.toISOString());
  });
});

describe("a group's sessions", () => {
  it("are listed soonest first while they are to come or under way, then as past", async () => {
    const group = await aGroup(test);
    const over = await aSession(test, group, { date: "2026-03-02", time: "09:30" });
    const underWay = await aSession(test, group, { date: "2026-03-02", time: "10:30" });
    const next = await aSession(test, group, { date: "2026-03-09", time: "19:00" });
    const now = new Date("2026-03-02T11:00:00Z");
    const ids = async (when: "coming" | "past") =>
      (await listSessions(as(test, group.facilitator, now), { ...group, when })).items.map(
        (each) => each.id,
      );
    expect(await ids("coming")).toEqual([underWay.id, next.id]);
    expect(await ids("past")).toEqual([over.id]);
  });

  it("come page by page without a gap or a double, ties included", async () => {
    const group = await aGroup(test);
    const made = await Promise.all(
      Array.from({ length: 45 }, (_, at) =>
        aSession(test, group, { date: "2026-05-01", time: at % 3 ? "19:00" : "20:00" }),
      ),
    );
    const seen: string[] = [];
    let after: { startsAt: string; id: string } | undefined;
    do {
      const page = await listSessions(as(test, group.facilitator), {
        ...group,
        when: "coming",
        after,
      });
      seen.push(...page.items.map((each) => each.id));
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toHaveLength(45);
    expect(new Set(seen)).toEqual(new Set(made.map((each) => each.id)));
  });

  it("can be read from an instant on, with what is not over by then, soonest first", async () => {
    const group = await aGroup(test);
    const later = await aSession(test, group, { date: "2026-03-09" });
    const next = await aSession(test, group);
    const { actor } = await aMember(test, group);
    const idsSince = (since: Date, reader = actor) =>
      withActor(as(test, reader), async (tx) => {
        const sessions = await listSessionsSinceIn(tx, reader, group.groupId, since);
        return sessions.map(({ id }) => id);
      });
    const end = new Date(next.endsAt);
    expect(await idsSince(new Date(end.getTime() - 1))).toEqual([next.id, later.id]);
    expect(await idsSince(end)).toEqual([later.id]);
    await expect(idsSince(NOW, group.owner)).rejects.toMatchObject(absent);
  });

  it("are absent to everyone who is not in the group, owners included", async () => {
    const group = await aGroup(test);
    const { id } = await aSession(test, group);
    const member = await aMember(test, group);
    const neighbour = await aGroup(test, { in: group });
    const { owner: outsider } = await anOrganisation(test);

    await expect(
      withActor(as(test, member.actor), (tx) => accessSession(tx, member.actor, id)),
    ).resolves.toMatchObject({ id, groupId: group.groupId });
    for (const actor of [group.owner, neighbour.facilitator, outsider]) {
      const ctx = as(test, actor);
      await expect(listSessions(ctx, { ...group, when: "coming" })).rejects.toMatchObject(absent);
      await expect(withActor(ctx, (tx) => accessSession(tx, actor, id))).rejects.toMatchObject(
        absent,
      );
      expect(await withActor(ctx, (tx) => tx.select().from(groupSessions))).toEqual([]);
    }
  });
});
