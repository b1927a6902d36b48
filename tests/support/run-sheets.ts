import { randomUUID } from "node:crypto";
import type { TellRound } from "@/server/domains/turns/contract";
import type { AMember } from "./builders";
import { type ARoom, at } from "./rooms";

// Run sheets and rounds of turns, as they are asked for.

/** A segment as a session's sheet plans it. */
export function aSegment(kind: "opening" | "share" | "closing" = "share", minutes = 10) {
  return { id: randomUUID() as string, kind, title: "Arrive", minutes, prompt: "Say hello." };
}

/** A run sheet for sessions to take, of the practice's own. */
export function aTemplate() {
  const { id: _id, ...segment } = aSegment("opening");
  return {
    templateId: randomUUID() as string,
    slug: null,
    name: "Short evening",
    purpose: "For a tired Thursday.",
    segments: [segment],
    basedOn: 0,
  };
}

/** A round in which these people have ten minutes together, in this order. */
export function aRound(
  room: Pick<ARoom, "organisationId" | "roomId">,
  people: Pick<AMember, "enrolmentId">[],
): TellRound {
  return {
    ...at(room),
    roundId: randomUUID(),
    orderedBy: "hand",
    budgetSeconds: 600,
    enrolmentIds: people.map(({ enrolmentId }) => enrolmentId),
  };
}
