import { randomUUID } from "node:crypto";
import sharp from "sharp";
import type { MemberActor } from "@/server/auth/actor";
import type { CheckIn, CheckInView } from "@/server/domains/checkins/contract";
import { keepCheckIn } from "@/server/domains/checkins/writes";
import { attachPhoto } from "@/server/domains/drafts/writes";
import type { PlanExposure } from "@/server/domains/exposures/contract";
import { answerStakes, planExposure } from "@/server/domains/exposures/writes";
import type { Share, ShareField, SourceKind } from "@/server/domains/sharing/contract";
import { as, NOW } from "./builders";
import type { TestDatabase } from "./database";
import { aPlan } from "./practice-builders";

// What is shared, with whom, made by the real writes.

type Test = Pick<TestDatabase, "db">;
type Place = Share["with"];

export const inRoom = ({ roomId }: { roomId: string }): Place => ({ audience: "room", roomId });
export const onBoard = ({ groupId }: { groupId: string }): Place => ({
  audience: "group",
  groupId,
});
export const toFacilitators = ({ groupId }: { groupId: string }): Place => ({
  audience: "facilitators",
  groupId,
});

/** What the form sends: these fields, kept, with nothing else said. */
export function aShare(
  actor: MemberActor,
  source: { kind: SourceKind; id: string },
  fields: ShareField[],
  to: Place,
): Share {
  return {
    organisationId: actor.organisationId,
    clientMessageId: randomUUID(),
    source,
    with: to,
    lifetime: "kept",
    fields,
    contentNote: null,
    asksWord: false,
  };
}

/** This week's check-in; what is not said is skipped. */
export function aCheckIn(
  test: Test,
  actor: MemberActor,
  said: Partial<CheckIn> = {},
  now: Date = NOW,
): Promise<CheckInView> {
  return keepCheckIn(as(test, actor, now), {
    organisationId: actor.organisationId,
    timeZone: "Europe/Lisbon",
    ...{ fear: null, avoidance: null, distress: null, goodEnough: null, nothingCameUp: false },
    ...said,
  });
}

/** A photo on a draft of one's own, four pixels wide. */
export async function anAttachedPhoto(test: Test, actor: MemberActor, draftId: string) {
  const create = { width: 4, height: 3, channels: 3 as const, background: "#c8643c" };
  const bytes = await sharp({ create }).jpeg().toBuffer();
  const { organisationId } = actor;
  const photoId = randomUUID();
  await attachPhoto(as(test, actor), { organisationId, draftId, photoId }, bytes);
}

/** A plan whose author said that it could do harm. */
export async function aRiskyPlan(
  test: Test,
  actor: MemberActor,
  said: Partial<PlanExposure> = {},
): Promise<{ organisationId: string; exposureId: string }> {
  const plan = aPlan(actor, { plan: "Tell my manager no", ...said });
  const { id: exposureId } = await planExposure(as(test, actor), plan);
  const ref = { organisationId: actor.organisationId, exposureId };
  await answerStakes(as(test, actor), { ...ref, couldHarm: "yes" });
  return ref;
}
