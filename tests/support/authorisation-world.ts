import type { MemberActor } from "@/server/auth/actor";
import { closeBox } from "@/server/domains/boxes/writes";
import { keepSessionNote, keepTakeaway } from "@/server/domains/debriefs/writes";
import { planDigestNow, setDigestPreferences } from "@/server/domains/digests/writes";
import { saveDraft } from "@/server/domains/drafts/writes";
import { addIdea, hideCategories, hideIdea, noteMoment } from "@/server/domains/exposures/writes";
import {
  addHeldWord,
  pauseRoom,
  removePerson,
  resumeRoom,
  takeChair,
} from "@/server/domains/moderation/writes";
import {
  foldPerson,
  postOnLine,
  reportMessage,
  tellFacilitators,
} from "@/server/domains/rooms/writes";
import { keepTemplate, planRun } from "@/server/domains/run-sheets/writes";
import { setCollapsedTopics, share, takeWord } from "@/server/domains/sharing/writes";
import { tellRound } from "@/server/domains/turns/writes";
import { aBox, joins, types } from "./boxes";
import {
  type AGroup,
  type AMember,
  type AnOrganisation,
  aGroup,
  aMember,
  anOrganisation,
  as,
  NOW,
} from "./builders";
import type { TestDatabase } from "./database";
import { anUnledRoom } from "./moderation";
import { aReflectedExposure, newId } from "./practice-builders";
import { type ARoom, answer, aRoom, at, say } from "./rooms";
import { aRound, aSegment, aTemplate } from "./run-sheets";
import { aSharedExposure, start, takesPart, taps } from "./shared-exposures";
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
  await writeSideBySide(test, room, [member, other]);
  const more = [await aMember(test, group), await aMember(test, group)];
  await feelTogether(test, room, [member, other, removed, ...more]);
  const { enrolmentId } = removed;
  await removePerson(lead, { organisationId, groupId, enrolmentId, reason: null });
  await addHeldWord(lead, { organisationId, groupId, word: "bleach" });
  await aHardEvening(test, group, member, other);
  const kept = { note: "Quiet", wentWell: null, wasHard: null, toFollowUp: null, forMyself: null };
  const note = { organisationId, sessionId: room.sessionId, basedOn: 0, ...kept, handover: null };
  await keepSessionNote(lead, note);
  await keepTemplate(lead, { organisationId, ...aTemplate() });
  const ref = { organisationId, sessionId: room.sessionId };
  await planRun(lead, { ...ref, name: "Tonight", segments: [aSegment()], basedOn: 0 });
  await tellRound(lead, aRound(room, [member, other]));
  return { ...room, member, other, removed, removedMessageId: messageId };
}

/** A room that went safe and was led from the chair, with words for those who lead and no others. */
async function aHardEvening(
  test: Test,
  group: AGroup,
  member: AMember,
  other: AMember,
): Promise<void> {
  const room = await anUnledRoom(test, group, [member, other]);
  const [one, two] = [as(test, member.actor), as(test, other.actor)];
  await takeChair(one, at(room));
  const line = () => ({ ...at(room), clientMessageId: newId(), body: "Are you all right?" });
  await postOnLine(as(test, group.facilitator), { ...line(), withEnrolmentId: other.enrolmentId });
  const worry = { regarding: "worry", aboutEnrolmentId: other.enrolmentId } as const;
  await tellFacilitators(one, { ...line(), ...worry });
  const { messageId } = await say(test, room, two.actor, "I want to kill myself");
  await reportMessage(one, { ...line(), messageId });
  const { organisationId, groupId } = group;
  const folding = ({ enrolmentId }: AMember) => ({ organisationId, groupId, enrolmentId });
  await foldPerson(one, folding(other));
  await foldPerson(two, folding(member));
}

/** A box in which these people wrote, as it stands. */
async function writeSideBySide(test: Test, room: ARoom, people: AMember[]): Promise<void> {
  const box = await aBox(test, room);
  for (const { actor } of people) {
    await joins(test, box, actor);
    await types(test, box, actor, "As far as I", 1);
  }
  await closeBox(as(test, room.facilitator), box);
}

/** A shared exposure of these people, of which the room has been told something. */
async function feelTogether(test: Test, room: ARoom, people: AMember[]): Promise<void> {
  const shared = await aSharedExposure(test, room);
  for (const { actor } of people) await takesPart(test, shared, actor);
  await start(test, room, shared);
  for (const { actor } of people) await taps(test, shared, actor, 40, NOW);
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
  await keepTakeaway(ctx, { organisationId, sessionId: room.sessionId, learned: "It held" });
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
