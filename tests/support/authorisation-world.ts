import { randomUUID } from "node:crypto";
import type { MemberActor } from "@/server/auth/actor";
import { planDigestNow, setDigestPreferences } from "@/server/domains/digests/writes";
import { saveDraft } from "@/server/domains/drafts/writes";
import { pauseRoom, removePerson, resumeRoom } from "@/server/domains/moderation/writes";
import { shareExposure } from "@/server/domains/sharing/writes";
import { type AMember, type AnOrganisation, aGroup, aMember, anOrganisation, as } from "./builders";
import type { TestDatabase } from "./database";
import { aReflectedExposure, newId } from "./practice-builders";
import { type ARoom, aRoom, at, say } from "./rooms";

type Test = Pick<TestDatabase, "db">;

/** A group with an open room, in which a little of everything has happened. */
export type Circle = ARoom & {
  member: AMember;
  /** Someone else in the same group. */
  other: AMember;
  /** Was in it, and said something there, until the facilitator ended it. */
  removed: AMember;
  removedMessageId: string;
};

/** Two groups of one organisation and one of another, so that every ring has an outside. */
export type World = {
  test: Test;
  ours: Circle;
  theirs: Circle;
  elsewhere: Circle;
  /** One person, known in both groups of the first organisation by different names. */
  inBoth: { ours: AMember; theirs: AMember };
};

export async function aWorld(test: Test): Promise<World> {
  const organisation = await anOrganisation(test);
  const ours = await aCircle(test, organisation);
  const theirs = await aCircle(test, organisation);
  const elsewhere = await aCircle(test, await anOrganisation(test, { name: "Quay Charity" }));
  const known = await aMember(test, ours, { name: "Pat" });
  const again = await aMember(test, theirs, { name: "Kim", userId: known.userId });
  return { test, ours, theirs, elsewhere, inBoth: { ours: known, theirs: again } };
}

/** Leaves at least one row in every tenant table. */
export async function aCircle(test: Test, organisation: AnOrganisation): Promise<Circle> {
  const group = await aGroup(test, { in: organisation });
  const room = await aRoom(test, { of: group });
  const member = await aMember(test, group);
  const other = await aMember(test, group);
  const removed = await aMember(test, group);
  const { messageId } = await say(test, room, removed.actor, "said before the end");
  for (const { actor } of [member, other]) await practise(test, room, actor);
  const lead = as(test, group.facilitator);
  await pauseRoom(lead, at(room));
  await resumeRoom(lead, at(room));
  const { organisationId, groupId } = group;
  const { enrolmentId } = removed;
  await removePerson(lead, { organisationId, groupId, enrolmentId, reason: null });
  return { ...room, member, other, removed, removedMessageId: messageId };
}

/** Rows of a member's own: practice, draft, share and weekly note; and words in the room. */
async function practise(test: Test, room: ARoom, actor: MemberActor): Promise<void> {
  const ctx = as(test, actor);
  const { organisationId } = actor;
  const exposure = await aReflectedExposure(test, actor, { after: { learned: "Nobody minded" } });
  await saveDraft(ctx, {
    organisationId,
    draftId: newId(),
    body: "Not finished",
    wantsBack: "witness",
  });
  await shareExposure(ctx, {
    ...at(room),
    clientMessageId: randomUUID(),
    lifetime: "kept",
    exposureId: exposure.id,
    fields: ["learned"],
  });
  await say(test, room, actor);
  await setDigestPreferences(ctx, {
    organisationId,
    optedIn: true,
    weekday: 1,
    hour: 8,
    timeZone: "Europe/Lisbon",
    withDetail: true,
  });
  await planDigestNow(ctx);
}
