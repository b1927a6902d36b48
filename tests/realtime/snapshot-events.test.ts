import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mintRooms } from "@/server/auth/actor";
import { type LiveEvent, type LiveSnapshot, PART_EVENTS } from "@/server/domains/live/contract";
import {
  eventsFor,
  loadMissedEvents,
  loadProjectedEvents,
  mineOf,
} from "@/server/domains/live/reads";
import { MESSAGE_EVENTS, ROOM_STATE_EVENTS } from "@/server/domains/rooms/contract";
import { findPlace } from "@/server/domains/rooms/reads";
import { DomainError } from "@/server/lib/errors";
import { as } from "../support/builders";
import { useDatabase } from "../support/database";
import {
  aHouse,
  type House,
  live,
  NAMES,
  type Name,
  OPENING,
  PLACES,
  type PlaceName,
  type Step,
  steps,
  type Viewing,
} from "../support/live-house";
import { applyAll, at, say, snapshotFor } from "../support/rooms";

const test = useDatabase();

/** Every kind of event but the skip, which stands for any of them. */
const KINDS = [
  ...MESSAGE_EVENTS,
  ...ROOM_STATE_EVENTS,
  ...Object.keys(PART_EVENTS),
  "centre_changed",
  "settings_changed",
  "care_flag_changed",
];

/** What a person's screen holds of a place; null while they may not be in it. */
type Screens = Map<string, LiveSnapshot | null>;

const key = (place: PlaceName, name: Name) => `${place} ${name}`;
const viewing = (house: House, name: Name) => house.people[name] as Viewing;

function ifAllowed<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
}

async function forEveryone<T>(
  look: (place: PlaceName, name: Name) => Promise<T>,
): Promise<Map<string, T>> {
  const seen = new Map<string, T>();
  for (const place of PLACES) {
    for (const name of NAMES) seen.set(key(place, name), await look(place, name));
  }
  return seen;
}

/** What they would be given if they came now; null where they may not be. */
function freshScreen(house: House, place: PlaceName, name: Name): Promise<LiveSnapshot | null> {
  const { actor } = viewing(house, name);
  return ifAllowed(snapshotFor(test, house[place], actor, house.now));
}

const freshScreens = (house: House): Promise<Screens> =>
  forEveryone((place, name) => freshScreen(house, place, name));

/** How they stand there now; null where they may not be. */
function standOf(house: House, place: PlaceName, name: Name) {
  const ctx = as(test, viewing(house, name).actor, house.now);
  return ifAllowed(findPlace(ctx, at(house[place])).then(mineOf));
}

/**
 * What every screen holds after events, as clients go about it: whoever stands otherwise than
 * before joins afresh, everyone else takes in `eventsOf` them.
 */
async function takeIn(
  house: House,
  screens: Screens,
  eventsOf: (place: PlaceName, name: Name, screen: LiveSnapshot) => Promise<LiveEvent[]>,
): Promise<Screens> {
  return forEveryone(async (place, name) => {
    const screen = screens.get(key(place, name)) ?? null;
    const mine = await standOf(house, place, name);
    if (!mine) return null;
    if (!screen || JSON.stringify(mine) !== JSON.stringify(screen.mine)) {
      return freshScreen(house, place, name);
    }
    const events = await eventsOf(place, name, screen);
    expectNothingOfOthers(house, name, events);
    const next = applyAll(screen, events);
    // Most are compared once all is over; a lobby may be over by then.
    if (!mine.admitted) expect(next).toEqual(await freshScreen(house, place, name));
    return next;
  });
}

const gateway = (house: House) =>
  as(test, mintRooms(house.room.organisationId, [house.room.groupId]), house.now);

/** The ids of what was never for this person must not be in anything they are sent. */
function expectNothingOfOthers(house: House, name: Name, sent: unknown): void {
  const viewer = viewing(house, name);
  const text = JSON.stringify(sent);
  for (const { messageId, onlyFor } of house.said) {
    if (onlyFor && !onlyFor.includes(viewer)) expect(text).not.toContain(messageId);
  }
}

/** Both ways in which a screen is kept up: what the gateway sends, and what is caught up with. */
async function keepsUp(batches: Step[][], happened: Set<string>): Promise<void> {
  const house = await aHouse(test);
  const atFirst = await freshScreens(house);
  let sent = atFirst;
  const seqs = { room: 0, board: 0 };
  for (const batch of [OPENING, ...batches]) {
    await live(test, house, batch);
    const since = PLACES.map((place) => ({
      roomId: house[place].roomId,
      sinceSeq: seqs[place],
    }));
    const projected = await loadProjectedEvents(gateway(house), since);
    for (const { facilitators } of projected.values()) {
      for (const { kind } of facilitators) happened.add(kind);
    }
    for (const place of PLACES) {
      seqs[place] = projected.get(house[place].roomId)?.lastSeq ?? seqs[place];
    }
    sent = await takeIn(house, sent, async (place, name, screen) => {
      const frame = projected.get(house[place].roomId);
      const viewer = { enrolmentId: viewing(house, name).enrolmentId, ...screen.mine };
      return frame ? eventsFor(frame, viewer) : [];
    });
  }
  const fresh = await freshScreens(house);
  expect(sent).toEqual(fresh);
  const caughtUp = await takeIn(house, atFirst, async (place, name, screen) => {
    const wanted = [{ roomId: house[place].roomId, sinceSeq: screen.seq }];
    const [missed] = await loadMissedEvents(gateway(house), wanted);
    if (!missed) throw new Error("too far behind for events");
    const viewer = { enrolmentId: viewing(house, name).enrolmentId, ...screen.mine };
    return eventsFor(missed, viewer);
  });
  expect(caughtUp).toEqual(fresh);
  for (const place of PLACES) {
    for (const name of NAMES) expectNothingOfOthers(house, name, fresh.get(key(place, name)));
  }
}

const draft = { kind: "draft", text: "As far as I got.", wantsBack: "company" } as const;
const body = "It came out crooked.";

/** One of each thing that can happen. */
const EVERYTHING: Step[][] = [
  [
    { do: "say", who: "held", place: "room", body },
    { do: "show", at: 0 },
    { do: "hold", at: 0 },
    { do: "remove", at: 0 },
    { do: "restore", at: 0 },
    { do: "line", who: "sol" },
    { do: "report", who: "sol", at: 1 },
    { do: "settle_report", at: 0 },
  ],
  [
    { do: "say", who: "sol", place: "room", body: "I want to kill myself." },
    { do: "settle_flag" },
    { do: "retract", at: 0 },
    { do: "say", who: "sol", place: "room", body },
    { do: "unsend", at: 0 },
  ],
  [
    {
      do: "share",
      who: "ivy",
      place: "room",
      lifetime: "seven_days",
      audience: "room",
      card: draft,
    },
    { do: "centre", at: 0 },
    { do: "reply", who: "sol", at: 0, nth: 0, kind: null },
    { do: "narrow", at: 0, audience: "facilitators" },
    { do: "setting", what: "lobby", on: true },
  ],
  [
    { do: "segment", what: "start" },
    // To the one in the lobby, in the same batch as what is not for them.
    { do: "line", who: "robin" },
    { do: "round" },
    { do: "turn", who: "ivy", act: "start" },
    { do: "box", who: "ivy", what: "open" },
    { do: "box", who: "ivy", what: "type" },
    { do: "exposure", who: "ivy", what: "open" },
    { do: "exposure", who: "ivy", what: "everyone" },
    { do: "exposure", who: "ivy", what: "start" },
    { do: "wait", seconds: 70, led: false },
    { do: "say", who: "sol", place: "room", body },
    { do: "chair", what: "take" },
  ],
  [
    { do: "chair", what: "release" },
    { do: "pause", place: "room" },
    { do: "resume", place: "room" },
    { do: "wait_days" },
  ],
  [{ do: "close" }],
];

describe("snapshot + events = fresh snapshot", () => {
  it("for everyone who is in the room, its lobby or on the board, however it is batched", async () => {
    const happened = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(steps, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        (batches) => keepsUp(batches, happened),
      ),
      { numRuns: 25, endOnFailure: false },
    );
  }, 300_000);

  it("over every kind of event there is", async () => {
    const happened = new Set<string>();
    await keepsUp(EVERYTHING, happened);
    expect([...happened].filter((kind) => kind !== "skip").toSorted()).toEqual(KINDS.toSorted());
  }, 60_000);

  it("and a frame never carries what its viewer may not see", async () => {
    const house = await aHouse(test);
    const canary = `canary-${randomUUID()}`;
    const { messageId } = await say(test, house.room, viewing(house, "held").actor, canary);
    const { seq } = await say(test, house.room, viewing(house, "ivy").actor, "something else");
    const frames = await loadProjectedEvents(gateway(house), [
      { roomId: house.room.roomId, sinceSeq: 0 },
    ]);
    const frame = frames.get(house.room.roomId);
    if (!frame) throw new Error("nothing was sent");
    const sentTo = (name: Name) =>
      eventsFor(frame, { ...viewing(house, name), admitted: name !== "wren" });
    expect(JSON.stringify(sentTo("held"))).toContain(canary);
    expect(JSON.stringify(sentTo("robin"))).toContain(canary);
    for (const name of ["sol", "wren"] as const) {
      expect(JSON.stringify(sentTo(name))).not.toContain(canary);
      expect(JSON.stringify(sentTo(name))).not.toContain(messageId);
      expect(sentTo(name).map((event) => event.seq)).toEqual(
        Array.from({ length: seq }, (_, n) => n + 1),
      );
    }
  });
});
