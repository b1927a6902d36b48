import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { newId } from "@/components/new-id";
import { unfold } from "./support/look";
import { stepIn } from "./support/people";
import { roomOn } from "./support/room";
import { bringIn, FILLED, foundGroup, openRoom, practise } from "./support/scenes";
import { expect, test } from "./support/test";

// Not a test of anything: pictures of every page for someone to look at.
// SCREENS=1 SCREENS_DIR=/some/folder npx playwright test --project screens

const FOLDER = process.env.SCREENS_DIR ?? "screens";
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 740 } };

/** Takes the page as it stands, on both papers and at both widths. */
async function take(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const [width, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const path = join(FOLDER, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true });
    }
  }
  await page.setViewportSize(SIZES.wide);
}

test("pages of a visitor @screens", async ({ visitor }) => {
  const { page, forgive } = await visitor();
  forgive(/status of 404/);
  for (const [name, address] of Object.entries({
    welcome: "/",
    help: "/help",
    "sign-in": "/sign-in",
    mailbox: "/mailbox",
    "not-here": "/nowhere",
    "invitation-over": "/join/over",
  })) {
    await page.goto(address);
    await take(page, name);
  }
});

test("pages of the demo practice @screens", async ({ visitor }) => {
  const [facilitator, member] = [await visitor(), await visitor()];
  await stepIn(facilitator.page, "facilitator");
  await take(facilitator.page, "home");
  await stepIn(member.page, "member");
  for (const [name, { page }] of Object.entries({ facilitator, member })) {
    await page.getByRole("link", { name: "Harbour Lane Practice" }).click();
    await page.getByRole("link", { name: "Tuesday evening circle" }).click();
    await expect(page.getByText("Here you go by")).toBeVisible();
    await take(page, `group-${name}`);
    await page.getByRole("link", { name: "Enter the room" }).first().click();
    await expect(page.getByText("Connected", { exact: true })).toBeVisible();
  }
  await take(facilitator.page, "room-facilitator");
  await take(member.page, "room-member");
  await member.page.getByRole("button", { name: "Share something" }).click();
  await member.page.getByRole("radio", { name: "A win" }).check();
  await take(member.page, "room-share");
  await member.page.keyboard.press("Escape");
  await member.page.getByRole("link", { name: "Practice", exact: true }).click();
  await expect(member.page.getByRole("heading", { name: "Your practice" })).toBeVisible();
  await take(member.page, "practice");
  await member.page.getByRole("link", { name: "Look for an idea" }).click();
  await take(member.page, "library");
  await member.page.getByRole("link", { name: "Weekly note" }).click();
  await expect(member.page.getByRole("heading", { name: "Weekly note" })).toBeVisible();
  await take(member.page, "note");
});

test("pages on the way of an exposure @screens", async ({ newPerson }) => {
  const member = await newPerson();
  const { organisationId } = await foundGroup(member, "Ivy");
  const practice = `/o/${organisationId}/practice`;
  await member.page.goto(`${practice}/new`);
  await take(member.page, "exposure-new");
  const ref = { organisationId, exposureId: newId() };
  await member.api.exposures.planExposure.mutate({ ...ref, librarySlug: null, ...FILLED });
  for (const [name, move] of Object.entries({
    planned: () => Promise.resolve(),
    "under-way": () => member.api.exposures.sealAndStart.mutate({ ...ref, couldHarm: "no" }),
    done: () => member.api.exposures.finishExposure.mutate(ref),
  })) {
    await move();
    await member.page.goto(`${practice}/${ref.exposureId}`);
    await take(member.page, `exposure-${name}`);
  }
  await member.page.goto(`${practice}/${await practise(member, organisationId)}`);
  await take(member.page, "exposure-reflected");
});

test("pages of founding, and a room that is paused and closed @screens", async ({ newPerson }) => {
  const [host, guest, other] = [await newPerson(), await newPerson(), await newPerson()];
  await host.page.goto("/home");
  await take(host.page, "home-new");
  const group = await foundGroup(host, "Ivy");
  await host.page.goto(group.address);
  await unfold(host.page);
  await take(host.page, "group-new");
  const { path } = await host.api.groups.createInvite.mutate({ ...group, role: "member" });
  await other.page.goto(path);
  await take(other.page, "invitation");
  await bringIn(host, group, guest, "Fern");
  const place = await openRoom(host, group);
  const room = roomOn(guest.page);
  await room.enter(place);
  await take(guest.page, "room-new");
  await host.api.moderation.pauseRoom.mutate(place);
  await expect(guest.page.getByText("The room is paused", { exact: true })).toBeVisible();
  await take(guest.page, "room-paused");
  await host.api.live.closeRoom.mutate(place);
  await expect(guest.page.getByText("This room has come to its end")).toBeVisible();
  await take(guest.page, "room-closed");
});
