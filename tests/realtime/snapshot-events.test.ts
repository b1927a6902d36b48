import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { mintRooms } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import {
  holdMessage,
  pauseRoom,
  removeMessage,
  resumeRoom,
  showMessage,
} from "@/server/domains/moderation/writes";
import type { Card, Lifetime, RoomEvent, RoomSnapshot } from "@/server/domains/rooms/contract";
import { loadProjectedEvents } from "@/server/domains/rooms/reads";
import {
  changeCentre,
  closeRoom,
  enterRoomToWrite,
  postCardIn,
  retractMessage,
} from "@/server/domains/rooms/writes";
import { DomainError } from "@/server/lib/errors";
import { type AGroup, type AMember, aGroup, aMember, as, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { type ARoom, applyAll, aRoom, at, caughtUp, say, snapshotFor } from "../support/rooms";
import { setStanding } from "../support/standing";

const test = useDatabase();
let group: AGroup;
let ivy: AMember;
let sol: AMember;
let held: AMember;

beforeAll(async () => {
  group = await aGroup(test);
  ivy = await aMember(test, group, { name: "Ivy" });
  sol = await aMember(test, group, { name: "Sol" });
  held = await aMember(test, group, { name: "Held" });
  await setStanding(test, held.enrolmentId, "held");
});

/** One thing that may happen in a room. `at` picks among the messages so far. */
type Step =
  | { do: "say"; who: 0 | 1 | 2 | 3 }
  | { do: "share"; who: 0 | 1 | 2; lifetime: Lifetime }
  | { do: "hold" | "show" | "remove" | "retract" | "centre"; at: number }
  | { do: "pause" | "resume" | "clear" | "close" };

const who = fc.constantFrom<0 | 1 | 2>(0, 1, 2);
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("say" as const),
      who: fc.constantFrom<0 | 1 | 2 | 3>(0, 1, 2, 3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("share" as const),
      who,
      lifetime: fc.constantFrom<Lifetime>("session", "seven_days", "kept"),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "hold" as const,
        "show" as const,
        "remove" as const,
        "retract" as const,
        "centre" as const,
      ),
      at: fc.nat({ max: 20 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("pause" as const, "resume" as const, "clear" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("close" as const) }) },
);

type Said = { messageId: string; author: AMember["actor"] };

/** Does it, as it would happen; what the rules refuse is part of a room's life too. */
async function happen(room: ARoom, said: Said[], step: Step): Promise<void> {
  const facilitator = as(test, group.facilitator);
  const authors = [ivy.actor, sol.actor, held.actor, group.facilitator] as const;
  const pick = "at" in step ? said[step.at % Math.max(1, said.length)] : undefined;
  const ref = { ...at(room), messageId: pick?.messageId ?? randomUUID() };
  switch (step.do) {
    case "say": {
      const { messageId } = await say(test, room, authors[step.who]);
      said.push({ messageId, author: authors[step.who] });
      return;
    }
    case "share": {
      const actor = authors[step.who];
      const card: Card = { kind: "draft", text: "As far as I got.", wantsBack: "witness" };
      const share = { clientMessageId: randomUUID(), card, lifetime: step.lifetime };
      const { messageId } = await withActor(as(test, actor), async (tx) =>
        postCardIn(tx, await enterRoomToWrite(tx, actor, at(room)), share, NOW),
      );
      said.push({ messageId, author: actor });
      return;
    }
    case "hold":
      return holdMessage(facilitator, { ...ref, reason: null });
    case "show":
      return showMessage(facilitator, { ...ref, reason: null });
    case "remove":
      return removeMessage(facilitator, { ...ref, reason: null });
    case "retract":
      return retractMessage(as(test, pick?.author ?? ivy.actor), ref);
    case "centre":
      return changeCentre(facilitator, ref);
    case "clear":
      return changeCentre(facilitator, { ...at(room), messageId: null });
    case "pause":
      return pauseRoom(facilitator, at(room));
    case "resume":
      return resumeRoom(facilitator, at(room));
    case "close":
      return closeRoom(facilitator, at(room));
  }
}

async function live(room: ARoom, history: Step[]): Promise<void> {
  const said: Said[] = [];
  for (const step of history) {
    await happen(room, said, step).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
    });
  }
}

function viewers() {
  return { facilitator: group.facilitator, ivy: ivy.actor, sol: sol.actor, held: held.actor };
}

async function snapshots(room: ARoom): Promise<Record<string, RoomSnapshot>> {
  const entries = Object.entries(viewers()).map(
    async ([name, actor]) => [name, await snapshotFor(test, room, actor)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** Every frame the gateway would send each viewer, when it looks after each batch of steps. */
async function framesOf(room: ARoom, sinceSeq: number): Promise<Record<string, RoomEvent[]>> {
  const ctx = as(test, mintRooms(room.organisationId, [room.groupId]));
  const batch = await loadProjectedEvents(ctx, at(room), sinceSeq);
  const of = (enrolmentId: string) => batch?.authors.get(enrolmentId) ?? batch?.members ?? [];
  return {
    facilitator: batch?.facilitators ?? [],
    ivy: of(ivy.enrolmentId),
    sol: of(sol.enrolmentId),
    held: of(held.enrolmentId),
  };
}

const runs = { numRuns: 40, endOnFailure: false };

describe("snapshot + events = fresh snapshot", () => {
  it("for everyone in the room, over what they catch up with", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(steps, { maxLength: 8 }),
        fc.array(steps, { minLength: 1, maxLength: 12 }),
        async (before, after) => {
          const room = await aRoom(test, { of: group });
          await live(room, before);
          const held = await snapshots(room);
          await live(room, after);
          for (const [name, actor] of Object.entries(viewers())) {
            const caught = await caughtUp(test, room, actor, held[name] as RoomSnapshot);
            expect(caught).toEqual(await snapshotFor(test, room, actor));
          }
        },
      ),
      runs,
    );
  });

  it("for everyone in the room, over what the gateway sends, however it batches", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(steps, { maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        async (batches) => {
          const room = await aRoom(test, { of: group });
          const states = await snapshots(room);
          for (const batch of batches) {
            await live(room, batch);
            const frames = await framesOf(room, (states.ivy as RoomSnapshot).seq);
            for (const name of Object.keys(viewers())) {
              states[name] = applyAll(states[name] as RoomSnapshot, frames[name] as RoomEvent[]);
            }
          }
          expect(states).toEqual(await snapshots(room));
        },
      ),
      runs,
    );
  });

  it("and a frame never carries what its viewer may not see", async () => {
    const room = await aRoom(test, { of: group });
    const canary = `canary-${randomUUID()}`;
    const { messageId } = await say(test, room, held.actor, canary);
    const { seq } = await say(test, room, ivy.actor, "something else");
    const frames = await framesOf(room, 0);
    expect(JSON.stringify(frames.held)).toContain(canary);
    expect(JSON.stringify(frames.facilitator)).toContain(canary);
    expect(JSON.stringify(frames.sol)).not.toContain(canary);
    expect(JSON.stringify(frames.sol)).not.toContain(messageId);
    expect(frames.sol?.map((event) => event.seq)).toEqual(
      Array.from({ length: seq }, (_, n) => n + 1),
    );
  });
});
