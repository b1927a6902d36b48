import { newId } from "@/components/new-id";
import { readInviteToken } from "@/server/domains/groups/contract";
import type { Person } from "./people";

export type GroupScene = { organisationId: string; groupId: string; address: string };
export type RoomScene = {
  organisationId: string;
  sessionId: string;
  roomId: string;
  address: string;
};

export const AGREEMENT = "What is said here stays here.\n\nPassing is always fine.";

/** Opens an organisation with one group, led by its owner under `shownName`. */
export async function foundGroup({ api }: Person, shownName: string): Promise<GroupScene> {
  const [organisationId, groupId] = [newId(), newId()];
  await api.organisations.createOrganisation.mutate({ organisationId, name: "Quay Street" });
  await api.groups.createGroup.mutate({
    organisationId,
    groupId,
    name: "Thursday circle",
    purpose: "Small imperfections, in company.",
    agreement: AGREEMENT,
    shownName,
  });
  return { organisationId, groupId, address: `/o/${organisationId}/groups/${groupId}` };
}

/** Brings someone into the group by an invite link, under `shownName`; as a member unless told. */
export async function bringIn(
  host: Person,
  { organisationId, groupId }: GroupScene,
  guest: Person,
  shownName: string,
  role: "member" | "co-facilitator" = "member",
): Promise<void> {
  const link = { organisationId, groupId, role };
  const { path } = await host.api.groups.createInvite.mutate(link);
  const invite = readInviteToken(path.slice("/join/".length));
  if (!invite) throw new Error("the invite link did not read back");
  const acceptance = { ...invite, shownName, agreedVersion: 1 };
  await guest.api.groups.acceptInvitation.mutate(acceptance);
}

/** Begins a session now and opens its room. */
export async function openRoom({ api }: Person, group: GroupScene): Promise<RoomScene> {
  const { organisationId, groupId } = group;
  const sessionId = newId();
  await api.sessions.startSession.mutate({
    organisationId,
    groupId,
    sessionId,
    title: "Our circle",
    timeZone: "Europe/London",
    durationMinutes: 75,
  });
  const { roomId } = await api.rooms.openRoom.mutate({ organisationId, sessionId });
  return { organisationId, sessionId, roomId, address: `/o/${organisationId}/rooms/${roomId}` };
}

/** An exposure with every field filled in, each with words of its own. */
export const FILLED = {
  plan: "Send the note with one crooked line",
  whereAndWho: "whereword, at my desk",
  fearedOutcome: "fearword, she stops trusting me",
  likelihoodBefore: 81,
  expectedSuds: 73,
  copingWords: "copingword, this will pass",
};

export const LOOKED_BACK = {
  peakSuds: 42,
  endSuds: 17,
  whatHappened: "happenedword, she answered in a line",
  fearedOutcomeHappened: "no",
  howGotThrough: null,
  likelihoodAfter: 12,
  felt: "feltword, warm ears",
  worse: "worseword, the waiting",
  better: "betterword, it was quick",
  learned: "The waiting is the loud part",
} as const;

/** Plans, seals, does and reflects on an exposure. @returns its id */
export async function practise({ api }: Person, organisationId: string): Promise<string> {
  const ref = { organisationId, exposureId: newId() };
  await api.exposures.planExposure.mutate({ ...ref, librarySlug: null, ...FILLED });
  await api.exposures.sealAndStart.mutate({ ...ref, couldHarm: "no" });
  await api.exposures.finishExposure.mutate(ref);
  await api.exposures.reflectOnExposure.mutate({ ...ref, ...LOOKED_BACK });
  return ref.exposureId;
}
