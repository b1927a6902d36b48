import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { type MemberActor, mintRooms } from "@/server/auth/actor";
import { closeBox } from "@/server/domains/boxes/writes";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import { closeRoom } from "@/server/domains/live/writes";
import {
  addHeldWord,
  admit,
  holdMessage,
  holdPerson,
  letBackIn,
  mutePerson,
  nameDeputy,
  pauseRoom,
  release,
  removeMessage,
  removePerson,
  restoreMessage,
  resumeRoom,
  returnChair,
  returnPerson,
  sendOut,
  setHold,
  setLobby,
  setLock,
  setSlowMode,
  settleFlag,
  settleReport,
  showMessage,
  takeChair,
  unholdPerson,
  unmutePerson,
} from "@/server/domains/moderation/writes";
import { askForWord, expireMessage } from "@/server/domains/rooms/cards";
import {
  type Card,
  type Lifetime,
  REPLY_KINDS,
  type ReplyKind,
  repliesFor,
  WANTS_BACK,
  WARM_REPLIES,
} from "@/server/domains/rooms/contract";
import {
  changeCentre,
  foldPerson,
  openWriting,
  postOnLine,
  postToFacilitators,
  reportMessage,
  retractMessage,
  startWriting,
  tellFacilitators,
  unsendMessage,
} from "@/server/domains/rooms/writes";
import {
  changeEnd,
  endSegment,
  extendSegment,
  planRun,
  skipSegment,
  startSegment,
} from "@/server/domains/run-sheets/writes";
import {
  endSharedExposure,
  finishPart,
  openSharedExposure,
} from "@/server/domains/shared-exposures/writes";
import { actInRound, tellRound } from "@/server/domains/turns/writes";
import { DomainError } from "@/server/lib/errors";
import { aBox, joins, passes, types } from "./boxes";
import { aGroup, aMember, as, NOW } from "./builders";
import type { TestDatabase } from "./database";
import { settle } from "./live";
import { newId } from "./practice-builders";
import {
  type ARoom,
  aBoard,
  answer,
  aRoom,
  arrive,
  at,
  facilitatorHere,
  narrow,
  say,
  shareCard,
  snapshotFor,
} from "./rooms";
import { aRound, aSegment } from "./run-sheets";
import { start, takesPart, taps } from "./shared-exposures";
import { setStanding } from "./standing";

// Everything that can happen to a group in its live room and on its board, by the real writes of
// all domains, as random walks need it.

type Test = Pick<TestDatabase, "db" | "adminUrl">;

export const PLACES = ["room", "board"] as const;
export type PlaceName = (typeof PLACES)[number];
export type Viewing = { actor: MemberActor; enrolmentId: string; facilitates: boolean };

/** A group with a session's room and its board, in which time passes. */
export type House = Record<PlaceName, ARoom> & {
  people: Record<Name, Viewing>;
  now: Date;
  said: Said[];
};

type Said = {
  place: PlaceName;
  messageId: string;
  author: Viewing;
  card: Card | null;
  /** For whom alone it ever was; null for what the whole place could see at some time. */
  onlyFor: Viewing[] | null;
};

/**
 * Robin and Cara facilitate; the posts of `held` are held; Ivy may take the chair; Wren has not been
 * in the room yet, and Sol folds people away.
 */
export const NAMES = ["robin", "cara", "ivy", "sol", "held", "wren"] as const;
export type Name = (typeof NAMES)[number];

export async function aHouse(test: Test): Promise<House> {
  const group = await aGroup(test);
  const [cara, ivy, sol, held, wren] = [
    await aMember(test, group, { name: "Cara", role: "co-facilitator" }),
    await aMember(test, group, { name: "Ivy" }),
    await aMember(test, group, { name: "Sol" }),
    await aMember(test, group, { name: "Held" }),
    await aMember(test, group, { name: "Wren" }),
  ];
  await setStanding(test, held.enrolmentId, "held");
  const room = await aRoom(test, { of: group });
  const board = { ...(await aBoard(test, group)), sessionId: room.sessionId };
  const lead = as(test, group.facilitator);
  const { organisationId } = group;
  const segments = [aSegment("opening"), aSegment("share"), aSegment("closing")];
  const sheet = { organisationId, sessionId: room.sessionId, name: "Tonight", basedOn: 0 };
  await planRun(lead, { ...sheet, segments });
  await nameDeputy(lead, { ...at(room), enrolmentId: ivy.enrolmentId });
  await arrive(test, room, [cara, ivy, sol, held]);
  const robin = { actor: group.facilitator, enrolmentId: group.facilitatorEnrolmentId };
  const people = {
    robin: { ...robin, facilitates: true },
    cara: { ...cara, facilitates: true },
    ivy: { ...ivy, facilitates: false },
    sol: { ...sol, facilitates: false },
    held: { ...held, facilitates: false },
    wren: { ...wren, facilitates: false },
  };
  return { room, board, people, now: NOW, said: [] };
}

const PERSON_ACTS = [
  "mute",
  "unmute",
  "hold",
  "unhold",
  "remove",
  "return",
  "send_out",
  "let_in",
  "admit",
] as const;
const SETTINGS = ["hold", "slow", "lock", "lobby", "word", "writing"] as const;
const TURN_ACTS = ["start", "accept", "pass", "give_back", "join", "skip", "end"] as const;
const BOX_ACTS = ["open", "join", "type", "pass", "close"] as const;
const SHARED_ACTS = ["open", "part", "everyone", "start", "tap", "finish", "end"] as const;
const SEGMENT_ACTS = ["start", "end", "skip", "extend", "end_later"] as const;

/** One thing that may happen. `at` picks among the messages so far, from the newest. */
export type Step =
  | { do: "say"; who: Name; place: PlaceName; body: string }
  | { do: "ask" | "word" | "line" | "back"; who: Name }
  | {
      do: "share";
      who: Name;
      place: PlaceName;
      lifetime: Lifetime;
      audience: "room" | "facilitators";
      card: Card;
    }
  /** `kind` null: the `nth` of those that the card asks for. */
  | { do: "reply"; who: Name; at: number; nth: number; kind: ReplyKind | null }
  | {
      do:
        | "hold"
        | "show"
        | "remove"
        | "restore"
        | "retract"
        | "unsend"
        | "centre"
        | "settle_report";
      at: number;
    }
  | { do: "report"; who: Name; at: number }
  | { do: "narrow"; at: number; audience?: "facilitators"; lifetime?: Lifetime; card?: Card }
  | { do: "pause" | "resume"; place: PlaceName }
  | { do: "setting"; what: (typeof SETTINGS)[number]; on: boolean }
  | { do: "person"; who: Name; what: (typeof PERSON_ACTS)[number] }
  | { do: "arrive" | "fold"; who: Name }
  | { do: "chair"; what: "take" | "return" | "release" }
  | { do: "segment"; what: (typeof SEGMENT_ACTS)[number] }
  | { do: "turn"; who: Name; act: (typeof TURN_ACTS)[number] }
  | { do: "box"; who: Name; what: (typeof BOX_ACTS)[number] }
  | { do: "exposure"; who: Name; what: (typeof SHARED_ACTS)[number] }
  /** With `led`, somebody who leads was there all the while. */
  | { do: "wait"; seconds: number; led: boolean }
  | { do: "clear" | "close" | "round" | "wait_days" | "settle_flag" };

const who = fc.constantFrom(...NAMES);
const place = fc.constantFrom<PlaceName>("room", "room", "board");
const lifetime = fc.constantFrom<Lifetime>("session", "seven_days", "kept");
const pick = fc.nat({ max: 20 });
const card: fc.Arbitrary<Card> = fc.oneof(
  fc.constantFrom(...WANTS_BACK).map((wantsBack): Card => ({ kind: "win", fields: {}, wantsBack })),
  fc
    .constantFrom(...WANTS_BACK)
    .map((wantsBack): Card => ({ kind: "draft", text: "As far as I got.", wantsBack })),
  fc.boolean().map((asksWord): Card => ({ kind: "plan", fields: {}, asksWord })),
);
const body = fc.constantFrom(
  "It came out crooked.",
  "Half of a thought.",
  "I want to kill myself.",
);
const one = <K extends string>(...kinds: K[]) => fc.constantFrom(...kinds);

export const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: one("say"), who, place, body }) },
  { weight: 4, arbitrary: fc.record({ do: one("ask", "word", "line", "back"), who }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: one("share"),
      who,
      place,
      lifetime,
      audience: fc.constantFrom("room", "room", "facilitators"),
      card,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: one("reply"),
      who,
      at: pick,
      nth: pick,
      kind: fc.option(fc.constantFrom(...REPLY_KINDS), { freq: 6 }),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      do: one("hold", "show", "remove", "restore", "retract", "unsend", "centre", "settle_report"),
      at: pick,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: one("report"), who, at: pick }) },
  {
    weight: 3,
    arbitrary: fc.record(
      {
        do: one("narrow"),
        at: pick,
        audience: fc.constant("facilitators" as const),
        lifetime,
        card,
      },
      { requiredKeys: ["do", "at"] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ do: one("pause", "resume", "resume"), place }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: one("setting"), what: one(...SETTINGS), on: fc.boolean() }),
  },
  { weight: 5, arbitrary: fc.record({ do: one("person"), who, what: one(...PERSON_ACTS) }) },
  { weight: 3, arbitrary: fc.record({ do: one("arrive", "arrive", "fold"), who }) },
  { weight: 3, arbitrary: fc.record({ do: one("chair"), what: one("take", "return", "release") }) },
  { weight: 4, arbitrary: fc.record({ do: one("segment"), what: one(...SEGMENT_ACTS) }) },
  { weight: 5, arbitrary: fc.record({ do: one("turn"), who, act: one(...TURN_ACTS) }) },
  { weight: 6, arbitrary: fc.record({ do: one("box"), who, what: one(...BOX_ACTS) }) },
  { weight: 5, arbitrary: fc.record({ do: one("exposure"), who, what: one(...SHARED_ACTS) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: one("wait"),
      seconds: fc.constantFrom(1, 5, 40, 70, 400),
      led: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: one("clear", "round", "round", "settle_flag", "wait_days", "close"),
    }),
  },
);

/** Something to answer, hold and narrow from the start. */
export const OPENING: Step[] = [
  ["room", "room", { kind: "draft", text: "Half of it.", wantsBack: "company" }],
  ["board", "room", { kind: "win", fields: { plan: "One typo" }, wantsBack: "ideas" }],
  ["board", "facilitators", { kind: "plan", fields: { plan: "A big one" }, asksWord: true }],
].map(([place, audience, card], n) => {
  const who = n === 1 ? "cara" : "ivy";
  return { do: "share", who, place, audience, card, lifetime: "session" } as Step;
});

/** Does all of it, as it would happen; what the rules refuse is part of a room's life too. */
export async function live(test: Test, house: House, history: Step[]): Promise<void> {
  for (const step of history) {
    await happen(test, house, step).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
    });
  }
}

async function happen(test: Test, house: House, step: Step): Promise<void> {
  const { people, said, room, now } = house;
  const { robin } = people;
  const { organisationId, groupId, sessionId } = room;
  const lead = as(test, robin.actor, now);
  const facilitators = Object.values(people).filter((each) => each.facilitates);
  const ofCards = step.do === "reply" || step.do === "narrow";
  const among = ofCards ? said.filter((each) => each.card) : said;
  const target = "at" in step ? among.at(-1 - (step.at % Math.max(1, among.length))) : undefined;
  const where = house[target?.place ?? "room"];
  const messageId = target?.messageId ?? randomUUID();
  const ref = { ...at(where), messageId };
  const author = "who" in step ? people[step.who] : robin;
  const by = as(test, author.actor, now);
  const theirs = as(test, target?.author.actor ?? robin.actor, now);
  const words = { clientMessageId: randomUUID(), body: "A word, if you have one." };
  const keep = (
    place: PlaceName,
    posted: { messageId: string },
    onlyFor: Viewing[] | null,
    card: Card | null = null,
  ) => void said.push({ place, messageId: posted.messageId, author, card, onlyFor });
  switch (step.do) {
    case "say": {
      const { place, body } = step;
      const posted = await say(test, house[place], author.actor, body, randomUUID(), now);
      return keep(place, posted, null);
    }
    case "ask": {
      const posted = await askForWord(by, { organisationId, groupId, ...words });
      return keep("board", posted, [...facilitators, author]);
    }
    case "word": {
      const aboutEnrolmentId = people.sol.enrolmentId;
      const worry = { ...at(room), ...words, regarding: "worry" as const, aboutEnrolmentId };
      return keep("room", await tellFacilitators(by, worry), [...facilitators, author]);
    }
    case "line": {
      const withEnrolmentId = author.facilitates ? people.wren.enrolmentId : null;
      const posted = await postOnLine(by, { ...at(room), ...words, withEnrolmentId });
      return keep("room", posted, [...facilitators, author.facilitates ? people.wren : author]);
    }
    case "back":
      return keep("room", await postToFacilitators(by, { ...at(room), ...words }), facilitators);
    case "share": {
      const { audience, lifetime, card } = step;
      const endsWithSessionId = step.place === "board" && lifetime === "session" ? sessionId : null;
      const share = { audience, lifetime, card, endsWithSessionId };
      const posted = await shareCard(test, house[step.place], author.actor, share, now);
      return keep(step.place, posted, audience === "room" ? null : [...facilitators, author], card);
    }
    case "reply": {
      const asked = target?.card ? repliesFor(target.card, author) : [...REPLY_KINDS];
      const kind = step.kind ?? (asked[step.nth % asked.length] as ReplyKind);
      const posted = await answer(test, where, author.actor, messageId, { kind, now });
      if (said.some((each) => each.messageId === posted.messageId) || !target) return;
      const isWarm = WARM_REPLIES.some((each) => each === kind);
      return keep(target.place, posted, isWarm ? [author, target.author] : target.onlyFor);
    }
    case "report": {
      const posted = await reportMessage(by, { ...ref, ...words });
      return keep(target?.place ?? "room", posted, [...facilitators, author]);
    }
    case "narrow": {
      const { do: _, at: __, ...change } = step;
      const endsWithSessionId = change.lifetime === "session" ? sessionId : null;
      const actor = target?.author.actor ?? robin.actor;
      return narrow(test, where, actor, messageId, { ...change, endsWithSessionId }, now);
    }
    case "hold":
      return holdMessage(lead, { ...ref, reason: null });
    case "show":
      return showMessage(lead, { ...ref, reason: null });
    case "remove":
      return removeMessage(lead, { ...ref, reason: "Too close to home for now." });
    case "restore":
      return restoreMessage(lead, { ...ref, reason: null });
    case "retract":
      return retractMessage(theirs, ref);
    case "unsend":
      return unsendMessage(theirs, ref);
    case "centre":
      return changeCentre(lead, ref);
    case "settle_report":
      return settleReport(lead, ref);
    case "settle_flag": {
      const { careFlags } = await snapshot();
      const flag = careFlags.find(({ settledAt }) => settledAt === null);
      return settleFlag(lead, { ...at(room), flagId: flag?.id ?? randomUUID() });
    }
    case "clear":
      return changeCentre(lead, { ...at(room), messageId: null });
    case "pause":
      return pauseRoom(lead, at(house[step.place]));
    case "resume":
      return resumeRoom(lead, at(house[step.place]));
    case "setting":
      return setting(step);
    case "person":
      return person(step);
    case "arrive": {
      const { mine } = await snapshotFor(test, room, author.actor, now);
      return arrive(test, room, [author], { now, admitted: mine.admitted });
    }
    case "fold":
      await foldPerson(as(test, people.sol.actor, now), {
        ...{ organisationId, groupId, enrolmentId: author.enrolmentId },
      });
      return;
    case "chair":
      return chair(step.what);
    case "segment":
      return segment(step.what);
    case "round": {
      const { ivy, sol, held } = people;
      await tellRound(lead, aRound(room, [ivy, sol, held]));
      return;
    }
    case "turn": {
      const { round } = await snapshot();
      const { id: roundId = randomUUID(), version = 0 } = round ?? {};
      const { act } = step;
      const led = act === "start" || act === "skip" || act === "end";
      const whose = { ...at(room), roundId, act, version, enrolmentId: author.enrolmentId };
      await actInRound(led ? lead : by, whose);
      return;
    }
    case "box":
      return box(step.what);
    case "exposure":
      return exposure(step.what);
    case "wait": {
      if (step.led) await facilitatorHere(test, room, now);
      house.now = new Date(now.getTime() + step.seconds * 1000);
      if (step.led) await facilitatorHere(test, room, house.now);
      await settle(test, room, house.now);
      return;
    }
    case "wait_days": {
      // Eight days go by, and the queue does its work.
      house.now = new Date(now.getTime() + 8 * 24 * 60 * 60 * 1000);
      await settle(test, room, house.now);
      const actor = mintRooms(organisationId, [groupId]);
      for (const each of said) {
        const { roomId } = house[each.place];
        const job = { organisationId, groupId, roomId, messageId: each.messageId };
        await expireMessage(as(test, actor, house.now), job);
      }
      return;
    }
    case "close":
      return closeRoom(lead, at(room));
  }

  function snapshot(): Promise<LiveSnapshot> {
    return snapshotFor(test, room, robin.actor, now);
  }

  async function setting({ what, on }: Extract<Step, { do: "setting" }>): Promise<void> {
    switch (what) {
      case "hold":
        return setHold(lead, { ...at(room), held: on });
      case "slow":
        return setSlowMode(lead, { ...at(room), seconds: on ? 30 : null });
      case "lock":
        return setLock(lead, { ...at(room), locked: on });
      case "lobby":
        return setLobby(lead, { ...at(room), open: on });
      case "word":
        await addHeldWord(lead, { organisationId, groupId, word: "crooked" });
        return;
      case "writing":
        return on ? startWriting(lead, at(room)) : openWriting(lead, at(room));
    }
  }

  function person({ what }: Extract<Step, { do: "person" }>): Promise<void> {
    const { enrolmentId } = author;
    const ofGroup = { organisationId, groupId, enrolmentId, reason: null };
    const ofRoom = { ...at(room), enrolmentId, reason: null };
    switch (what) {
      case "mute":
        return mutePerson(lead, ofGroup);
      case "unmute":
        return unmutePerson(lead, ofGroup);
      case "hold":
        return holdPerson(lead, ofGroup);
      case "unhold":
        return unholdPerson(lead, ofGroup);
      case "remove":
        return removePerson(lead, ofGroup);
      case "return":
        return returnPerson(lead, ofGroup);
      case "send_out":
        return sendOut(lead, ofRoom);
      case "let_in":
        return letBackIn(lead, ofRoom);
      case "admit":
        return admit(lead, ofRoom);
    }
  }

  async function chair(what: "take" | "return" | "release"): Promise<void> {
    if (what === "take") return takeChair(as(test, people.ivy.actor, now), at(room));
    if (what === "return") return returnChair(lead, at(room));
    const { messages } = await snapshot();
    const waiting = messages.filter(({ heldFor }) => heldFor === "safe").map(({ id }) => id);
    return release(lead, { ...at(room), messageIds: waiting.slice(0, 1) });
  }

  async function segment(what: (typeof SEGMENT_ACTS)[number]): Promise<void> {
    const { run } = await snapshot();
    const ref = { organisationId, sessionId, version: run?.version ?? 0 };
    const planned = run?.segments.find(({ state }) => state === "planned");
    const underWay = run?.segments.find(({ state }) => state === "under_way");
    const segmentId = (what === "start" ? planned : underWay)?.id ?? randomUUID();
    switch (what) {
      case "start":
        await startSegment(lead, { ...ref, segmentId });
        return;
      case "end":
        await endSegment(lead, { ...ref, segmentId });
        return;
      case "skip":
        await skipSegment(lead, { ...ref, segmentId });
        return;
      case "extend":
        await extendSegment(lead, { ...ref, segmentId, minutes: 5 });
        return;
      case "end_later": {
        const endsAt = new Date(now.getTime() + 3_600_000).toISOString();
        await changeEnd(lead, { ...ref, endsAt });
        return;
      }
    }
  }

  async function box(what: (typeof BOX_ACTS)[number]): Promise<void> {
    if (what === "open") return void (await aBox(test, room, 1, now));
    const open = (await snapshot()).box;
    const box = { ...at(room), boxId: open?.id ?? randomUUID() };
    if (what === "join") await joins(test, box, author.actor, {}, now);
    if (what === "pass") await passes(test, box, author.actor, now);
    if (what === "close") await closeBox(lead, box);
    if (what !== "type") return;
    await joins(test, box, author.actor, { lifetime: "kept" }, now);
    await types(test, box, author.actor, "As far as I g", 1, now);
  }

  async function exposure(what: (typeof SHARED_ACTS)[number]): Promise<void> {
    if (what === "open") {
      const opened = { ...at(room), sharedExposureId: newId() };
      return openSharedExposure(lead, { ...opened, prompt: "Something tiny" });
    }
    const { sharedExposure } = await snapshot();
    const shared = { ...at(room), sharedExposureId: sharedExposure?.id ?? randomUUID() };
    switch (what) {
      case "part":
        await takesPart(test, shared, author.actor, {}, now);
        return;
      case "everyone":
        for (const { actor } of Object.values(people)) {
          await takesPart(test, shared, actor, {}, now);
          await taps(test, shared, actor, 40, now).catch(ignoreRefusal);
        }
        return;
      case "start":
        return start(test, room, shared, now);
      case "tap":
        await taps(test, shared, author.actor, 70, now);
        return;
      case "finish":
        await finishPart(by, { ...shared, how: "done", peakSuds: 50 });
        return;
      case "end":
        return endSharedExposure(lead, shared);
    }
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}
