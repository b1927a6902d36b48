import type { MemberActor } from "@/server/auth/actor";
import { planDigestNow, setDigestPreferences } from "@/server/domains/digests/writes";
import { saveDraft } from "@/server/domains/drafts/writes";
import { addIdea, hideCategories, hideIdea, noteMoment } from "@/server/domains/exposures/writes";
import { pauseRoom, removePerson, resumeRoom } from "@/server/domains/moderation/writes";
import { setCollapsedTopics, share, takeWord } from "@/server/domains/sharing/writes";
import {
  type AMember,
  type AnOrganisation,
  aGroup,
  aMember,
  anOrganisation,
  as,
  NOW,
} from "./builders";
import type { TestDatabase } from "./database";
import { aReflectedExposure, newId } from "./practice-builders";
import { type ARoom, answer, aRoom, at, say } from "./rooms";
import { aCheckIn, anAttachedPhoto, aRiskyPlan, aShare, inRoom, toFacilitators } from "./sharing";

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
  const added = { organisationId: group.organisationId, ideaId: newId(), ...AN_IDEA };
  await addIdea(as(test, group.owner), added);
  await hideIdea(as(test, group.owner), { slug: "read-once-and-send" });
  const lead = as(test, group.facilitator);
  await pauseRoom(lead, at(room));
  await resumeRoom(lead, at(room));
  const { organisationId, groupId } = group;
  const { enrolmentId } = removed;
  await removePerson(lead, { organisationId, groupId, enrolmentId, reason: null });
  return { ...room, member, other, removed, removedMessageId: messageId };
}

const AN_IDEA = {
  title: "Whistle on the stairs",
  category: "social" as const,
  difficulty: 1 as const,
  suggestion: "A tune you only half know.",
  notice: "Did it matter which half?",
};

/** Rows of a member's own: practice, draft, share and weekly note; and words in the room. */
async function practise(test: Test, room: ARoom, actor: MemberActor): Promise<void> {
  const ctx = as(test, actor);
  const { organisationId } = actor;
  const exposure = await aReflectedExposure(test, actor, { after: { learned: "Nobody minded" } });
  const words = { organisationId, body: "Not finished", link: null, contentNote: null };
  const [draftId, handedOver] = [newId(), newId()];
  for (const id of [draftId, handedOver]) {
    await saveDraft(ctx, { ...words, draftId: id, wantsBack: "witness" });
    await anAttachedPhoto(test, actor, id);
  }
  const given = { kind: "draft", id: handedOver } as const;
  await share(ctx, aShare(actor, given, ["text", "photo"], inRoom(room)));
  const source = { kind: "exposure", id: exposure.id } as const;
  await share(ctx, aShare(actor, source, ["learned"], inRoom(room)));
  const risky = await aRiskyPlan(test, actor, { repeatOfId: exposure.id });
  const plan = { kind: "exposure", id: risky.exposureId } as const;
  const asking = aShare(actor, plan, ["plan"], toFacilitators(room));
  const asked = await share(ctx, { ...asking, lifetime: "session", asksWord: true });
  const board = { organisationId, roomId: asked.roomId };
  await answer(test, board, room.facilitator, asked.messageId, { kind: "go_ahead" });
  await takeWord(ctx, risky);
  await aCheckIn(test, actor, { fear: 4 });
  await setCollapsedTopics(ctx, { topics: ["food"] });
  await noteMoment(ctx, {
    organisationId,
    exposureId: exposure.id,
    momentId: newId(),
    at: NOW.toISOString(),
    kind: "thought",
    words: "Quieter than I thought",
  });
  await hideCategories(ctx, { categories: ["digital"] });
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
