import { newId } from "@/components/new-id";
import type { Person } from "./support/people";
import { foundGroup, openRoom, practise } from "./support/scenes";
import { expect, test } from "./support/test";

/** Everything a person can learn by opening an address: the answer's code and what stands there. */
async function found({ page }: Person, address: string) {
  const answer = await page.goto(address);
  await expect(page.getByRole("heading", { level: 1, name: /not here/ })).toBeVisible();
  const words = await page.locator("body").ariaSnapshot();
  return { status: answer?.status(), title: await page.title(), words };
}

test("an owner of another organisation finds nothing at its addresses, as if they were made up", async ({
  newPerson,
}) => {
  const [ours, theirs] = [await newPerson(), await newPerson()];
  theirs.forgive(/status of 404/);
  const group = await foundGroup(ours, "Ivy");
  const room = await openRoom(ours, group);
  const exposureId = await practise(ours, group.organisationId);
  const draftId = newId();
  const { organisationId } = group;
  const draft = { organisationId, draftId, body: "not for them", wantsBack: "witness" } as const;
  await ours.api.drafts.saveDraft.mutate(draft);
  const own = await foundGroup(theirs, "Ash");

  const parts = [
    "",
    `/groups/${group.groupId}`,
    `/rooms/${room.roomId}`,
    "/practice",
    "/practice/library",
    "/practice/new",
    `/practice/${exposureId}`,
    "/practice/drafts",
    `/practice/drafts/${draftId}`,
    "/note",
  ];
  for (const part of parts) {
    const madeUp = await found(theirs, `/o/${newId()}${part.replace(/[\w-]{36}/, newId())}`);
    expect(madeUp.status).toBe(404);
    expect(await found(theirs, `/o/${organisationId}${part}`), part).toEqual(madeUp);
  }

  // Inside one's own organisation too, ids from elsewhere are nothing.
  const here = `/o/${own.organisationId}`;
  for (const [part, id] of [
    ["groups", group.groupId],
    ["rooms", room.roomId],
    ["practice", exposureId],
  ]) {
    const nowhere = await found(theirs, `${here}/${part}/${newId()}`);
    expect(nowhere.status).toBe(404);
    expect(await found(theirs, `${here}/${part}/${id}`), part).toEqual(nowhere);
  }
});

test("the owner of an organisation cannot read what a member practised, nor a room they are not in", async ({
  newPerson,
}) => {
  const [owner, facilitator] = [await newPerson(), await newPerson()];
  owner.forgive(/status of 404/);
  const first = await foundGroup(owner, "Ivy");
  const invite = await owner.api.groups.createInvite.mutate({ ...first, role: "facilitator" });
  await facilitator.page.goto(invite.path);
  await facilitator.page.getByLabel("The name you go by here").fill("Fern");
  await facilitator.page.getByLabel("I have read this, and I agree to it").check();
  await facilitator.page.getByRole("button", { name: "Come in" }).click();
  await expect(facilitator.page.getByText("Here you go by Fern")).toBeVisible();
  const { organisationId } = first;
  const second = { organisationId, groupId: newId() };
  await facilitator.api.groups.createGroup.mutate({
    ...second,
    name: "Another circle",
    purpose: null,
    agreement: "Ours.",
    shownName: "Fern",
  });
  const room = await openRoom(facilitator, { ...second, address: "" });
  const exposureId = await practise(facilitator, organisationId);

  await found(owner, room.address);
  await found(owner, `/o/${organisationId}/practice/${exposureId}`);
});
