import { beforeAll, describe, expect, it } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { RETENTION_MAX_DAYS, SetRetention } from "@/server/domains/groups/contract";
import { accessPersonIn, findGroup, readRetentionDaysIn } from "@/server/domains/groups/reads";
import { setRetention } from "@/server/domains/groups/writes";
import type { JobName } from "@/server/jobs/queue";
import { type AGroup, type AMember, aGroup, aMember, as } from "../support/builders";
import { useDatabase } from "../support/database";

const test = useDatabase();
let group: AGroup;
let ivy: AMember;
let co: AMember;
let elsewhere: AGroup;

beforeAll(async () => {
  group = await aGroup(test);
  ivy = await aMember(test, group, { name: "Ivy" });
  co = await aMember(test, group, { name: "Co", role: "co-facilitator" });
  elsewhere = await aGroup(test);
});

const retention = async (actor: MemberActor) =>
  (
    await findGroup(as(test, actor), {
      organisationId: group.organisationId,
      groupId: group.groupId,
    })
  ).retentionDays;

/** Sets it, counting the jobs that are enqueued on the way. */
async function setting(actor: MemberActor, days: number, of: AGroup = group) {
  const jobs: [JobName, unknown][] = [];
  const queue = {
    ...test.db.queue,
    enqueue: async (_tx: unknown, name: JobName, data: unknown) => void jobs.push([name, data]),
  };
  const ctx = { ...as(test, actor), db: { ...test.db, queue } };
  await setRetention(ctx, { organisationId: of.organisationId, groupId: of.groupId, days });
  return jobs;
}

describe("for how long a transcript stays readable", () => {
  it("is 90 days unless a facilitator says otherwise, and known to those who lead", async () => {
    expect(await retention(group.facilitator)).toBe(90);
    await setting(group.facilitator, 14);
    expect(await retention(group.facilitator)).toBe(14);
    expect(await retention(co.actor)).toBe(14);
    expect(await retention(ivy.actor)).toBeNull();
    expect(await retention(group.owner)).toBeNull();
  });

  it("lets what is over by now be wiped, and asked again asks for nothing", async () => {
    const { organisationId, groupId } = group;
    const job = ["rooms.retire", { organisationId, groupId, roomId: null }];
    expect(await setting(group.facilitator, 7)).toEqual([job]);
    expect(await setting(group.facilitator, 7)).toEqual([]);
  });

  it("is for the group's facilitator to say: to everyone else there is no such group", async () => {
    const before = await retention(group.facilitator);
    for (const actor of [ivy.actor, co.actor, group.owner, elsewhere.facilitator]) {
      await expect(setting(actor, 30)).rejects.toThrow("NOT_FOUND");
    }
    expect(await retention(group.facilitator)).toBe(before);
  });

  it("is a whole number of days that somebody may live to see the end of", () => {
    const said = (days: unknown) => SetRetention.safeParse({ ...group, days }).success;
    expect([1, 90, RETENTION_MAX_DAYS].map(said)).toEqual([true, true, true]);
    expect([0, -1, 1.5, RETENTION_MAX_DAYS + 1, null, "7"].map(said)).not.toContain(true);
  });

  it("is read within a group's ring only", async () => {
    const read = (actor: MemberActor) =>
      withActor(as(test, actor), (tx) =>
        readRetentionDaysIn(tx, group.organisationId, group.groupId),
      );
    expect(await read(ivy.actor)).toBe(await retention(group.facilitator));
    await expect(read(elsewhere.facilitator)).rejects.toThrow("NOT_FOUND");
  });
});

describe("somebody of a group", () => {
  const access = (enrolmentId: string, of: AGroup = group) =>
    withActor(as(test, group.facilitator), (tx) => accessPersonIn(tx, of, enrolmentId));

  it("is found by their enrolment, in their own group alone", async () => {
    expect(await access(ivy.enrolmentId)).toMatchObject({ shownName: "Ivy", standing: "active" });
    const sister = await aGroup(test, { in: group, facilitator: group.facilitator });
    await expect(access(ivy.enrolmentId, sister)).rejects.toThrow("NOT_FOUND");
    await expect(access(elsewhere.facilitatorEnrolmentId, elsewhere)).rejects.toThrow("NOT_FOUND");
  });
});
