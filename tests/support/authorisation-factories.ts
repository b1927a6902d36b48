import { randomUUID } from "node:crypto";
import type { MemberActor } from "@/server/auth/actor";
import { closeBox } from "@/server/domains/boxes/writes";
import { attachPhoto, saveDraft, sealDraft } from "@/server/domains/drafts/writes";
import { finishExposure, planExposure, sealAndStart } from "@/server/domains/exposures/writes";
import { callBackInvite } from "@/server/domains/groups/writes";
import {
  addHeldWord,
  holdMessage,
  holdPerson,
  mutePerson,
  pauseRoom,
  removeMessage,
  removePerson,
  sendOut,
  setLobby,
  takeChair,
} from "@/server/domains/moderation/writes";
import { replyToMessage } from "@/server/domains/rooms/cards";
import { ROOM_PROTOCOL } from "@/server/domains/rooms/contract";
import { reportMessage } from "@/server/domains/rooms/writes";
import { keepTemplate, planRun, startSegment } from "@/server/domains/run-sheets/writes";
import type { ShareAudience, SourceKind } from "@/server/domains/sharing/contract";
import { share } from "@/server/domains/sharing/writes";
import { actInRound, tellRound } from "@/server/domains/turns/writes";
import type { World } from "./authorisation-world";
import { aBox, joins, types } from "./boxes";
import { type AGroup, aGroup, aMember, anInvite, aSession, as, NOW } from "./builders";
import { anUnledRoom } from "./moderation";
import { aPhoto } from "./photos";
import { aPlan, aReflectedExposure, aReflection, newId } from "./practice-builders";
import { aBoard, aRoom, at, say, shareCard, snapshotFor } from "./rooms";
import { aRound, aSegment, aTemplate } from "./run-sheets";
import { aSharedExposure, start, takesPart } from "./shared-exposures";
import { aCheckIn, aRiskyPlan, aShare, inRoom, onBoard, toFacilitators } from "./sharing";

// What the calls of the matrix are made with. Everything a call may change is made afresh, so that
// no cell meets what another has done.

/** Who calls. */
export const ROLES = [
  /** Owns another organisation. */
  "stranger",
  /** In another group of this organisation. */
  "neighbour",
  /** Was in this group until a facilitator ended it. */
  "removed",
  "member",
  "facilitator",
  /** Of this organisation, in none of its groups. */
  "owner",
] as const;
export type Role = (typeof ROLES)[number];

export type Input = Record<string, unknown>;
export type Factory = (world: World, role: Role) => Promise<Input> | Input;

export function actorOf({ ours, theirs, elsewhere }: World, role: Role): MemberActor {
  switch (role) {
    case "stranger":
      return elsewhere.owner;
    case "neighbour":
      return theirs.member.actor;
    case "removed":
      return ours.removed.actor;
    case "member":
      return ours.member.actor;
    case "facilitator":
      return ours.facilitator;
    case "owner":
      return ours.owner;
  }
}

type Which = "ours" | "theirs";
const orgOf = (circle: Pick<AGroup, "organisationId">) => ({
  organisationId: circle.organisationId,
});

/** One's own organisation. */
export const inOwn: Factory = (world, role) => orgOf(actorOf(world, role));

/** An organisation that the caller has nothing to do with. */
export const inAnothers: Factory = ({ ours, elsewhere }, role) =>
  orgOf(role === "stranger" ? ours : elsewhere);

/** `more` beside what `factory` gives. */
export function having(factory: Factory, more: () => Input): Factory {
  return async (world, role) => ({ ...(await factory(world, role)), ...more() });
}

// Practice. An organisation's own id goes with what a stranger has in another one.

type Owned = (world: World, actor: MemberActor) => Promise<Input> | Input;

/** The caller's own. */
export const own =
  (make: Owned): Factory =>
  async (world, role) => ({ ...(await make(world, actorOf(world, role))), ...orgOf(world.ours) });

/** That of someone else in the same group. */
export const others =
  (make: Owned): Factory =>
  (world) =>
    make(world, world.ours.other.actor);

export const plan: Owned = (_world, actor) => aPlan(actor);

export const planned: Owned = async ({ test }, actor) => {
  const { id } = await planExposure(as(test, actor), aPlan(actor));
  return { ...orgOf(actor), exposureId: id };
};

export const underWay: Owned = async (world, actor) => {
  const input = await planned(world, actor);
  const ref = { ...orgOf(actor), exposureId: String(input.exposureId) };
  await sealAndStart(as(world.test, actor), { ...ref, couldHarm: "no" });
  return ref;
};

export const revision: Owned = async (world, actor) => ({
  ...aPlan(actor, { plan: "Something else" }),
  ...(await planned(world, actor)),
});

export const reflection: Owned = async (world, actor) => {
  const { exposureId } = await underWay(world, actor);
  const ref = { ...orgOf(actor), exposureId: String(exposureId) };
  await finishExposure(as(world.test, actor), ref);
  return { ...aReflection(actor, ref.exposureId, { learned: "It was over soon" }) };
};

export const happened: Owned = (_world, actor) => ({
  ...orgOf(actor),
  exposureId: newId(),
  kind: "accident",
  plan: "Sent it half-written",
});

export const rehappened: Owned = async (world, actor) => ({
  ...(await happened(world, actor)),
  ...(await planned(world, actor)),
});

/** Something noted along the way, and in own words. */
export const noted: Owned = async (world, actor) => ({
  ...(await underWay(world, actor)),
  momentId: newId(),
  at: NOW.toISOString(),
  kind: "thought",
  words: "Odd how quiet it is",
});

export const newIdea = () => ({
  ideaId: newId(),
  title: "Hum in the lift",
  category: "social",
  difficulty: 1,
  suggestion: "Hum half a tune, a little off.",
  notice: "Who joined in?",
});

export const replanned: Owned = async (world, actor) => ({
  ...aPlan(actor),
  ...(await planned(world, actor)),
});

const draftOf = (actor: MemberActor) => ({
  ...orgOf(actor),
  draftId: newId(),
  body: "As it stands",
  link: null,
  contentNote: null,
  wantsBack: "witness" as const,
});

export const newDraft: Owned = (_world, actor) => draftOf(actor);

export const keptDraft: Owned = async ({ test }, actor) => {
  const draft = draftOf(actor);
  await saveDraft(as(test, actor), draft);
  return { ...draft, body: "As it stands now" };
};

/** A draft with a photo on it, and another description of that photo. */
export const keptPhoto: Owned = async ({ test }, actor) => {
  const draft = draftOf(actor);
  await saveDraft(as(test, actor), draft);
  await attachPhoto(as(test, actor), { ...draft, photoId: newId() }, await aPhoto());
  return { ...orgOf(actor), draftId: draft.draftId, alt: "A burnt cake" };
};

export const sealedSource: Owned = async ({ test, ours }, actor) => {
  const draft = draftOf(actor);
  await sealDraft(as(test, actor), draft);
  const source = { kind: "draft", id: draft.draftId } as const;
  if (actor === ours.other.actor) {
    await share(as(test, actor), aShare(actor, source, ["text"], inRoom(ours)));
  }
  return { ...orgOf(actor), sourceId: draft.draftId };
};

type Sources = Record<SourceKind, Owned>;

const sources: Sources = {
  exposure: async ({ test }, actor) => {
    const { id } = await aReflectedExposure(test, actor, { after: { felt: "Odd" } });
    return { source: { kind: "exposure", id }, fields: ["felt"] };
  },
  draft: async (world, actor) => {
    const { draftId } = await keptDraft(world, actor);
    return { source: { kind: "draft", id: draftId }, fields: ["text"] };
  },
  check_in: async ({ test }, actor) => {
    const { id } = await aCheckIn(test, actor, { fear: 4 });
    return { source: { kind: "check_in", id }, fields: ["fear"] };
  },
};

/** A share: of whose record, in which group's room, on its board, or with its facilitators. */
export const sharing =
  (kind: SourceKind, whose: "own" | "others", which: Which, audience: ShareAudience): Factory =>
  async (world, role) => {
    const author = whose === "own" ? actorOf(world, role) : world.ours.other.actor;
    const { organisationId, groupId, roomId } = world[which];
    return {
      ...{ organisationId, clientMessageId: randomUUID(), lifetime: "kept" },
      ...(await sources[kind](world, author)),
      with: audience === "room" ? { audience, roomId } : { audience, groupId },
    };
  };

/**
 * A share on one group's board to be narrowed: the caller's own for those who can write there, and
 * otherwise, or when asked for, someone else's.
 */
export const boardShare =
  (whose: "own" | "others", which: Which = "ours"): Factory =>
  async (world, role) => {
    const writes = which === "ours" && (role === "member" || role === "facilitator");
    const circle = world[which];
    const author = whose === "own" && writes ? actorOf(world, role) : circle.other.actor;
    const draft = draftOf(author);
    await saveDraft(as(world.test, author), draft);
    const source = { kind: "draft", id: draft.draftId } as const;
    const given = aShare(author, source, ["text"], onBoard(circle));
    const { roomId, messageId } = await share(as(world.test, author), given);
    return { ...orgOf(circle), roomId, messageId, audience: "facilitators" };
  };

/** What `boardShare` gives, but as if it stood in another room of the same group. */
export const boardShareElsewhere: Factory = async (world, role) => ({
  ...(await boardShare("own")(world, role)),
  ...(await newRoomOf("ours")(world, role)),
});

/** A plan of the caller's own, if they can write there, on which a facilitator said "go ahead". */
export const planWithWord: Factory = async (world, role) => {
  const { ours, test } = world;
  const writes = role === "member" || role === "facilitator";
  const author = writes ? actorOf(world, role) : ours.other.actor;
  const { exposureId } = await aRiskyPlan(test, author);
  const source = { kind: "exposure", id: exposureId } as const;
  const asked = aShare(author, source, ["plan"], toFacilitators(ours));
  const { roomId, messageId } = await share(as(test, author), { ...asked, asksWord: true });
  const { actor } = await aMember(test, ours, { role: "co-facilitator" });
  await replyToMessage(as(test, actor), {
    ...{ organisationId: ours.organisationId, roomId, messageId, body: null },
    ...{ clientMessageId: randomUUID(), kind: "go_ahead" as const },
  });
  return { ...orgOf(ours), exposureId };
};

// Groups.

export const groupOf =
  (which: Which): Factory =>
  (world) => ({ ...orgOf(world[which]), groupId: world[which].groupId });

export const newGroup = () => ({
  groupId: randomUUID(),
  name: "Thursday circle",
  purpose: null,
  agreement: "We arrive late and unready.",
  shownName: "Lee",
});

/** A group in which the same people stand as in `ours`, for what would spoil that one. */
export const groupApart: Factory = async ({ test, ours }) => {
  const apart = await aGroup(test, { in: ours, facilitator: ours.facilitator });
  await aMember(test, apart, { userId: ours.member.userId });
  const { enrolmentId } = await aMember(test, apart, { userId: ours.removed.userId });
  const { organisationId, groupId } = apart;
  const person = { organisationId, groupId, enrolmentId, reason: null };
  await removePerson(as(test, apart.facilitator), person);
  return { organisationId, groupId, revisedVersion: 1, agreement: "We start before we know." };
};

/** An invite of one group, named together with a group. */
export const inviteOf =
  (which: Which, named: Which = which): Factory =>
  async ({ test, ...world }) => {
    const { inviteId } = await anInvite(test, world[which]);
    const { organisationId, groupId } = world[named];
    return { organisationId, groupId, inviteId };
  };

const answer = () => ({ shownName: `Guest ${newId().slice(-12)}`, agreedVersion: 1 });

/** What the holder of a link sends. */
export const link: Factory = async ({ test, ours }) => {
  const { organisationId, secret } = await anInvite(test, ours);
  return { organisationId, secret, ...answer() };
};

export const calledBackLink: Factory = async ({ test, ours }) => {
  const { organisationId, secret, inviteId } = await anInvite(test, ours);
  const ref = { organisationId, groupId: ours.groupId, inviteId };
  await callBackInvite(as(test, ours.facilitator), ref);
  return { organisationId, secret, ...answer() };
};

/** The secret of one organisation's link under the id of another. */
export const crossedLink: Factory = async (world, role) => ({
  ...(await link(world, role)),
  ...orgOf(world.elsewhere),
});

// Sessions and rooms.

export const meeting = () => ({
  sessionId: randomUUID(),
  title: "Evening circle",
  date: "2030-03-04",
  time: "19:00",
  timeZone: "Europe/Lisbon",
  durationMinutes: 60,
});

/** One group's meeting, named together with a group. */
export const takenMeeting =
  (which: Which, named: Which): Factory =>
  (world) => ({
    ...orgOf(world[named]),
    groupId: world[named].groupId,
    ...meeting(),
    sessionId: world[which].sessionId,
  });

export const sessionOf =
  (which: Which): Factory =>
  (world) => ({ ...orgOf(world[which]), sessionId: world[which].sessionId });

export const newSessionOf =
  (which: Which): Factory =>
  async ({ test, ...world }) => {
    const { id } = await aSession(test, world[which]);
    return { ...orgOf(world[which]), sessionId: id };
  };

export const roomOf =
  (which: Which): Factory =>
  (world) =>
    at(world[which]);

export const newRoomOf =
  (which: Which): Factory =>
  async ({ test, ...world }) =>
    at(await aRoom(test, { of: world[which] }));

export const pausedRoomOf =
  (which: Which): Factory =>
  async ({ test, ...world }) => {
    const room = await aRoom(test, { of: world[which] });
    await pauseRoom(as(test, room.facilitator), at(room));
    return at(room);
  };

export const joining = () => ({ protocol: ROOM_PROTOCOL });
export const steppingAway = () => ({ away: true });
export const typing = () => ({ typing: true });
export const typingInBox = () => ({ text: "As far", version: 2 });
export const posting = () => ({ clientMessageId: randomUUID(), body: "Here it is, unpolished." });

export const quietWord = () => ({ ...posting(), regarding: "quiet_word" });

/** Words about someone of one group, for those who facilitate another or the same. */
export const worryAbout =
  (which: Which, named: Which = which): Factory =>
  (world) => ({
    ...at(world[named]),
    ...posting(),
    regarding: "worry",
    aboutEnrolmentId: world[which].other.enrolmentId,
  });

/** Words on the private line with someone of one group, named together with a room. */
export const lineWith =
  (which: Which, named: Which = which): Factory =>
  (world) => ({
    ...at(world[named]),
    ...posting(),
    withEnrolmentId: world[which].other.enrolmentId,
  });

/** A message of the caller's own in our room; of those who cannot write there, someone else's. */
export const ownMessage: Factory = async (world, role) => {
  const { ours, test } = world;
  const writes = role === "member" || role === "facilitator";
  const author = writes ? actorOf(world, role) : ours.other.actor;
  if (role === "removed") return { ...at(ours), messageId: ours.removedMessageId };
  const { messageId } = await say(test, ours, author);
  return { ...at(ours), messageId };
};

/** Someone else's message in one group's room, named together with a room. */
export const messageOf =
  (which: Which, named: Which = which): Factory =>
  async ({ test, ...world }) => {
    const { messageId } = await say(test, world[which], world[which].other.actor);
    return { ...at(world[named]), messageId };
  };

/** What `ownMessage` gives, but as if it stood in another room of the same group. */
export const messageElsewhere: Factory = async (world, role) => ({
  ...(await ownMessage(world, role)),
  ...(await newRoomOf("ours")(world, role)),
});

export const heldMessageOf =
  (which: Which): Factory =>
  async (world, role) => {
    const message = await messageOf(which)(world, role);
    const ref = { ...at(world[which]), messageId: String(message.messageId), reason: null };
    await holdMessage(as(world.test, world[which].facilitator), ref);
    return message;
  };

/** A card of someone else's in one group's room, and what to answer it, named with a room. */
export const cardOf =
  (which: Which, named: Which = which): Factory =>
  async ({ test, ...world }) => {
    const { messageId } = await shareCard(test, world[which], world[which].other.actor);
    return { ...at(world[named]), messageId, ...replying() };
  };

const replying = () => ({ clientMessageId: randomUUID(), kind: "company", body: "Me as well." });

/** A card on the group's board that is for its facilitators alone. */
export const quietCardOf =
  (which: Which): Factory =>
  async ({ test, ...world }) => {
    const circle = world[which];
    const board = await aBoard(test, circle);
    const share = { audience: "facilitators" as const };
    const { messageId } = await shareCard(test, board, circle.other.actor, share);
    return { ...at(board), messageId, ...replying() };
  };

/** Someone of one group, named together with a group. */
export const personOf =
  (which: Which, named: Which = which): Factory =>
  async ({ test, ...world }) => {
    const { enrolmentId } = await aMember(test, world[which]);
    const { organisationId, groupId } = world[named];
    return { organisationId, groupId, enrolmentId };
  };

export const removedPersonOf =
  (which: Which): Factory =>
  async (world, role) => {
    const person = await personOf(which)(world, role);
    const { organisationId, groupId } = world[which];
    const enrolmentId = String(person.enrolmentId);
    const ref = { organisationId, groupId, enrolmentId, reason: null };
    await removePerson(as(world.test, world[which].facilitator), ref);
    return person;
  };

const standingOtherwise =
  (change: typeof mutePerson) =>
  (which: Which): Factory =>
  async (world, role) => {
    const person = await personOf(which)(world, role);
    const { organisationId, groupId } = world[which];
    const enrolmentId = String(person.enrolmentId);
    const ref = { organisationId, groupId, enrolmentId, reason: null };
    await change(as(world.test, world[which].facilitator), ref);
    return person;
  };
export const mutedPersonOf = standingOtherwise(mutePerson);
export const heldPersonOf = standingOtherwise(holdPerson);

// Boxes and shared exposures.

export const openingBox = () => ({ boxId: newId(), minutes: 5, prompt: "Today was" });
export const joiningBox = () => ({ wantsBack: "witness", lifetime: "session" });

/** A box that is open in a new room of one group, named together with a room. */
export const boxOf =
  (which: Which, named: Which = which): Factory =>
  async ({ test, ...world }) => {
    const box = await aBox(test, await aRoom(test, { of: world[which] }));
    return which === named ? box : { ...box, ...at(await aRoom(test, { of: world[named] })) };
  };

/** As `boxOf`, joined by whoever calls if they can, else by someone else of that group. */
export const joinedBoxOf =
  (which: Which, named: Which = which): Factory =>
  async (world, role) => {
    const room = await aRoom(world.test, { of: world[which] });
    const box = await aBox(world.test, room);
    await joins(world.test, box, writerIn(world, role, which));
    if (which === named) return box;
    return { ...box, ...at(await aRoom(world.test, { of: world[named] })) };
  };

/** What stands of a box: the words of whoever calls if they can write there, or of someone else. */
export const standingBoxOf =
  (whose: "own" | "others", which: Which): Factory =>
  async (world, role) => {
    const room = await aRoom(world.test, { of: world[which] });
    const box = await aBox(world.test, room);
    const author = whose === "own" ? writerIn(world, role, which) : world[which].other.actor;
    await joins(world.test, box, author);
    await types(world.test, box, author, "As far as I got", 1);
    await closeBox(as(world.test, room.facilitator), box);
    return { ...orgOf(world[which]), boxId: box.boxId, draftId: newId() };
  };

/** Whoever calls, if they can write in that group; else someone who can. */
function writerIn(world: World, role: Role, which: Which): MemberActor {
  const insiders: Role[] = which === "ours" ? ["member", "facilitator"] : ["neighbour"];
  return insiders.includes(role) ? actorOf(world, role) : world[which].other.actor;
}

export const openingShared = () => ({ sharedExposureId: newId(), prompt: "Something tiny" });
export const takingPart = () => ({
  exposureId: newId(),
  plan: "Hum in the lift",
  fearedOutcome: "They hear me",
  expectedSuds: 55,
  couldHarm: "no",
});
export const tapping = () => ({ tapId: newId(), suds: 45 });
export const finishing = () => ({ how: "done", peakSuds: 60 });

/** A shared exposure that is open in a new room of one group, named together with a room. */
export const sharedExposureOf =
  (which: Which, named: Which = which): Factory =>
  async ({ test, ...world }) => {
    const shared = await aSharedExposure(test, await aRoom(test, { of: world[which] }));
    return which === named ? shared : { ...shared, ...at(await aRoom(test, { of: world[named] })) };
  };

/** As `sharedExposureOf`, under way, with whoever calls taking part if they can, else another. */
export const takenPartOf =
  (which: Which, named: Which = which): Factory =>
  async (world, role) => {
    const room = await aRoom(world.test, { of: world[which] });
    const shared = await aSharedExposure(world.test, room);
    await takesPart(world.test, shared, writerIn(world, role, which));
    await start(world.test, room, shared);
    if (which === named) return shared;
    return { ...shared, ...at(await aRoom(world.test, { of: world[named] })) };
  };

/** Someone of one group, and a room of the group that is named. */
export const visitorIn =
  (which: Which, named: Which = which): Factory =>
  async ({ test, ...world }) => {
    const { enrolmentId } = await aMember(test, world[which]);
    return { ...at(await aRoom(test, { of: world[named] })), enrolmentId };
  };

/** As `visitorIn`, with the lobby open. */
export const waitingIn =
  (which: Which, named: Which = which): Factory =>
  async (world, role) => {
    const visitor = await visitorIn(which, named)(world, role);
    const room = { organisationId: world[named].organisationId, roomId: String(visitor.roomId) };
    await setLobby(as(world.test, world[named].facilitator), { ...room, open: true });
    return visitor;
  };

/** As `visitorIn`, of those who were sent out, if they are of that group. */
export const sentOutOf =
  (which: Which, named: Which = which): Factory =>
  async (world, role) => {
    const visitor = await visitorIn(which, named)(world, role);
    if (which !== named) return visitor;
    const room = { organisationId: world[named].organisationId, roomId: String(visitor.roomId) };
    const person = { ...room, enrolmentId: String(visitor.enrolmentId), reason: null };
    await sendOut(as(world.test, world[named].facilitator), person);
    return visitor;
  };

/** A room that went safe while nobody led it; its member is the deputy. */
export const unledRoomOf =
  (which: Which): Factory =>
  async ({ test, ...world }) => {
    const { member } = world[which];
    return at(await anUnledRoom(test, world[which], [member]));
  };

/** As `unledRoomOf`, once its deputy has taken the chair. */
export const chairedRoomOf =
  (which: Which): Factory =>
  async (world, role) => {
    const room = await unledRoomOf(which)(world, role);
    const ref = { organisationId: world[which].organisationId, roomId: String(room.roomId) };
    await takeChair(as(world.test, world[which].member.actor), ref);
    return room;
  };

/** A message of one group's room that was removed, named together with a room. */
export const removedMessageOf =
  (which: Which, named: Which = which): Factory =>
  async (world, role) => {
    const message = await messageOf(which)(world, role);
    const ref = { ...at(world[which]), messageId: String(message.messageId), reason: null };
    await removeMessage(as(world.test, world[which].facilitator), ref);
    return { ...message, ...at(world[named]) };
  };

export const aWord = () => ({ word: `word ${randomUUID().slice(-8)}` });

/** A held word of one group, named together with a group. */
export const heldWordIn =
  (which: Which, named: Which = which): Factory =>
  async ({ test, ...world }) => {
    const { organisationId, groupId, facilitator } = world[which];
    const word = { organisationId, groupId, ...aWord() };
    const { id } = await addHeldWord(as(test, facilitator), word);
    return { organisationId, groupId: world[named].groupId, wordId: id };
  };

/** A report of a message in one group's room, named together with a room. */
export const reportIn =
  (which: Which, named: Which = which): Factory =>
  async (world, role) => {
    const message = await messageOf(which)(world, role);
    const said = { ...at(world[which]), messageId: String(message.messageId), ...posting() };
    const { messageId } = await reportMessage(as(world.test, world[which].member.actor), said);
    return { ...at(world[named]), messageId };
  };

/** A care flag in one group's room, named together with a room. */
export const flagIn =
  (which: Which, named: Which = which): Factory =>
  async ({ test, ...world }) => {
    const { other, facilitator } = world[which];
    const room = await aRoom(test, { of: world[which] });
    await say(test, room, other.actor, "I want to kill myself");
    const { careFlags } = await snapshotFor(test, room, facilitator);
    const flagId = careFlags[0]?.id;
    if (!flagId) throw new Error("nothing was raised");
    return { ...at(which === named ? room : world[named]), flagId };
  };

// Run sheets and turns.

export const aNewTemplate = () => aTemplate();

/** A run sheet that one organisation keeps for its sessions, named together with another. */
export const templateIn =
  (whose: "ours" | "elsewhere"): Factory =>
  async ({ test, ...world }) => {
    const template = { ...orgOf(world[whose]), ...aTemplate() };
    await keepTemplate(as(test, world[whose].owner), template);
    return { ...orgOf(world.ours), templateId: template.templateId };
  };

export const planning = () => ({ name: "Tonight", segments: [aSegment()], basedOn: 0 });

/** A plan for our session with a segment of another's. */
export const takenSegment: Factory = async (world, role) => {
  const { segmentId } = await plannedRunOf("theirs")(world, role);
  const segments = [{ ...aSegment(), id: String(segmentId) }];
  return { ...(await newSessionOf("ours")(world, role)), ...planning(), segments };
};

/** The first segment of a session of one group, in its open room; named with a session. */
export const plannedRunOf =
  (which: Which, named: Which = which): Factory =>
  async ({ test, ...world }) => {
    const room = await aRoom(test, { of: world[which] });
    const segment = aSegment();
    const ref = { ...orgOf(room), sessionId: room.sessionId };
    const plan = { ...ref, ...planning(), segments: [segment, aSegment("closing")] };
    const { version } = await planRun(as(test, room.facilitator), plan);
    const { sessionId } = which === named ? room : world[named];
    return { ...orgOf(room), sessionId, segmentId: segment.id, version };
  };

/** As `plannedRunOf`, under way. */
export const startedRunOf =
  (which: Which): Factory =>
  async (world, role) => {
    const input = await plannedRunOf(which)(world, role);
    const { facilitator, organisationId } = world[which];
    const segment = {
      ...{ organisationId, sessionId: String(input.sessionId) },
      ...{ segmentId: String(input.segmentId), version: Number(input.version) },
    };
    return { ...segment, ...(await startSegment(as(world.test, facilitator), segment)) };
  };

/** A new round in a room of one group, for people of the group that is named. */
export const telling =
  (which: Which, named: Which = which): Factory =>
  async ({ test, ...world }) =>
    aRound(await aRoom(test, { of: world[which] }), [world[named].member]);

/** A round under way in one group, in which its members and who leads it have a turn. */
export const roundOf =
  (which: Which, act: "pass" | "end", named: Which = which): Factory =>
  async ({ test, ...world }) => {
    const circle = world[which];
    const room = await aRoom(test, { of: circle });
    const lead = { enrolmentId: circle.facilitatorEnrolmentId };
    const round = aRound(room, [circle.other, circle.member, lead]);
    const ctx = as(test, circle.facilitator);
    await tellRound(ctx, round);
    const input = { ...at(room), roundId: round.roundId };
    const { version } = await actInRound(ctx, { ...input, act: "start", version: 0 });
    return { ...input, ...(which !== named && at(world[named])), act, version };
  };

// What is kept about a session.

export const noting = () => ({
  basedOn: 0,
  note: "A quiet start",
  wentWell: "The check-in",
  wasHard: "The silence",
  toFollowUp: "Ask how the letter went",
  forMyself: "A walk",
  handover: "Begin with breathing",
});

export const takingAlong = () => ({ learned: "Nobody minded" });
