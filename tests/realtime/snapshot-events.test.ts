import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MemberActor, mintRooms } from "@/server/auth/actor";
import {
  holdMessage,
  pauseRoom,
  removeMessage,
  resumeRoom,
  showMessage,
} from "@/server/domains/moderation/writes";
import {
  type Card,
  type Lifetime,
  REPLY_KINDS,
  type ReplyKind,
  type RoomEvent,
  type RoomSnapshot,
  repliesFor,
  WANTS_BACK,
  WARM_REPLIES,
} from "@/server/domains/rooms/contract";
import { loadProjectedEvents } from "@/server/domains/rooms/reads";
import {
  askForWord,
  changeCentre,
  closeRoom,
  expireMessage,
  retractMessage,
} from "@/server/domains/rooms/writes";
import { DomainError } from "@/server/lib/errors";
import { aGroup, aMember, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import {
  type ARoom,
  aBoard,
  answer,
  applyAll,
  aRoom,
  at,
  caughtUp,
  narrow,
  say,
  shareCard,
  snapshotFor,
} from "../support/rooms";
import { setStanding } from "../support/standing";

const test = useDatabase();

type PlaceName = "room" | "board";
type Viewing = { actor: MemberActor; enrolmentId: string; facilitates: boolean };
/** A group with a session's room and its board, in which time passes. */
type House = Record<PlaceName, ARoom> & {
  people: Record<string, Viewing>;
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

const NAMES = ["robin", "cara", "ivy", "sol", "held"] as const;
type Name = (typeof NAMES)[number];

async function aHouse(): Promise<House> {
  const group = await aGroup(test);
  const [cara, ivy, sol, held] = [
    await aMember(test, group, { name: "Cara", role: "co-facilitator" }),
    await aMember(test, group, { name: "Ivy" }),
    await aMember(test, group, { name: "Sol" }),
    await aMember(test, group, { name: "Held" }),
  ];
  await setStanding(test, held.enrolmentId, "held");
  const room = await aRoom(test, { of: group });
  const board = { ...(await aBoard(test, group)), sessionId: room.sessionId };
  const robin = { actor: group.facilitator, enrolmentId: group.facilitatorEnrolmentId };
  const people = {
    robin: { ...robin, facilitates: true },
    cara: { ...cara, facilitates: true },
    ivy: { ...ivy, facilitates: false },
    sol: { ...sol, facilitates: false },
    held: { ...held, facilitates: false },
  };
  return { room, board, people, now: NOW, said: [] };
}

/** One thing that may happen. `at` picks among the messages so far. */
type Step =
  | { do: "say"; who: Name; place: PlaceName }
  | { do: "ask"; who: Name }
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
  | { do: "hold" | "show" | "remove" | "retract" | "centre"; at: number }
  | { do: "narrow"; at: number; audience?: "facilitators"; lifetime?: Lifetime; card?: Card }
  | { do: "pause" | "resume"; place: PlaceName }
  | { do: "clear" | "close" | "wait" };

const who = fc.constantFrom(...NAMES);
const place = fc.constantFrom<PlaceName>("room", "board");
const lifetime = fc.constantFrom<Lifetime>("session", "seven_days", "kept");
const pick = fc.nat({ max: 20 });
const card: fc.Arbitrary<Card> = fc.oneof(
  fc.constantFrom(...WANTS_BACK).map((wantsBack): Card => ({ kind: "win", fields: {}, wantsBack })),
  fc
    .constantFrom(...WANTS_BACK)
    .map((wantsBack): Card => ({ kind: "draft", text: "As far as I got.", wantsBack })),
  fc.boolean().map((asksWord): Card => ({ kind: "plan", fields: {}, asksWord })),
);
const one = <K extends string>(...kinds: K[]) => fc.constantFrom(...kinds);

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: one("say"), who, place }) },
  { weight: 1, arbitrary: fc.record({ do: one("ask"), who }) },
  {
    weight: 8,
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
    weight: 12,
    arbitrary: fc.record({
      do: one("reply"),
      who,
      at: pick,
      nth: pick,
      kind: fc.option(fc.constantFrom(...REPLY_KINDS), { freq: 6 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: one("hold", "show", "remove", "retract", "centre"), at: pick }),
  },
  {
    weight: 4,
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
  { weight: 2, arbitrary: fc.record({ do: one("clear", "close", "wait") }) },
);

/** Does it, as it would happen; what the rules refuse is part of a room's life too. */
async function happen(house: House, step: Step): Promise<void> {
  const { people, said, room } = house;
  const robin = people.robin as Viewing;
  const lead = as(test, robin.actor, house.now);
  const facilitators = Object.values(people).filter((each) => each.facilitates);
  const ofCards = step.do === "reply" || step.do === "narrow";
  const among = ofCards ? said.filter((each) => each.card) : said;
  const target = "at" in step ? among[step.at % Math.max(1, among.length)] : undefined;
  const where = house[target?.place ?? "room"];
  const messageId = target?.messageId ?? randomUUID();
  const ref = { ...at(where), messageId };
  const author = "who" in step ? (people[step.who] as Viewing) : robin;
  switch (step.do) {
    case "say": {
      const posted = await say(test, house[step.place], author.actor);
      said.push({ place: step.place, ...posted, author, card: null, onlyFor: null });
      return;
    }
    case "ask": {
      const { organisationId, groupId } = room;
      const asked = { organisationId, groupId, clientMessageId: randomUUID(), body: "A word?" };
      const posted = await askForWord(as(test, author.actor, house.now), asked);
      const onlyFor = [...facilitators, author];
      said.push({ place: "board", ...posted, author, card: null, onlyFor });
      return;
    }
    case "share": {
      const { audience, lifetime, card } = step;
      const endsWithSessionId =
        step.place === "board" && lifetime === "session" ? room.sessionId : null;
      const share = { audience, lifetime, card, endsWithSessionId };
      const posted = await shareCard(test, house[step.place], author.actor, share, house.now);
      const onlyFor = audience === "facilitators" ? [...facilitators, author] : null;
      said.push({ place: step.place, ...posted, author, card, onlyFor });
      return;
    }
    case "reply": {
      const asked = target?.card ? repliesFor(target.card, author) : [...REPLY_KINDS];
      const kind = step.kind ?? (asked[step.nth % asked.length] as ReplyKind);
      const posted = await answer(test, where, author.actor, messageId, { kind, now: house.now });
      if (said.some((each) => each.messageId === posted.messageId) || !target) return;
      const isWarm = WARM_REPLIES.some((each) => each === kind);
      const onlyFor = isWarm ? [author, target.author] : target.onlyFor;
      said.push({ place: target.place, ...posted, author, card: null, onlyFor });
      return;
    }
    case "narrow": {
      const { do: _, at: __, ...change } = step;
      const endsWithSessionId = change.lifetime === "session" ? room.sessionId : null;
      const whole = { ...change, endsWithSessionId };
      return narrow(test, where, target?.author.actor ?? robin.actor, messageId, whole, house.now);
    }
    case "hold":
      return holdMessage(lead, { ...ref, reason: null });
    case "show":
      return showMessage(lead, { ...ref, reason: null });
    case "remove":
      return removeMessage(lead, { ...ref, reason: null });
    case "retract":
      return retractMessage(as(test, target?.author.actor ?? robin.actor, house.now), ref);
    case "centre":
      return changeCentre(lead, ref);
    case "clear":
      return changeCentre(lead, { ...at(room), messageId: null });
    case "pause":
      return pauseRoom(lead, at(house[step.place]));
    case "resume":
      return resumeRoom(lead, at(house[step.place]));
    case "close":
      return closeRoom(lead, at(room));
    case "wait": {
      // Eight days go by, and the queue does its work.
      house.now = new Date(house.now.getTime() + 8 * 24 * 60 * 60 * 1000);
      const actor = mintRooms(room.organisationId, [room.groupId]);
      for (const each of said) {
        const { organisationId, groupId, roomId } = house[each.place];
        const job = { organisationId, groupId, roomId, messageId: each.messageId };
        await expireMessage(as(test, actor, house.now), job);
      }
      return;
    }
  }
}

async function live(house: House, history: Step[]): Promise<void> {
  for (const step of history) {
    await happen(house, step).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
    });
  }
}

const PLACES = ["room", "board"] as const;
type Screens = Record<string, RoomSnapshot>;

/** What everyone would be given now, by place and person. */
async function snapshots(house: House): Promise<Screens> {
  const screens: Screens = {};
  for (const place of PLACES) {
    for (const [name, { actor }] of Object.entries(house.people)) {
      screens[`${place} ${name}`] = await snapshotFor(test, house[place], actor, house.now);
    }
  }
  return screens;
}

/** What the gateway would send everyone of a place, having looked last at `sinceSeq`. */
async function framesOf(
  house: House,
  place: PlaceName,
  sinceSeq: number,
): Promise<Record<string, RoomEvent[]>> {
  const room = house[place];
  const ctx = as(test, mintRooms(room.organisationId, [room.groupId]), house.now);
  const batch = await loadProjectedEvents(ctx, at(room), sinceSeq);
  return Object.fromEntries(
    Object.entries(house.people).map(([name, { enrolmentId, facilitates }]) => {
      const ofRole = facilitates ? batch?.facilitators : batch?.members;
      return [name, batch?.authors.get(enrolmentId) ?? ofRole ?? []];
    }),
  );
}

/** The ids of what was never for this person must not be in anything they are sent. */
function expectNothingOfOthers(house: House, name: string, sent: unknown): void {
  const viewer = house.people[name] as Viewing;
  const text = JSON.stringify(sent);
  for (const { messageId, onlyFor } of house.said) {
    if (onlyFor && !onlyFor.includes(viewer)) expect(text).not.toContain(messageId);
  }
}

/** Something to answer, hold and narrow from the start. */
const OPENING: Step[] = [
  ["room", "room", { kind: "draft", text: "Half of it.", wantsBack: "company" }],
  ["board", "room", { kind: "win", fields: { plan: "One typo" }, wantsBack: "ideas" }],
  ["board", "facilitators", { kind: "plan", fields: { plan: "A big one" }, asksWord: true }],
].map(([place, audience, card], n) => {
  const who = n === 1 ? "cara" : "ivy";
  return { do: "share", who, place, audience, card, lifetime: "session" } as Step;
});

const runs = { numRuns: 30, size: "max", endOnFailure: false } as const;

describe("snapshot + events = fresh snapshot", () => {
  it("for everyone in the room and on the board, over what they catch up with", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(steps, { maxLength: 12 }),
        fc.array(steps, { minLength: 1, maxLength: 16 }),
        async (before, after) => {
          const house = await aHouse();
          await live(house, [...OPENING, ...before]);
          const screens = await snapshots(house);
          await live(house, after);
          const fresh = await snapshots(house);
          for (const place of PLACES) {
            for (const [name, { actor }] of Object.entries(house.people)) {
              const key = `${place} ${name}`;
              const screen = screens[key] as RoomSnapshot;
              const caught = await caughtUp(test, house[place], actor, screen, house.now);
              expect([key, caught]).toEqual([key, fresh[key]]);
              expectNothingOfOthers(house, name, [screen, caught]);
            }
          }
        },
      ),
      runs,
    );
  }, 120_000);

  it("for everyone in the room and on the board, over what the gateway sends, however it batches", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(steps, { maxLength: 6 }), { minLength: 1, maxLength: 6 }),
        async (batches) => {
          const house = await aHouse();
          const screens = await snapshots(house);
          for (const batch of [OPENING, ...batches]) {
            await live(house, batch);
            for (const place of PLACES) {
              const frames = await framesOf(house, place, screens[`${place} ivy`]?.seq ?? 0);
              for (const [name, events] of Object.entries(frames)) {
                const key = `${place} ${name}`;
                screens[key] = applyAll(screens[key] as RoomSnapshot, events);
                expectNothingOfOthers(house, name, events);
              }
            }
          }
          expect(screens).toEqual(await snapshots(house));
        },
      ),
      runs,
    );
  }, 120_000);

  it("and a frame never carries what its viewer may not see", async () => {
    const house = await aHouse();
    const canary = `canary-${randomUUID()}`;
    const { held, ivy } = house.people as Record<Name, Viewing>;
    const { messageId } = await say(test, house.room, held.actor, canary);
    const { seq } = await say(test, house.room, ivy.actor, "something else");
    const frames = await framesOf(house, "room", 0);
    expect(JSON.stringify(frames.held)).toContain(canary);
    expect(JSON.stringify(frames.robin)).toContain(canary);
    expect(JSON.stringify(frames.sol)).not.toContain(canary);
    expect(JSON.stringify(frames.sol)).not.toContain(messageId);
    expect(frames.sol?.map((event) => event.seq)).toEqual(
      Array.from({ length: seq }, (_, n) => n + 1),
    );
  });
});
