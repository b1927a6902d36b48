import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type MemberActor, mintRooms } from "@/server/auth/actor";
import { previewNote } from "@/server/domains/digests/reads";
import { describePhoto, saveDraft } from "@/server/domains/drafts/writes";
import { listIdeas } from "@/server/domains/exposures/reads";
import { hideCategories, noteMoment, planExposure } from "@/server/domains/exposures/writes";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import { eventsFor, loadProjectedEvents } from "@/server/domains/live/reads";
import { removeMessage } from "@/server/domains/moderation/writes";
import { expireMessage } from "@/server/domains/rooms/cards";
import {
  type Card,
  CHECK_IN_FIELDS,
  DRAFT_FIELDS,
  LIFETIMES,
  type MessageView,
  PLAN_FIELDS,
  WIN_FIELDS,
} from "@/server/domains/rooms/contract";
import { findSharedPhoto, listMessages } from "@/server/domains/rooms/reads";
import { closeRoom, openBoard, retractMessage } from "@/server/domains/rooms/writes";
import { SHARE_AUDIENCES, SHARE_FIELDS, type ShareField } from "@/server/domains/sharing/contract";
import { accessBrief, findCollapsedTopics, listShares } from "@/server/domains/sharing/reads";
import { narrowShare, setCollapsedTopics, share } from "@/server/domains/sharing/writes";
import {
  type AMember,
  type AnOrganisation,
  aGroup,
  aMember,
  anOrganisation,
  as,
  NOW,
} from "../support/builders";
import { useDatabase } from "../support/database";
import { aPlan, aReflectedExposure, newId } from "../support/practice-builders";
import { type ARoom, aRoom, at, boardFor, caughtUp, missedBy, snapshotFor } from "../support/rooms";
import {
  aCheckIn,
  anAttachedPhoto,
  aShare,
  inRoom,
  onBoard,
  toFacilitators,
} from "../support/sharing";

// What anyone receives of a record that is not theirs, over everything that leaves the server, is
// exactly what was granted, while it is granted. Every field of every record holds a canary.

const test = useDatabase();
let organisation: AnOrganisation;
let neighbour: AMember;
let neighboursRoom: ARoom;
let stranger: AMember;

beforeAll(async () => {
  organisation = await anOrganisation(test);
  neighboursRoom = await aRoom(test, { of: await aGroup(test, { in: organisation }) });
  neighbour = await aMember(test, neighboursRoom);
  stranger = await aMember(test, await aGroup(test));
});

const canary = (field: string) => `canary-${field}`;
const CANARIES = /canary-\w+/g;

type Scene = ARoom & { boardId: string; ivy: AMember; sol: AMember };

/** A group of its own, with an open room and a board, as its people and outsiders see it. */
async function aScene(): Promise<Scene> {
  const room = await aRoom(test, { of: await aGroup(test, { in: organisation }) });
  const ivy = await aMember(test, room, { name: "Ivy" });
  const sol = await aMember(test, room, { name: "Sol" });
  const { groupId } = room;
  const { roomId: boardId } = await openBoard(as(test, sol.actor), { groupId });
  return { ...room, boardId, ivy, sol };
}

type ViewerName = "author" | "member" | "facilitator" | "neighbour" | "stranger";
const viewersOf = ({ ivy, sol, facilitator }: Scene): Record<ViewerName, MemberActor> => ({
  author: ivy.actor,
  member: sol.actor,
  facilitator,
  neighbour: neighbour.actor,
  stranger: stranger.actor,
});

// Records, with a canary or a telling number in every field.

const PLAN = {
  plan: canary("plan"),
  whereAndWho: canary("whereAndWho"),
  fearedOutcome: canary("fearedOutcome"),
  likelihoodBefore: 81,
  expectedSuds: 72,
  copingWords: canary("copingWords"),
  safetyBehaviours: [canary("safetyBehaviours")],
  kindnessPlan: canary("kindnessPlan"),
  plannedFor: "2026-03-05T09:00:00.000Z",
  plannedZone: "Europe/Lisbon",
};
const AFTERMATH = {
  peakSuds: 43,
  endSuds: 14,
  surprise: 95,
  likelihoodAfter: 26,
  fearedOutcomeHappened: "partly" as const,
  howGotThrough: canary("howGotThrough"),
  safetyBehavioursUsed: [canary("safetyBehavioursUsed")],
  whatHappened: canary("whatHappened"),
  felt: canary("felt"),
  worse: canary("worse"),
  better: canary("better"),
  learned: canary("learned"),
};
const DRAFT = {
  body: canary("text"),
  link: `https://example.org/${canary("link")}`,
  contentNote: null,
  wantsBack: "company" as const,
};
const ANSWERS = { fear: 9, avoidance: 8, distress: null, goodEnough: 1, nothingCameUp: true };

type Record_ = {
  source: { kind: "exposure" | "draft" | "check_in"; id: string };
  card: Card["kind"];
  /** What a card holds of each field that can be ticked, when it is ticked. */
  values: Record<string, unknown>;
};

const pick = (list: readonly string[], record: object) =>
  Object.fromEntries(Object.entries(record).filter(([field]) => list.includes(field)));

const RECORDS: Record<Card["kind"], (actor: MemberActor) => Promise<Record_>> = {
  plan: async (actor) => {
    const { id } = await planExposure(as(test, actor), aPlan(actor, PLAN));
    return { source: { kind: "exposure", id }, card: "plan", values: pick(PLAN_FIELDS, PLAN) };
  },
  win: async (actor) => {
    const { id } = await aReflectedExposure(test, actor, { plan: PLAN, after: AFTERMATH });
    const values = pick(WIN_FIELDS, { kind: "exposure", ...PLAN, ...AFTERMATH });
    return { source: { kind: "exposure", id }, card: "win", values };
  },
  draft: async (actor) => {
    const { organisationId } = actor;
    const draftId = newId();
    await saveDraft(as(test, actor), { organisationId, draftId, ...DRAFT });
    await anAttachedPhoto(test, actor, draftId);
    await describePhoto(as(test, actor), { organisationId, draftId, alt: canary("alt") });
    const photo = { address: expect.any(String), alt: canary("alt"), width: 4, height: 3 };
    const values = { text: DRAFT.body, link: DRAFT.link, photo };
    return { source: { kind: "draft", id: draftId }, card: "draft", values };
  },
  check_in: async (actor) => {
    const { id } = await aCheckIn(test, actor, ANSWERS);
    const { distress: _skipped, ...answered } = ANSWERS;
    const values = pick(CHECK_IN_FIELDS, { weekStartOn: "2026-03-02", ...answered });
    return { source: { kind: "check_in", id }, card: "check_in", values };
  },
};

// The model: what was granted, in a few lines.

type Grant = {
  fields: ShareField[];
  audience: (typeof SHARE_AUDIENCES)[number];
  lifetime: (typeof LIFETIMES)[number];
  expiresAt: Date | null;
  over: boolean;
};

const HOUR_MS = 60 * 60 * 1000;
const SEVEN_DAYS_MS = 7 * 24 * HOUR_MS;
/** Twelve hours after the scene's session, which is on the next day from 19:00 to 20:00. */
const LAST_SIGHT = new Date("2026-03-04T08:00:00Z");
const sooner = (one: Date | null, other: Date) => (one && one < other ? one : other);

const isLive = ({ over, expiresAt }: Grant, now: Date) => !over && !(expiresAt && expiresAt <= now);

function ending(grant: Pick<Grant, "audience" | "lifetime" | "expiresAt">, now: Date) {
  if (grant.lifetime === "kept") return grant.expiresAt;
  if (grant.lifetime === "seven_days") {
    return sooner(grant.expiresAt, new Date(now.getTime() + SEVEN_DAYS_MS));
  }
  return grant.audience === "room" ? grant.expiresAt : sooner(grant.expiresAt, LAST_SIGHT);
}

function expectedFor(viewer: ViewerName, grant: Grant, record: Record_, asked: object, now: Date) {
  const outside = viewer === "neighbour" || viewer === "stranger";
  const kept = grant.audience === "facilitators" && viewer === "member";
  if (outside || kept || !isLive(grant, now)) return null;
  const fields = pick(grant.fields, record.values);
  return record.card === "draft"
    ? { kind: "draft", ...fields, ...asked }
    : { kind: record.card, fields, ...asked };
}

// What leaves the server.

async function orNothing<T>(reading: Promise<T>): Promise<T | null> {
  return reading.catch((error: Error) => {
    if (error.message === "NOT_FOUND") return null;
    throw error;
  });
}

type Received = {
  /** Every view of the card in question, wherever it came from. */
  cards: [where: string, card: Card | null][];
  all: string;
};

/** Everything one viewer can get hold of at `now`. */
async function receivedBy(
  name: ViewerName,
  scene: Scene,
  messageId: string | null,
  now: Date,
): Promise<Received> {
  const viewer = viewersOf(scene)[name];
  const ctx = as(test, viewer, now);
  const { organisationId, groupId, roomId, boardId } = scene;
  const room = { organisationId, roomId };
  const board = { organisationId, roomId: boardId };
  const gateway = as(test, mintRooms(organisationId, [groupId]), now);

  const snapshots = {
    board: await orNothing(boardFor(test, { groupId }, viewer, now)),
    boardById: await orNothing(snapshotFor(test, board, viewer, now)),
    room: await orNothing(snapshotFor(test, room, viewer, now)),
    boardPage: await orNothing(listMessages(ctx, { ...board, beforeSeq: 10_000 })),
    roomPage: await orNothing(listMessages(ctx, { ...room, beforeSeq: 10_000 })),
  };
  const brief = await orNothing(accessBrief(ctx, { groupId }));
  const missed = [
    await orNothing(missedBy(test, board, viewer, 0, now)),
    await orNothing(missedBy(test, room, viewer, 0, now)),
  ];
  const insider = snapshots.board !== null;
  const wanted = [board, room].map(({ roomId }) => ({ roomId, sinceSeq: 0 }));
  const projections = await loadProjectedEvents(gateway, wanted);
  const live = [...projections.values()].map((projected) => {
    const enrolmentId = name === "author" ? scene.ivy.enrolmentId : "someone else";
    const viewer = { enrolmentId, facilitates: name === "facilitator", admitted: true };
    return insider ? eventsFor(projected, viewer) : [];
  });

  const there: [string, MessageView[]][] = [
    ...Object.entries(snapshots).map(
      ([where, snapshot]) => [where, snapshot?.messages ?? []] as [string, MessageView[]],
    ),
    ["brief", brief?.plans ?? []],
  ];
  const inEvents = [...missed.flatMap((each) => each ?? []), ...live.flat()].flatMap((event) =>
    "message" in event && event.message ? [event.message] : [],
  );
  const cards: Received["cards"] = [...there, ["events", inEvents] as const].flatMap(
    ([where, messages]) =>
      messages
        .filter(({ id }) => id === messageId)
        .map(({ card }) => [where, card] as [string, Card | null]),
  );
  const others = {
    // The author's own note and library are about their own practice.
    ...(name !== "author" && {
      note: await previewNote(ctx, { withDetail: true }),
      found: await listIdeas(ctx, { search: "canary" }),
      topics: await findCollapsedTopics(ctx),
    }),
  };
  return { cards, all: JSON.stringify({ snapshots, brief, missed, live, others }) };
}

/** What a screen holds that was opened at first and has applied every event since. */
async function onOpenScreen(viewer: MemberActor, first: LiveSnapshot, now: Date) {
  const ref = { organisationId: organisation.organisationId, roomId: first.roomId };
  const { messages } = await caughtUp(test, ref, viewer, first, now);
  // A screen lets go by itself of what has run out.
  return messages.filter(({ expiresAt }) => !expiresAt || new Date(expiresAt) > now);
}

type Less = {
  fields?: ShareField[];
  audience?: "facilitators";
  lifetime?: "session" | "seven_days";
};
type Step =
  | { kind: "wait"; hours: number }
  /** `every`: leaves every n-th field. `more`: also names one that was not granted. */
  | { kind: "narrow"; every?: number; more: boolean; less: Omit<Less, "fields"> }
  | { kind: "retract" | "remove" | "close" | "expire" };

const narrow: fc.Arbitrary<Step> = fc.record(
  {
    kind: fc.constant("narrow" as const),
    every: fc.constantFrom(1, 2, 3),
    more: fc.constantFrom(true, false, false, false),
    less: fc.record(
      {
        audience: fc.constant("facilitators" as const),
        lifetime: fc.constantFrom("session" as const, "seven_days" as const),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["kind", "more", "less"] },
);
const wait: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant("wait" as const),
  hours: fc.constantFrom(1, 30, 47, 100, 168),
});
const act = (kind: "retract" | "remove" | "close" | "expire") => fc.constant<Step>({ kind });
const step = fc.oneof(
  { weight: 5, arbitrary: narrow },
  { weight: 3, arbitrary: wait },
  { weight: 1, arbitrary: act("retract") },
  { weight: 1, arbitrary: act("remove") },
  { weight: 2, arbitrary: act("close") },
  { weight: 2, arbitrary: act("expire") },
);

const CARD_FIELDS: Record<Card["kind"], readonly ShareField[]> = {
  plan: PLAN_FIELDS,
  win: WIN_FIELDS,
  draft: DRAFT_FIELDS,
  check_in: CHECK_IN_FIELDS,
};

const story = fc.constantFrom<Card["kind"]>("plan", "win", "draft", "check_in").chain((card) =>
  fc.record({
    card: fc.constant(card),
    // Ticks that belong to another kind of record tick nothing here.
    ticked: fc
      .tuple(fc.subarray([...CARD_FIELDS[card]]), fc.subarray([...SHARE_FIELDS], { maxLength: 2 }))
      .map(([its, any]) => [...new Set([...its, ...any])])
      .filter((ticked) => ticked.length > 0),
    audience: fc.constantFrom(...SHARE_AUDIENCES),
    lifetime: fc.constantFrom(...LIFETIMES),
    contentNote: fc.option(fc.constant("work")),
    steps: fc.array(step, { maxLength: 4 }),
  }),
);

/** What the model says of narrowing: the new grant, or null for a refusal. */
function narrowed(grant: Grant, less: Less, closed: boolean, now: Date): Grant | null {
  const { fields, audience, lifetime } = less;
  if (!fields && !audience && !lifetime) return null;
  if (fields?.some((field) => !grant.fields.includes(field))) return null;
  if (audience && grant.audience === "room") return null;
  if (lifetime && LIFETIMES.indexOf(lifetime) > LIFETIMES.indexOf(grant.lifetime)) return null;
  const next = {
    ...grant,
    fields: grant.fields.filter((field) => fields?.includes(field) ?? true),
    audience: audience ?? grant.audience,
    lifetime: lifetime ?? grant.lifetime,
  };
  if (JSON.stringify(next) === JSON.stringify(grant)) return grant;
  if (!isLive(grant, now)) return null;
  if (next.lifetime !== grant.lifetime) {
    const board = grant.audience !== "room";
    if (next.lifetime === "session" && (closed || (board && now >= LAST_SIGHT))) return null;
    next.expiresAt = ending(next, now);
  }
  return next;
}

describe("whatever is shared, with whomever, for however long", () => {
  it("everyone receives exactly what was granted, while it is granted", async () => {
    const seen = { granted: 0, narrowed: 0, refused: 0, photos: 0 };
    await fc.assert(
      fc.asyncProperty(story, async ({ card, ticked, audience, lifetime, contentNote, steps }) => {
        const scene = await aScene();
        const { ivy, organisationId, groupId } = scene;
        const viewers = viewersOf(scene);
        const record = await RECORDS[card](ivy.actor);
        const to = { room: inRoom, group: onBoard, facilitators: toFacilitators }[audience](scene);
        const input = { ...aShare(ivy.actor, record.source, ticked, to), lifetime, contentNote };
        const fields = CARD_FIELDS[card].filter(
          (field) => ticked.includes(field) && field in record.values,
        );
        const posting = share(as(test, ivy.actor), input);
        if (fields.length === 0) {
          await expect(posting).rejects.toThrow("INVALID_INPUT");
          for (const name of Object.keys(viewers) as ViewerName[]) {
            const { all } = await receivedBy(name, scene, null, NOW);
            expect(all.match(CANARIES)).toBeNull();
          }
          return;
        }
        const { messageId, roomId } = await posting;
        const ref = { organisationId, roomId, messageId };
        const asked = {
          wantsBack: card === "draft" ? DRAFT.wantsBack : "witness",
          ...(contentNote && { contentNote }),
        };
        const begun = { audience, lifetime, expiresAt: null };
        let grant: Grant = { ...begun, fields, expiresAt: ending(begun, NOW), over: false };
        let [now, closed] = [NOW, false];
        const inside = ["author", "member", "facilitator"] as const;
        const screens = new Map<ViewerName, LiveSnapshot>();
        for (const name of inside) {
          screens.set(name, await snapshotFor(test, { organisationId, roomId }, viewers[name]));
        }
        const mine = screens.get("author")?.messages.find(({ id }) => id === messageId)?.card;
        const address = (mine?.kind === "draft" && mine.photo?.address) || null;
        expect(address !== null).toBe(fields.includes("photo"));

        const check = async () => {
          const sourceId = record.source.id;
          const [consent] = await listShares(as(test, ivy.actor, now), { sourceId });
          const { fields: kept, audience: to, lifetime: until } = grant;
          expect(consent).toMatchObject({ fields: kept, audience: to, lifetime: until });
          for (const name of Object.keys(viewers) as ViewerName[]) {
            const due = expectedFor(name, grant, record, asked, now);
            const { cards, all } = await receivedBy(name, scene, messageId, now);
            for (const [where, got] of cards)
              expect([name, where, got]).toEqual([name, where, due]);
            // As often as there are ways to read it: a way that shows nothing is no proof.
            const places = new Set(cards.map(([where]) => where));
            const home =
              roomId === scene.boardId ? ["board", "boardById", "boardPage"] : ["room", "roomPage"];
            if (due) expect([...places]).toEqual(expect.arrayContaining([...home, "events"]));
            const briefed = name === "facilitator" && card === "plan" && roomId === scene.boardId;
            expect([name, places.has("brief")]).toEqual([name, due !== null && briefed]);

            const allowed = due ? JSON.stringify(due).match(CANARIES) : null;
            const leaked = (all.match(CANARIES) ?? []).filter((each) => !allowed?.includes(each));
            expect([name, leaked]).toEqual([name, []]);
            seen.granted += due ? 1 : 0;

            const screen = screens.get(name);
            if (screen) {
              const held = (await onOpenScreen(viewers[name], screen, now)).find(
                ({ id }) => id === messageId,
              );
              expect([name, "open screen", held?.card ?? null]).toEqual([name, "open screen", due]);
            }
            if (address) {
              const photo = await orNothing(
                findSharedPhoto(as(test, viewers[name], now), { address }),
              );
              expect([name, photo !== null]).toEqual([name, due !== null && "photo" in due]);
              seen.photos += photo ? 1 : 0;
            }
            if (name !== "author") {
              expect(await listShares(as(test, viewers[name], now), { sourceId })).toEqual([]);
            }
          }
        };

        await check();
        for (const each of steps) {
          if (each.kind === "wait") now = new Date(now.getTime() + each.hours * HOUR_MS);
          if (each.kind === "narrow") {
            const { every, more } = each;
            const left = every ? grant.fields.filter((_, index) => index % every === 0) : [];
            const beyond = more ? SHARE_FIELDS.filter((field) => !left.includes(field)) : [];
            const asks = [...left, ...beyond.slice(0, 1)];
            const less = { ...each.less, ...(asks.length > 0 && { fields: asks }) };
            const next = narrowed(grant, less, closed, now);
            const narrowing = narrowShare(as(test, ivy.actor, now), { ...ref, ...less });
            if (next) await narrowing;
            else {
              await expect(narrowing).rejects.toThrow(
                /^(ONLY_NARROWER|STATE_CHANGED|ROOM_CLOSED|NO_SESSION)$/,
              );
            }
            seen.narrowed += next && next !== grant ? 1 : 0;
            seen.refused += next ? 0 : 1;
            grant = next ?? grant;
          }
          if (each.kind === "retract") {
            await retractMessage(as(test, ivy.actor, now), ref);
            grant = { ...grant, over: true };
          }
          if (each.kind === "remove" && isLive(grant, now)) {
            await removeMessage(as(test, scene.facilitator, now), { ...ref, reason: null });
            grant = { ...grant, over: true };
          }
          if (each.kind === "close") {
            await closeRoom(as(test, scene.facilitator, now), at(scene));
            closed = true;
            if (grant.lifetime === "session") grant = { ...grant, over: true };
          }
          if (each.kind === "expire") {
            await expireMessage(as(test, mintRooms(organisationId, [groupId]), now), {
              ...ref,
              groupId,
            });
          }
          await check();
        }
      }),
      { numRuns: 24 },
    );
    // Stories in which nothing happens would prove nothing.
    expect(seen.granted).toBeGreaterThan(0);
    expect(seen.narrowed).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
    expect(seen.photos).toBeGreaterThan(0);
  }, 300_000);
});

describe("nothing that was not released", () => {
  it("is in anything a facilitator or anyone else receives, the brief least of all", async () => {
    const scene = await aScene();
    const { organisationId } = scene;
    const author = scene.ivy;
    const other = await aMember(test, scene);
    for (const { actor } of [author, other]) {
      for (const make of Object.values(RECORDS)) await make(actor);
      const { id: exposureId } = await aReflectedExposure(test, actor, {
        plan: PLAN,
        after: AFTERMATH,
      });
      await noteMoment(as(test, actor), {
        ...{ organisationId, exposureId, momentId: randomUUID(), at: NOW.toISOString() },
        ...{ kind: "thought", words: canary("thought") },
      });
      await hideCategories(as(test, actor), { categories: ["home"] });
      await setCollapsedTopics(as(test, actor), { topics: [canary("topic")] });
    }
    for (const name of ["member", "facilitator", "neighbour", "stranger"] as const) {
      const { all, cards } = await receivedBy(name, scene, null, NOW);
      expect([name, all.match(CANARIES), cards]).toEqual([name, null, []]);
    }
    const { groupId } = scene;
    expect(await accessBrief(as(test, scene.facilitator), { groupId })).toMatchObject({
      ...{ plans: [], quietWords: [] },
    });
  });
});
