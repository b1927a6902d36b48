import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import { enterRoomToWrite } from "@/server/domains/rooms/writes";
import type { SharedExposureView, TakePart } from "@/server/domains/shared-exposures/contract";
import { readSharedExposureIn } from "@/server/domains/shared-exposures/reads";
import {
  openSharedExposure,
  settleSharedExposureIn,
  startSharedExposure,
  takePart,
  tap,
} from "@/server/domains/shared-exposures/writes";
import { as, NOW } from "./builders";
import type { TestDatabase } from "./database";
import { newId } from "./practice-builders";
import { type ARoom, at } from "./rooms";

type Test = Pick<TestDatabase, "db">;
type Here = Pick<ARoom, "organisationId" | "roomId" | "facilitator">;
export type ASharedExposure = { organisationId: string; roomId: string; sharedExposureId: string };

/** NOW and so many seconds. */
export function later(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

export async function aSharedExposure(test: Test, room: Here): Promise<ASharedExposure> {
  const ref = { ...at(room), sharedExposureId: newId() };
  await openSharedExposure(as(test, room.facilitator), { ...ref, prompt: "Something tiny" });
  return ref;
}

export function start(test: Test, room: Here, ref: ASharedExposure, now: Date = NOW) {
  return startSharedExposure(as(test, room.facilitator, now), ref);
}

/** What the form for one's own part sends. */
export function aPart(ref: ASharedExposure, said: Partial<TakePart> = {}): TakePart {
  return {
    ...ref,
    exposureId: newId(),
    plan: "Hum a little out of tune",
    fearedOutcome: null,
    expectedSuds: 60,
    couldHarm: "no",
    ...said,
  };
}

export function takesPart(
  test: Test,
  ref: ASharedExposure,
  actor: MemberActor,
  said: Partial<TakePart> = {},
  now: Date = NOW,
) {
  return takePart(as(test, actor, now), aPart(ref, said));
}

export function taps(
  test: Test,
  ref: ASharedExposure,
  actor: MemberActor,
  suds: number,
  now: Date,
  tapId: string = newId(),
) {
  return tap(as(test, actor, now), { ...ref, tapId, suds });
}

/** What time does, as the room's job would have it done. */
export function settle(test: Test, room: Here, now: Date): Promise<Date | null> {
  return withActor(as(test, room.facilitator, now), async (tx) => {
    const place = await enterRoomToWrite(tx, room.facilitator, at(room));
    return settleSharedExposureIn(tx, place.room, now);
  });
}

/** As everyone in the room sees it. */
export function readShared(test: Test, room: Here): Promise<SharedExposureView | null> {
  return withActor(as(test, room.facilitator), async (tx) => {
    const place = await enterRoomToWrite(tx, room.facilitator, at(room));
    return readSharedExposureIn(tx, place.room);
  });
}
