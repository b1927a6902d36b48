import type { Page } from "@playwright/test";
import { newId } from "@/components/new-id";
import { press, tabTo, type } from "./support/keyboard";
import { expectAccessible } from "./support/look";
import type { Person } from "./support/people";
import { bringIn, FILLED, foundGroup, LOOKED_BACK } from "./support/scenes";
import { expect, test } from "./support/test";

const LIKELY = "How likely does that seem right now?";
const EXPECTED = "How bad do you expect it to get at its worst?";
const PEAK = "How bad did it get at its worst?";
const LIKELY_NOW = "How likely would the feared thing seem, were you to try again?";

const along = (page: Page) => page.getByRole("region", { name: "Along the way" });

/** The box beside a slider in which its number can be typed. */
function typed(page: Page, label: string) {
  return page.getByRole("group", { name: label }).getByRole("textbox");
}

test("a member plans from the library, seals, does it, and lays the guess beside what came @smoke", async ({
  newPerson,
}) => {
  const member = await newPerson();
  const { organisationId } = await foundGroup(member, "Ivy");
  const { page } = member;

  // Three screens: the practice, the ideas, the plan.
  await page.goto(`/o/${organisationId}/practice`);
  await page.getByRole("link", { name: "Look for an idea" }).click();
  const idea = page.getByRole("main").getByRole("listitem").first();
  const title = (await idea.getByRole("heading").textContent()) ?? "";
  await idea.getByRole("link", { name: /^Plan this/ }).click();
  await expect(page.getByLabel("What would you like to try?")).toHaveValue(title);
  await page.getByLabel("What are you afraid might happen?").fill(FILLED.fearedOutcome);
  await typed(page, LIKELY).fill("81");
  await typed(page, EXPECTED).fill("73");
  await page.getByRole("button", { name: "Plan it", exact: true }).click();

  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.getByRole("button", { name: "No: seal it and begin" }).click();
  await expect(page.getByText(/^Sealed on /)).toBeVisible();
  await expect(page.getByText(FILLED.fearedOutcome)).toBeVisible();
  await page.getByRole("button", { name: "40 of 100" }).click();
  await expect(along(page).getByText("40 of 100")).toBeVisible();
  await page.getByRole("button", { name: "It is done" }).click();

  await page.getByLabel("What happened?").fill(LOOKED_BACK.whatHappened);
  await page.getByRole("radio", { name: "No", exact: true }).check();
  // What was tapped is offered and never filled in.
  await expect(typed(page, PEAK)).toHaveValue("");
  await page.getByRole("button", { name: "Take 40" }).first().click();
  await expect(typed(page, PEAK)).toHaveValue("40");
  await typed(page, PEAK).fill("42");
  await typed(page, LIKELY_NOW).fill("12");
  await page.getByLabel("What did I feel?").fill(LOOKED_BACK.felt);
  await page.getByLabel("What was worse than I imagined?").fill(LOOKED_BACK.worse);
  await page.getByLabel("What was better?").fill(LOOKED_BACK.better);
  await page.getByLabel("What did I learn?").fill(LOOKED_BACK.learned);
  await page.getByRole("button", { name: "Keep this" }).click();

  const beside = page.getByRole("region", { name: "What you guessed, beside what came" });
  await expect(beside.getByRole("img", { name: /Distress.*guessed 73, came 42/ })).toBeVisible();
  await expect(beside.getByRole("row", { name: "Distress at its worst 73 42" })).toBeVisible();
  await expect(beside.getByRole("row", { name: /likely.* 81 12/ })).toBeVisible();

  await page.goto(`/o/${organisationId}/practice`);
  await expect(page.getByText("reflected on")).toBeVisible();
  await expect(page.getByText(`“${LOOKED_BACK.learned}”`)).toBeVisible();
});

test("words survive a reload before they are sent, in the plan and in the looking back", async ({
  newPerson,
}) => {
  const { page, ...member } = await newPerson();
  const { organisationId } = await foundGroup({ page, ...member }, "Ivy");
  await page.goto(`/o/${organisationId}/practice/new`);
  await page.getByLabel("What would you like to try?").fill("Wear odd socks");
  await page.getByLabel("What are you afraid might happen?").fill("Somebody looks down");
  await typed(page, EXPECTED).fill("30");
  await page.reload();
  await expect(page.getByLabel("What would you like to try?")).toHaveValue("Wear odd socks");
  await expect(page.getByLabel("What are you afraid might happen?")).toHaveValue(
    "Somebody looks down",
  );
  await expect(typed(page, EXPECTED)).toHaveValue("30");
  await page.getByRole("button", { name: "Plan it", exact: true }).click();
  await page.getByRole("button", { name: "No: seal it and begin" }).click();
  await page.getByRole("button", { name: "It is done" }).click();

  await page.getByLabel("What did I learn?").fill("Nobody looks at feet");
  await page.reload();
  await expect(page.getByLabel("What did I learn?")).toHaveValue("Nobody looks at feet");
});

test("what is missing is told at its field, with everything typed kept", async ({ newPerson }) => {
  const { page, forgive, ...member } = await newPerson();
  forgive(/status of 400/);
  const { organisationId } = await foundGroup({ page, forgive, ...member }, "Ivy");
  await page.goto(`/o/${organisationId}/practice/new`);
  await page.getByText("How you would do it").click();
  await page.getByLabel("Where, and with whom?").fill("At the bakery");
  await page.getByRole("button", { name: "Plan it", exact: true }).click();
  await expect(page.getByLabel("What would you like to try?")).toHaveAccessibleDescription(
    /A few words on what you would like to try are enough/,
  );
  await expect(page.getByLabel("Where, and with whom?")).toHaveValue("At the bakery");
});

test("once sealed, nothing about the guess can be changed, not even from a page left open", async ({
  newPerson,
}) => {
  const { page, context, forgive, ...member } = await newPerson();
  forgive(/status of 409/);
  const { organisationId } = await foundGroup({ page, context, forgive, ...member }, "Ivy");
  await page.goto(`/o/${organisationId}/practice/new`);
  await page.getByLabel("What would you like to try?").fill("Hand in the sketch");
  await typed(page, EXPECTED).fill("60");
  await page.getByRole("button", { name: "Plan it", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Hand in the sketch" })).toBeVisible();
  const leftOpen = await context.newPage();
  await leftOpen.goto(page.url());
  await leftOpen.getByText("Make it smaller, or change the words").click();

  await page.getByRole("button", { name: "No: seal it and begin" }).click();
  await expect(page.getByText(/^Sealed on /)).toBeVisible();
  await expect(page.getByText("Make it smaller, or change the words")).toHaveCount(0);

  await leftOpen.getByLabel("What would you like to try?").fill("Hand in the whole thing");
  await leftOpen.getByRole("button", { name: "Save the change" }).click();
  await expect(leftOpen.getByRole("main").getByRole("alert")).toContainText(
    "This guess is sealed already",
  );
  await expect(leftOpen.getByLabel("What would you like to try?")).toHaveValue(
    "Hand in the whole thing",
  );
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Hand in the sketch" })).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: "60 of 100" })).toBeVisible();
});

test("letting go weighs the same as doing, in size and in words", async ({ newPerson }) => {
  const { page, ...member } = await newPerson();
  const { organisationId } = await foundGroup({ page, ...member }, "Ivy");
  await page.goto(`/o/${organisationId}/practice/new`);
  await page.getByLabel("What would you like to try?").fill("Leave the bed unmade");
  await page.getByRole("button", { name: "Plan it", exact: true }).click();
  await page.getByRole("button", { name: "No: seal it and begin" }).click();
  const done = page.getByRole("button", { name: "It is done" });
  const letGo = page.getByRole("button", { name: "Let it go" });
  await expect(done).toBeVisible();
  const [one, other] = [await done.boundingBox(), await letGo.boundingBox()];
  expect([other?.width, other?.height]).toEqual([one?.width, one?.height]);
  await letGo.click();
  await expect(page.getByText("as much practice as doing it")).toBeVisible();
});

test("a whole exposure, from idea to shared, works by keyboard alone and is clean at each step", async ({
  newPerson,
}) => {
  const { page, ...member } = await newPerson();
  const { organisationId } = await foundGroup({ page, ...member }, "Ivy");
  await page.goto(`/o/${organisationId}/practice`);
  // An idea in one line, and three screens from there to a sealed start.
  await type(page, page.getByLabel("Put an idea on your ladder"), "Use the chipped cup");
  await page.keyboard.press("Enter");
  await press(page, page.getByRole("link", { name: "Use the chipped cup" }));
  const slider = page.getByRole("group", { name: EXPECTED }).getByRole("slider");
  await tabTo(page, slider);
  for (const key of ["Home", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
  await expect(slider).toHaveValue("2");
  await expectAccessible(page);
  await press(page, page.getByRole("button", { name: "Plan it", exact: true }));
  await expect(page.getByRole("button", { name: "No: seal it and begin" })).toBeVisible();
  await expectAccessible(page);
  await press(page, page.getByRole("button", { name: "No: seal it and begin" }));
  await press(page, page.getByRole("button", { name: "Hands off from now" }));
  await expectAccessible(page);
  await press(page, page.getByRole("button", { name: "I looked, or fixed it" }));
  await expect(page.getByText(/nothing starts over/)).toBeVisible();
  await press(page, page.getByRole("button", { name: "30 of 100" }), "Space");
  await expect(along(page).getByText("30 of 100")).toBeVisible();
  await press(page, page.getByRole("button", { name: "It is done" }), "Space");
  await type(page, page.getByLabel("What happened?"), "Tea");
  await expectAccessible(page);
  await press(page, page.getByRole("radio", { name: "No", exact: true }), "Space");
  await type(page, page.getByLabel("What did I learn?"), "It holds tea");
  await press(page, page.getByRole("button", { name: "Keep this" }));
  await expect(page.getByRole("heading", { name: "Looking back" })).toBeVisible();
  await expect(page.getByText("It holds tea")).not.toHaveCount(0);
  await type(page, page.getByLabel("A later thought"), "I use it every day");
  await press(page, page.getByRole("button", { name: "Note it" }));
  await expect(along(page).getByText("I use it every day")).toBeVisible();

  await press(page, page.getByRole("button", { name: "Share some of it" }));
  await tabTo(page, page.getByRole("radio", { name: "Only its facilitators" }));
  await page.keyboard.press("ArrowDown");
  const others = page.getByRole("region", { name: "What the others will see" });
  await press(page, page.getByRole("checkbox", { name: "What I learned" }), "Space");
  await expect(others).toContainText("It holds tea");
  await expectAccessible(page);
  await press(page, page.getByRole("button", { name: "Share it" }));
  await expect(page.getByRole("region", { name: "Where this is shared" })).toContainText(
    "Take it back",
  );
  await expectAccessible(page);
});

test("what is noted without a connection is kept, survives a reload and arrives in order", async ({
  newPerson,
}) => {
  const { page, forgive, ...member } = await newPerson();
  forgive(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const { organisationId } = await foundGroup({ page, forgive, ...member }, "Ivy");
  const ref = await started(member.api, organisationId, null);
  await page.goto(`/o/${organisationId}/practice/${ref.exposureId}`);
  await page.route("**/api/trpc/**", (route) => route.abort());
  await page.getByRole("button", { name: "70 of 100" }).click();
  await page.getByRole("button", { name: "Hands off from now" }).click();
  await page.getByRole("button", { name: "I looked, or fixed it" }).click();
  await expect(page.getByText("It will be sent when there is a connection")).toBeVisible();
  expect((await member.api.exposures.accessExposure.query(ref)).moments).toEqual([]);

  await page.reload();
  await expect(along(page).getByText("70 of 100")).toBeVisible();
  await expect(page.getByText("It will be sent when there is a connection")).toBeVisible();
  await page.getByRole("button", { name: "20 of 100" }).click();
  await page.getByRole("button", { name: "It is done" }).click();
  await expect(page.getByText("as soon as it has been sent")).toBeVisible();

  await page.unroute("**/api/trpc/**");
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(page.getByLabel("What happened?")).toBeVisible();
  const kept = await member.api.exposures.accessExposure.query(ref);
  expect(kept.state).toBe("done");
  expect(kept.moments.map(({ kind, suds }) => suds ?? kind)).toEqual([
    70,
    "hands_off_began",
    "hands_off_broken",
    20,
  ]);
});

test("a yes to the stakes question leads to smaller or to a facilitator, and never to a start", async ({
  newPerson,
}) => {
  const { page, ...member } = await newPerson();
  const { organisationId } = await foundGroup({ page, ...member }, "Ivy");
  await page.goto(`/o/${organisationId}/practice/new`);
  await page.getByLabel("What would you like to try?").fill("Send it to the whole company");
  await page.getByRole("button", { name: "Plan it", exact: true }).click();
  await page.getByRole("button", { name: "Yes, or I am not sure" }).click();
  await expect(page.getByRole("heading", { name: "Make it smaller" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Ask a facilitator for a word" })).toBeVisible();
  await expect(page.getByRole("button", { name: /seal it and begin/i })).toHaveCount(0);
  await page.getByLabel("What would you like to try?").fill("Send it to Robin alone");
  await page.getByRole("button", { name: "This is smaller now" }).click();
  await page.getByRole("button", { name: "No: seal it and begin" }).click();
  await expect(page.getByText(/^Sealed on /)).toBeVisible();
});

test("with a facilitator’s “go ahead”, what could do harm starts, and says whose word it is", async ({
  newPerson,
}) => {
  const [host, member] = [await newPerson(), await newPerson()];
  const group = await foundGroup(host, "Ivy");
  await bringIn(host, group, member, "Fern");
  const { page, api } = member;
  const { organisationId, groupId } = group;
  const ref = { organisationId, exposureId: newId() };
  await api.exposures.planExposure.mutate({ ...ref, plan: "Say no to the extra shift" });
  await api.exposures.answerStakes.mutate({ ...ref, couldHarm: "yes" });
  const { roomId, messageId } = await api.sharing.share.mutate({
    ...{ organisationId, clientMessageId: newId(), fields: ["plan"], asksWord: true },
    source: { kind: "exposure", id: ref.exposureId },
    with: { audience: "facilitators", groupId },
    lifetime: "seven_days",
  });
  await page.goto(`/o/${organisationId}/practice/${ref.exposureId}`);
  await expect(page.getByRole("heading", { name: "Make it smaller" })).toBeVisible();
  await host.api.rooms.reply.mutate({
    ...{ organisationId, roomId, messageId, clientMessageId: newId() },
    ...{ kind: "go_ahead", body: "You told me about the rota." },
  });
  await page.getByRole("button", { name: "Look whether there is an answer" }).click();
  await expect(page.getByRole("heading", { name: "Ivy says: go ahead" })).toBeVisible();
  await expect(page.getByText("“You told me about the rota.”")).toBeVisible();
  await page.getByRole("button", { name: "Seal it and begin" }).click();
  await expect(page.getByText(/^Sealed on /)).toBeVisible();
});

test("when it has been getting harder, something gentler is offered and nothing harder", async ({
  newPerson,
}) => {
  const { page, api, ...member } = await newPerson();
  const { organisationId } = await foundGroup({ page, api, ...member }, "Ivy");
  let first: string | null = null;
  for (const peakSuds of [30, 45, 60]) {
    const ref = await started(api, organisationId, first);
    await api.exposures.finishExposure.mutate(ref);
    await api.exposures.reflectOnExposure.mutate({ ...ref, peakSuds });
    first ??= ref.exposureId;
  }
  await page.goto(`/o/${organisationId}/practice`);
  const gentler = page.getByRole("region", { name: "It may be time for something gentler" });
  await expect(gentler.getByRole("link")).toHaveText([
    ...["Something smaller", "Rest", "Talk to your facilitator"],
  ]);
  await expect(page.getByRole("heading", { name: "A next rung, if you like" })).toHaveCount(0);
  await gentler.getByRole("button", { name: "Put this away" }).click();
  await expect(gentler).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Your ladder" })).toBeVisible();
  await expect(gentler).toHaveCount(0);
});

test("a next rung is suggested after a try, and stays aside once it was set aside", async ({
  newPerson,
}) => {
  const { page, api, ...member } = await newPerson();
  const { organisationId } = await foundGroup({ page, api, ...member }, "Ivy");
  const ref = await started(api, organisationId, null);
  await api.exposures.finishExposure.mutate(ref);
  await page.goto(`/o/${organisationId}/practice`);
  const next = page.getByRole("region", { name: "A next rung, if you like" });
  await next.getByRole("link", { name: "Plan it like that" }).click();
  await expect(page.getByText("One thing is set a little further along")).toBeVisible();
  await expect(page.getByLabel("Who would notice")).toHaveValue("1");
  await page.goto(`/o/${organisationId}/practice`);
  await next.getByRole("button", { name: "Set it aside" }).click();
  await expect(next).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Your ladder" })).toBeVisible();
  await expect(next).toHaveCount(0);
});

test("rest and what just happened are entries like any other, beside planning", async ({
  newPerson,
}) => {
  const { page, ...member } = await newPerson();
  const { organisationId } = await foundGroup({ page, ...member }, "Ivy");
  await page.goto(`/o/${organisationId}/practice`);
  const ways = page.getByRole("group", { name: "Something for today" }).getByRole("link");
  await expect(ways).toHaveText(["Plan something", "Rest", "It just happened"]);
  const boxes = await Promise.all((await ways.all()).map((way) => way.boundingBox()));
  expect(
    new Set(
      boxes.map((box) =>
        [box?.width, box?.height].map((side) => Math.round(side ?? 0)).join(" × "),
      ),
    ).size,
  ).toBe(1);
  await page.getByRole("link", { name: "Rest", exact: true }).click();
  await page.getByLabel("What was your rest?").fill("An hour on the sofa");
  await page.getByRole("button", { name: "Keep this rest" }).click();
  await expect(page.getByText("You rested, and that is practice too.")).toBeVisible();
  await page.goto(`/o/${organisationId}/practice/log?kind=accident`);
  await page.getByLabel("What happened?").fill("Called Robin Wren");
  await page.getByRole("button", { name: "Keep this" }).click();
  await expect(page.getByText("It happened, and here it is")).toBeVisible();
  await expect(page.getByText("How likely would the feared thing seem")).toHaveCount(0);
  await page.goto(`/o/${organisationId}/practice`);
  const tried = page.getByRole("region", { name: "What you tried, rested and let go" });
  await expect(tried.getByRole("link")).toHaveText(["Called Robin Wren", "An hour on the sofa"]);
});

test("a kind of ideas stays out of sight until it is wanted again; an owner's idea is one like any other", async ({
  newPerson,
}) => {
  const { page, ...owner } = await newPerson();
  const { organisationId } = await foundGroup({ page, ...owner }, "Ivy");
  const library = `/o/${organisationId}/practice/library`;
  await page.goto(library);
  await page.getByRole("link", { name: "Look after the ideas of your organisation" }).click();
  await page.getByLabel("In a few words").fill("Bring the crooked cake");
  await page.getByLabel("Kind", { exact: true }).selectOption("At home");
  await page.getByLabel("How big a step, as a first guess").selectOption("a small step");
  await page.getByLabel("What to do").fill("Bake one and leave it as it comes out.");
  await page.getByLabel("What one might look out for").fill("Who eats it all the same?");
  await page.getByRole("button", { name: "Add it" }).click();
  await expect(page.getByRole("button", { name: /Hide it.*crooked cake/ })).toBeVisible();

  await page.goto(`${library}?category=home`);
  await expect(page.getByRole("heading", { name: "Bring the crooked cake" })).toBeVisible();
  await page.goto(library);
  await page.getByText("Kinds I would rather not see").click();
  await page.getByLabel("At home").check();
  await page.getByRole("button", { name: "Keep it like that" }).click();
  await expect(page.getByRole("heading", { name: "Bring the crooked cake" })).toHaveCount(0);
  await page.getByText("Kinds I would rather not see").click();
  await page.getByLabel("At home").uncheck();
  await page.getByRole("button", { name: "Keep it like that" }).click();
  await expect(page.getByRole("heading", { name: "Bring the crooked cake" })).toBeVisible();
});

async function started(
  api: Person["api"],
  organisationId: string,
  repeatOfId: string | null,
): Promise<{ organisationId: string; exposureId: string }> {
  const ref = { organisationId, exposureId: newId() };
  const plan = "Leave the sketch on the table";
  await api.exposures.planExposure.mutate({ ...ref, plan, repeatOfId, audience: 0 });
  await api.exposures.sealAndStart.mutate({ ...ref, couldHarm: "no" });
  return ref;
}
