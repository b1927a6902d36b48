import { newEmail, signInByMail } from "./support/people";
import { AGREEMENT, bringIn, foundGroup } from "./support/scenes";
import { expect, test } from "./support/test";

test("an owner opens an organisation and a group, and someone comes in by a link @smoke", async ({
  visitor,
}) => {
  const owner = (await visitor()).page;
  await signInByMail(owner, newEmail());
  await owner.getByLabel("What it is called").fill("Lantern Street Practice");
  await owner.getByRole("button", { name: "Open it" }).click();
  await expect(owner.getByRole("heading", { level: 1, name: "Groups" })).toBeVisible();

  await owner.getByLabel("What the group is called").fill("Saturday circle");
  await owner.getByLabel("What it is for").fill("For people who proofread their shopping lists.");
  await owner.getByLabel("What people agree to").fill(AGREEMENT);
  await owner.getByLabel("The name you go by here").fill("Ivy");
  await owner.getByRole("button", { name: "Start the group" }).click();
  await expect(owner.getByText("Here you go by Ivy")).toBeVisible();

  await owner.getByRole("radio", { name: "To join the group" }).check();
  await owner.getByRole("button", { name: "Make a link" }).click();
  const link = await owner.getByRole("textbox", { name: "Link" }).inputValue();

  const guest = (await visitor()).page;
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "Someone has a place for you" })).toBeVisible();
  await expect(guest.getByText("Saturday circle")).toHaveCount(0);
  await guest.getByRole("link", { name: "Sign in to look" }).click();
  await expect(guest).toHaveURL(/\/sign-in\?returnTo=/);
  await signInByMail(guest, newEmail(), guest.url());
  await expect(guest).toHaveURL(link);
  await expect(guest.getByRole("heading", { level: 1, name: "Saturday circle" })).toBeVisible();
  await expect(guest.getByText("What is said here stays here.")).toBeVisible();

  await guest.getByLabel("The name you go by here").fill("Fern");
  await guest.getByRole("button", { name: "Come in" }).click();
  await expect(guest.getByText("This comes first. Take the time you need.")).toBeVisible();
  await guest.getByLabel("I have read this, and I agree to it").check();
  await guest.getByRole("button", { name: "Come in" }).click();

  await expect(guest.getByText("Here you go by Fern")).toBeVisible();
  const people = guest.getByRole("region", { name: "Who is in it" });
  await expect(people.getByRole("listitem")).toHaveText([/Fern.*\(you\)/, /Ivy.*Facilitator/]);
});

test("a name that is taken is told at its field, with everything typed kept", async ({
  newPerson,
}) => {
  const [host, first, second] = [await newPerson(), await newPerson(), await newPerson()];
  const group = await foundGroup(host, "Ivy");
  await bringIn(host, group, first, "Fern");
  const { path } = await host.api.groups.createInvite.mutate({ ...group, role: "member" });

  second.forgive(/status of 409/);
  await second.page.goto(path);
  const name = second.page.getByLabel("The name you go by here");
  await name.fill("fern");
  await second.page.getByLabel("I have read this, and I agree to it").check();
  await second.page.getByRole("button", { name: "Come in" }).click();
  await expect(name).toHaveAccessibleDescription(/in use in this group/);
  await expect(name).toHaveValue("fern");
  await expect(second.page.getByLabel("I have read this, and I agree to it")).toBeChecked();

  await name.fill("Fern Two");
  await second.page.getByRole("button", { name: "Come in" }).click();
  await expect(second.page.getByText("Here you go by Fern Two")).toBeVisible();
});

test("a link that was called back opens nothing, and says no more than a made-up one", async ({
  newPerson,
}) => {
  const [host, guest] = [await newPerson(), await newPerson()];
  guest.forgive(/status of 404/);
  const group = await foundGroup(host, "Ivy");
  const { path } = await host.api.groups.createInvite.mutate({ ...group, role: "member" });
  await host.page.goto(group.address);
  await host.page.getByRole("button", { name: "Call it back" }).click();
  await expect(host.page.getByText("That link leads nowhere now.")).toBeVisible();

  await guest.page.goto(path);
  const over = guest.page.getByRole("heading", { name: "This link opens nothing just now" });
  await expect(over).toBeVisible();
  const told = await guest.page.getByRole("main").ariaSnapshot();
  await guest.page.goto(`/join/${"A".repeat(64)}`);
  await expect(over).toBeVisible();
  expect(await guest.page.getByRole("main").ariaSnapshot()).toBe(told);
});

test("a changed agreement is shown again and asked for again", async ({ newPerson }) => {
  const [host, guest] = [await newPerson(), await newPerson()];
  const group = await foundGroup(host, "Ivy");
  await bringIn(host, group, guest, "Fern");
  await host.page.goto(group.address);
  await host.page.getByText("Change it", { exact: true }).click();
  await host.page.getByLabel("What people agree to").fill(`${AGREEMENT}\n\nTea is welcome.`);
  await host.page.getByRole("button", { name: "Keep the new words" }).click();
  await expect(host.page.getByText("Saved. Everyone sees the new words")).toBeVisible();

  await guest.page.goto(group.address);
  await expect(guest.page.getByText("This has changed since you last read it.")).toBeVisible();
  await expect(guest.page.getByText("Tea is welcome.")).toBeVisible();
  await guest.page.getByRole("button", { name: "I agree to it as it reads now" }).click();
  await expect(guest.page.getByText("This has changed since you last read it.")).toBeHidden();
});

test("a session is shown by the viewer's own clock, with the group's beside it @smoke", async ({
  newPerson,
}) => {
  const host = await newPerson({ timezoneId: "Asia/Kathmandu" });
  const guest = await newPerson({ timezoneId: "Europe/London" });
  const group = await foundGroup(host, "Ivy");
  await bringIn(host, group, guest, "Fern");

  await host.page.goto(group.address);
  await host.page.getByLabel("What it is called").fill("The March circle");
  await host.page.getByLabel("Day").fill("2031-03-04");
  await host.page.getByLabel("Time", { exact: true }).fill("00:15");
  await expect(host.page.getByLabel("On the clocks of")).toHaveValue(/Asia\/Kat(h)?mandu/);
  await host.page.getByRole("button", { name: "Put it on the calendar" }).click();
  const meeting = host.page.getByRole("region", { name: "When we meet" });
  await expect(meeting.getByText(/Tuesday,? 4 March 2031, 00:15 to 01:30/)).toBeVisible();

  await guest.page.goto(group.address);
  await expect(guest.page.getByText(/Monday,? 3 March 2031, 18:30 to 19:45/)).toBeVisible();
  await expect(guest.page.getByText(/your time · Tue 00:15 in Kat/)).toBeVisible();
});
