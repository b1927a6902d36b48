import { newId } from "@/components/new-id";
import { expectAccessible, expectGoodToUse, unfold } from "./support/look";
import { openMail } from "./support/mailbox";
import { newEmail, type Person } from "./support/people";
import { roomOn } from "./support/room";
import { bringIn, FILLED, foundGroup, openRoom, practise } from "./support/scenes";
import { expect, test } from "./support/test";

// Every page, as axe sees it: light and dark, wide and narrow; and none scrolls sideways, down to
// 320 px, which is also what 400 % zoom makes of a laptop.

test("the public pages are good to use", async ({ visitor }) => {
  const { page, forgive } = await visitor();
  forgive(/status of 404/);
  for (const address of ["/", "/help", "/sign-in", "/mailbox", "/nowhere"]) {
    await page.goto(address);
    await expectGoodToUse(page);
  }
});

test("the pages of signing in are good to use", async ({ visitor }) => {
  const { page, forgive } = await visitor();
  forgive(/status of 40\d/);
  const email = newEmail();
  await page.goto("/sign-in");
  await page.getByLabel("Your email address").fill("no address");
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByText(/Please write an email address/)).toBeVisible();
  await expectGoodToUse(page);
  await page.getByLabel("Your email address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("heading", { name: "Have a look at your mail" })).toBeVisible();
  await expectGoodToUse(page);
  await openMail(page, email, "Your sign-in link");
  await expectGoodToUse(page);
  await page.goto(`/sign-in/confirm#${"A".repeat(43)}`);
  await expect(page.getByRole("heading", { name: "This link is over" })).toBeVisible();
  await expectGoodToUse(page);
});

test("the pages of belonging are good to use", async ({ newPerson, visitor }) => {
  const [host, guest, stranger] = [await newPerson(), await newPerson(), await visitor()];
  stranger.forgive(/status of 404/);
  await host.page.goto("/home");
  await expectGoodToUse(host.page);
  const group = await foundGroup(host, "Ivy");
  await openRoom(host, group);
  const { path } = await host.api.groups.createInvite.mutate({ ...group, role: "member" });

  await stranger.page.goto(path);
  await expectGoodToUse(stranger.page);
  await stranger.page.goto("/join/over");
  await expectGoodToUse(stranger.page);
  await guest.page.goto(path);
  await expectGoodToUse(guest.page);
  for (const address of [`/o/${group.organisationId}`, group.address]) {
    await host.page.goto(address);
    await unfold(host.page);
    await expectGoodToUse(host.page);
  }
});

test("the pages of the practice are good to use", async ({ newPerson }) => {
  const member = await newPerson();
  const { organisationId } = await foundGroup(member, "Ivy");
  const { page } = member;
  const practice = `/o/${organisationId}/practice`;
  const reflected = await practise(member, organisationId);
  const [planned, underWay, done] = await Promise.all([
    plan(member, organisationId),
    plan(member, organisationId),
    plan(member, organisationId),
  ]);
  await member.api.exposures.sealAndStart.mutate({ ...underWay, couldHarm: "no" });
  await member.api.exposures.sealAndStart.mutate({ ...done, couldHarm: "no" });
  await member.api.exposures.finishExposure.mutate(done);
  await page.goto(practice);
  await expectGoodToUse(page);
  for (const id of [planned.exposureId, underWay.exposureId, done.exposureId, reflected]) {
    await page.goto(`${practice}/${id}`);
    await unfold(page);
    await expectGoodToUse(page);
  }
});

test("the pages of planning and of the weekly note are good to use", async ({ newPerson }) => {
  const member = await newPerson();
  const { organisationId } = await foundGroup(member, "Ivy");
  const start = `/o/${organisationId}`;
  for (const address of [
    `${start}/practice/library?difficulty=1`,
    `${start}/practice/library/own`,
    `${start}/practice/new`,
    `${start}/practice/check-in`,
    `${start}/practice/record`,
    `${start}/practice/drafts`,
    `${start}/practice/drafts/${newId()}`,
    `${start}/note`,
    "/unsubscribe/over",
  ]) {
    await member.page.goto(address);
    await expectGoodToUse(member.page);
  }
});

async function plan({ api }: Person, organisationId: string) {
  const ref = { organisationId, exposureId: newId() };
  await api.exposures.planExposure.mutate({ ...ref, librarySlug: null, ...FILLED });
  return ref;
}

test("a group's board and the facilitators' brief are good to use", async ({ newPerson }) => {
  const [ivy, fern] = [await newPerson(), await newPerson()];
  const group = await foundGroup(ivy, "Ivy");
  await bringIn(ivy, group, fern, "Fern, who chose a long name to go by");
  const { organisationId, groupId } = group;
  const planned = await plan(fern, organisationId);
  await fern.api.exposures.answerStakes.mutate({ ...planned, couldHarm: "yes" });
  const common = { organisationId, lifetime: "kept", contentNote: "Nothing heavy" } as const;
  await fern.api.sharing.share.mutate({
    ...common,
    source: { kind: "exposure", id: await practise(fern, organisationId) },
    with: { audience: "group", groupId },
    clientMessageId: newId(),
    fields: ["plan", "expectedSuds", "peakSuds", "learned"],
    wantsBack: "company",
  });
  await fern.api.sharing.share.mutate({
    ...common,
    source: { kind: "exposure", id: planned.exposureId },
    with: { audience: "facilitators", groupId },
    clientMessageId: newId(),
    fields: ["plan", "whereAndWho", "expectedSuds"],
    asksWord: true,
  });
  for (const { page } of [ivy, fern]) {
    await page.goto(group.address);
    await unfold(page);
    await expect(page.getByText(FILLED.plan).first()).toBeVisible();
    await expectGoodToUse(page);
  }
  await ivy.page.goto(`${group.address}/brief`);
  await unfold(ivy.page);
  await expect(ivy.page.getByText(FILLED.whereAndWho).first()).toBeVisible();
  await expectGoodToUse(ivy.page);
});

test("a room is good to use, with everything in it and with what opens in it", async ({
  newPerson,
}) => {
  const [ivy, fern] = [await newPerson(), await newPerson()];
  const group = await foundGroup(ivy, "Ivy");
  await bringIn(ivy, group, fern, "Fern, who chose a long name to go by");
  const place = await openRoom(ivy, group);
  const exposureId = await practise(fern, group.organisationId);
  const [one, other] = [roomOn(ivy.page), roomOn(fern.page)];
  await one.enter(place);
  await other.enter(place);
  for (const words of ["Welcome in.", "Areallylongwordwithoutanyplacetobreak".repeat(4), "third"]) {
    await other.post(words);
    await expect(one.message(words)).toBeVisible();
  }
  await one.choose("third", "Hold");
  await fern.api.sharing.share.mutate({
    organisationId: group.organisationId,
    source: { kind: "exposure", id: exposureId },
    with: { audience: "room", roomId: place.roomId },
    clientMessageId: newId(),
    fields: ["plan", "expectedSuds", "peakSuds", "learned"],
    lifetime: "session",
  });
  await expect(one.middle).toContainText(FILLED.plan);
  await expectGoodToUse(ivy.page);
  await expectGoodToUse(fern.page);

  await one
    .message("Welcome in.")
    .getByRole("button", { name: /^About / })
    .click();
  await expect(ivy.page.getByRole("menu")).toBeVisible();
  // A menu is no landmark and stands outside of them, over the page.
  await expectAccessible(ivy.page, { without: ["region"] });
  await ivy.page.getByRole("menuitem", { name: "Remove" }).click();
  await expect(ivy.page.getByRole("dialog")).toBeVisible();
  await expectGoodToUse(ivy.page);
  await ivy.page.keyboard.press("Escape");

  await fern.page.getByRole("button", { name: "Share something" }).click();
  await expect(fern.page.getByRole("dialog")).toBeVisible();
  await expectGoodToUse(fern.page);
  await fern.page.getByRole("radio", { name: "A win" }).check();
  await fern.page.getByRole("radio", { name: FILLED.plan }).check();
  await fern.page.getByRole("checkbox", { name: "What I learned" }).check();
  await expectGoodToUse(fern.page);
  await fern.page.keyboard.press("Escape");

  await ivy.api.moderation.pauseRoom.mutate(place);
  await expect(fern.page.getByText("The room is paused", { exact: true })).toBeVisible();
  await expectGoodToUse(fern.page);
  await ivy.api.live.closeRoom.mutate(place);
  await expect(fern.page.getByText("This room has come to its end")).toBeVisible();
  await expectGoodToUse(fern.page);
});

test("the pages around a session are good to use", async ({ newPerson }) => {
  const [ivy, fern] = [await newPerson(), await newPerson()];
  const group = await foundGroup(ivy, "Ivy");
  await bringIn(ivy, group, fern, "Fern");
  const place = await openRoom(ivy, group);
  const { organisationId } = group;
  const session = `/o/${organisationId}/sessions/${place.sessionId}`;
  const inLobby = { organisationId, roomId: place.roomId, open: true };
  await ivy.api.moderation.setLobby.mutate(inLobby);
  await fern.page.goto(place.address);
  await expect(fern.page.getByRole("heading", { name: "You are at the door" })).toBeVisible();
  await expectGoodToUse(fern.page);
  for (const address of [session, `${session}/after`]) {
    await fern.page.goto(address);
    await expectGoodToUse(fern.page);
  }
  for (const address of [
    `${session}/plan`,
    `${session}/debrief`,
    `/o/${organisationId}/run-sheets`,
    `/o/${organisationId}/run-sheets/new`,
    `${group.address}/log`,
    `${group.address}/settings`,
  ]) {
    await ivy.page.goto(address);
    await unfold(ivy.page);
    await expectGoodToUse(ivy.page);
  }
});
