import type { WebSocketRoute } from "@playwright/test";
import { press, tabTo } from "./support/keyboard";
import type { Person } from "./support/people";
import { type Room, roomOn } from "./support/room";
import {
  bringIn,
  FILLED,
  foundGroup,
  type GroupScene,
  LOOKED_BACK,
  openRoom,
  practise,
  type RoomScene,
} from "./support/scenes";
import { expect, test } from "./support/test";

/** What a facilitator does is on every open screen by then, even while other browsers are busy. */
const AT_ONCE = { timeout: 3_000 };

type Seated = Person & { room: Room };
type Scene = { ivy: Seated; fern: Seated; moss: Seated; group: GroupScene; place: RoomScene };

/** A facilitator, Ivy, and two members, Fern and Moss, in one live room, each in their own browser. */
async function gather(newPerson: () => Promise<Person>): Promise<Scene> {
  const [ivy, fern, moss] = await Promise.all([newPerson(), newPerson(), newPerson()]);
  const group = await foundGroup(ivy, "Ivy");
  await bringIn(ivy, group, fern, "Fern");
  await bringIn(ivy, group, moss, "Moss");
  const place = await openRoom(ivy, group);
  const seated = await Promise.all(
    [ivy, fern, moss].map(async (person) => {
      const room = roomOn(person.page);
      await room.enter(place);
      return { ...person, room };
    }),
  );
  const [first, second, third] = seated as [Seated, Seated, Seated];
  return { ivy: first, fern: second, moss: third, group, place };
}

/** Tries something on several screens at the same time, so that each has the whole second. */
function onEach(people: Seated[], look: (person: Seated) => Promise<void>): Promise<unknown> {
  return Promise.all(people.map(look));
}

test("what anyone says is on every screen, in the same order, and everyone sees who is here @smoke", async ({
  newPerson,
}) => {
  const { ivy, fern, moss } = await gather(newPerson);
  const everyone = [ivy, fern, moss];
  await onEach(everyone, async ({ room }) => {
    for (const name of ["Ivy", "Fern", "Moss"]) await expect(room.here).toContainText(name);
    await expect(room.here.getByRole("listitem")).toHaveCount(3);
  });

  await onEach(everyone, async ({ room }) => {
    for (const nth of [1, 2, 3, 4]) await room.post(`line ${nth} by ${everyone.length}`);
  });
  await onEach(everyone, ({ room }) => expect(room.log.getByRole("listitem")).toHaveCount(12));
  await onEach(everyone, ({ room }) => expect(room.waiting).toHaveCount(0));
  const told = await Promise.all(everyone.map(({ room }) => orderOn(room)));
  expect(told[1]).toEqual(told[0]);
  expect(told[2]).toEqual(told[0]);

  await moss.page.close();
  await onEach([ivy, fern], ({ room }) =>
    expect(room.here.getByRole("listitem")).toHaveCount(2, AT_ONCE),
  );
});

/** Who said what, as it stands on a screen. */
async function orderOn(room: Room): Promise<string[]> {
  const rows = await room.log.getByRole("listitem").all();
  return Promise.all(
    rows.map(async (row) => {
      const author = await row.locator("bdi").textContent();
      const words = (await row.textContent())?.match(/line \d by \d/)?.[0];
      return `${author}: ${words}`;
    }),
  );
}

test("a draft shared in the room lies in the middle for everyone, as it stands", async ({
  newPerson,
}) => {
  const { ivy, fern, moss } = await gather(newPerson);
  const draft = "Dear all,\nthe middle of this is\n\n   not there yet";
  await fern.page.getByRole("button", { name: "Share something" }).click();
  await fern.page.getByRole("textbox", { name: "Your draft" }).fill(draft);
  await fern.page.getByRole("radio", { name: /^A question/ }).check();
  await fern.page.getByRole("button", { name: "Put it in the middle" }).click();

  await onEach([ivy, fern, moss], async ({ room, page }) => {
    await expect(room.middle).toContainText("the middle of this is");
    await expect(room.middle.getByText("Dear all,")).toHaveCSS("white-space-collapse", "preserve");
    await expect(room.middle).toContainText("A question");
    await expect(page.getByRole("heading", { name: "A draft from Fern" })).toBeVisible();
  });
  await ivy.page.getByRole("button", { name: "Take it out of the middle" }).click();
  await onEach([fern, moss], ({ room }) => expect(room.middle).toHaveCount(0, AT_ONCE));
});

test("a win card carries the ticked fields, and nothing else leaves its author's practice", async ({
  newPerson,
}) => {
  const { ivy, fern, moss, group, place } = await gather(newPerson);
  await practise(fern, group.organisationId);
  await fern.page.getByRole("button", { name: "Share something" }).click();
  await fern.page.getByRole("radio", { name: "A win" }).check();
  await fern.page.getByRole("radio", { name: FILLED.plan }).check();
  await expect(fern.page.getByText("Nothing yet. Tick what you would like to show.")).toBeVisible();
  await fern.page.getByRole("checkbox", { name: "What I tried" }).check();
  await fern.page.getByRole("checkbox", { name: "Distress at its worst, as I guessed it" }).check();
  await fern.page.getByRole("checkbox", { name: "What I learned" }).check();
  await fern.page.getByRole("button", { name: "Put it in the middle" }).click();

  await onEach([ivy, moss], async ({ room, page }) => {
    await expect(room.middle).toContainText(FILLED.plan);
    await expect(room.middle).toContainText(LOOKED_BACK.learned);
    await expect(room.middle.getByRole("cell", { name: "73" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "A win from Fern" })).toBeVisible();
  });
  // An adjacent truth about the frames: they do carry what was ticked.
  for (const { frames } of [ivy, moss]) expect(frames.join()).toContain(LOOKED_BACK.learned);

  const { likelihoodBefore, whereAndWho, fearedOutcome, copingWords } = FILLED;
  const { peakSuds, endSuds, likelihoodAfter, whatHappened, felt, worse, better } = LOOKED_BACK;
  const passages = [whereAndWho, fearedOutcome, copingWords, whatHappened, felt, worse, better];
  const numbers = [likelihoodBefore, peakSuds, endSuds, likelihoodAfter];
  for (const { page, frames, context } of [ivy, moss]) {
    const afresh = await (await context.request.get(place.address)).text();
    for (const seen of [await page.content(), frames.join(), afresh]) {
      for (const passage of passages) expect(seen).not.toContain(passage.split(",")[0]);
    }
    const card = await page.getByRole("region", { name: "The card in the middle" }).textContent();
    for (const number of numbers) expect(card).not.toContain(String(number));
    for (const number of numbers)
      expect(frames.join()).not.toMatch(new RegExp(`"\\w+":${number}\\b`));
  }
});

test("a paused room takes no words from members, keeps what they write, and goes on at once", async ({
  newPerson,
}) => {
  const { ivy, fern, moss } = await gather(newPerson);
  await ivy.page.getByRole("button", { name: "Pause the room" }).click();
  await onEach([fern, moss], ({ page }) =>
    expect(page.getByText("The room is paused", { exact: true })).toBeVisible(AT_ONCE),
  );
  await fern.room.post("while it is paused");
  await expect(
    fern.page.getByText("The room is paused. Your words are kept.").last(),
  ).toBeVisible();
  await expect(fern.room.composer).toHaveValue("while it is paused");

  await ivy.page.getByRole("button", { name: "Resume the room" }).click();
  await onEach([fern, moss], ({ page }) =>
    expect(page.getByText("The room is paused", { exact: true })).toBeHidden(AT_ONCE),
  );
  await fern.room.composer.press("Enter");
  await onEach([ivy, moss], ({ room }) =>
    expect(room.message("while it is paused")).toBeVisible(AT_ONCE),
  );
});

test("a held message leaves other screens at once, and is shown again at once", async ({
  newPerson,
}) => {
  const { ivy, fern, moss } = await gather(newPerson);
  await fern.room.post("a heavy word");
  await onEach([ivy, moss], ({ room }) => expect(room.message("a heavy word")).toBeVisible());

  await ivy.room.choose("a heavy word", "Hold");
  await expect(moss.room.message("a heavy word")).toHaveCount(0, AT_ONCE);
  expect(await moss.page.content()).not.toContain("a heavy word");
  await expect(fern.page.getByText("Only you and the facilitators see this.")).toBeVisible();
  await expect(ivy.page.getByText("Only its author and the facilitators see this.")).toBeVisible();

  await ivy.room.choose("a heavy word", "Show to everyone");
  await expect(moss.room.message("a heavy word")).toBeVisible(AT_ONCE);
});

test("a removed message is gone from every screen at once, with a trace in its place", async ({
  newPerson,
}) => {
  const { ivy, fern, moss } = await gather(newPerson);
  await fern.room.post("words to be removed");
  await onEach([ivy, moss], ({ room }) =>
    expect(room.message("words to be removed")).toBeVisible(),
  );
  await ivy.room.choose("words to be removed", "Remove");
  await ivy.page.getByLabel("A reason, if you like").fill("a private reason");
  await ivy.page.getByRole("button", { name: "Remove the message" }).click();

  await onEach([ivy, fern, moss], async ({ room }) => {
    await expect(room.message("words to be removed")).toHaveCount(0, AT_ONCE);
    await expect(room.message("Removed by a facilitator.")).toBeVisible();
  });
  for (const { page } of [fern, moss]) {
    expect(await page.content()).not.toContain("words to be removed");
  }
  // Its author is told why, and nobody else among the members.
  await expect(fern.room.message("Removed by a facilitator.")).toContainText("a private reason");
  expect(moss.frames.join()).not.toContain("a private reason");
});

test("what is taken back is gone from every screen at once, and stays with its author", async ({
  newPerson,
}) => {
  const { ivy, fern, moss } = await gather(newPerson);
  await fern.room.post("said too early");
  await onEach([ivy, moss], ({ room }) => expect(room.message("said too early")).toBeVisible());
  await fern.room.choose("said too early", "Take back");
  await onEach([ivy, moss], async ({ room, page }) => {
    await expect(room.message("said too early")).toHaveCount(0, AT_ONCE);
    expect(await page.content()).not.toContain("said too early");
  });
  await expect(fern.room.message("You took this back.")).toBeVisible();
  await expect(fern.room.composer).toHaveValue("said too early");
});

test("a removed person's screen closes at once, and the room with its words is out of reach", async ({
  newPerson,
}) => {
  const { ivy, fern, moss, place, group } = await gather(newPerson);
  moss.forgive(/status of 404/);
  await fern.room.post("for those who are here");
  await expect(moss.room.message("for those who are here")).toBeVisible();
  await ivy.room.here.getByRole("button", { name: "About Moss" }).click();
  await ivy.page.getByRole("menuitem", { name: "Remove from the group" }).click();
  await ivy.page.getByRole("button", { name: "Remove from the group" }).click();

  await onEach([ivy, fern, moss], async ({ room, page }) => {
    if (page === moss.page) {
      const over = page.getByRole("heading", { name: "You are no longer in this room" });
      await expect(over).toBeVisible(AT_ONCE);
    } else {
      await expect(room.here.getByRole("listitem")).toHaveCount(2, AT_ONCE);
    }
  });
  expect(await moss.page.content()).not.toContain("for those who are here");
  for (const address of [place.address, group.address]) {
    expect((await moss.page.goto(address))?.status()).toBe(404);
    await expect(moss.page.getByText("for those who are here")).toHaveCount(0);
  }
  await moss.page.goto(`/o/${group.organisationId}/practice`);
  await expect(moss.page.getByRole("heading", { name: "Your practice" })).toBeVisible();
});

test("unsent words survive a reload", async ({ newPerson }) => {
  const { fern, place } = await gather(newPerson);
  await fern.room.composer.fill("half a though");
  await fern.page.reload();
  await expect(fern.room.composer).toHaveValue("half a though");
  await fern.room.enter(place);
  await expect(fern.room.composer).toHaveValue("half a though");
});

test("words written while the line is down wait, and arrive once when it is back", async ({
  newPerson,
}) => {
  const { ivy, fern, moss, place } = await gather(newPerson);
  fern.forgive(/ERR_INTERNET_DISCONNECTED|WebSocket connection/);
  const line = await ownLine(fern);
  await fern.room.enter(place);

  await fern.context.setOffline(true);
  await line.cut();
  await expect(
    fern.page.getByText("Reconnecting. What you write is kept here.").last(),
  ).toBeVisible();
  await fern.room.post("written in a tunnel");
  await expect(fern.room.waiting).toContainText("written in a tunnel");
  await moss.room.post("meanwhile");

  await fern.context.setOffline(false);
  await onEach([ivy, fern, moss], ({ room }) =>
    expect(room.message("written in a tunnel")).toHaveCount(1, { timeout: 20_000 }),
  );
  await expect(fern.room.message("meanwhile")).toHaveCount(1);
  await expect(fern.room.waiting).toHaveCount(0);
});

test("words whose answer was lost on the way are sent again and stored once", async ({
  newPerson,
}) => {
  const { ivy, fern, place } = await gather(newPerson);
  fern.forgive(/WebSocket connection/);
  const line = await ownLine(fern);
  await fern.room.enter(place);
  line.loseAnswers();
  await fern.room.post("said once");
  await expect(ivy.room.message("said once")).toBeVisible();
  await expect(fern.room.waiting).toContainText("said once");
  await line.cut();
  await expect(fern.room.waiting).toHaveCount(0, { timeout: 20_000 });
  await onEach([ivy, fern], ({ room }) => expect(room.message("said once")).toHaveCount(1));
});

/** Puts a hand on someone's line to the server. Takes effect on the next page. */
async function ownLine({ page }: Person) {
  let answersReach = true;
  const open = new Set<WebSocketRoute>();
  await page.routeWebSocket(/\/live\//, (near) => {
    const far = near.connectToServer();
    for (const end of [near, far]) open.add(end);
    far.onMessage((message) => {
      if (answersReach) near.send(message);
    });
  });
  return {
    /** Ends the line as it is; the next one works as lines do. */
    async cut() {
      await Promise.all([...open].map((end) => end.close()));
      open.clear();
      answersReach = true;
    },
    loseAnswers() {
      answersReach = false;
    },
  };
}

test("a closed room says so everywhere, and what was shared for the session is wiped", async ({
  newPerson,
}) => {
  const { ivy, fern, moss } = await gather(newPerson);
  await moss.room.post("a word that stays");
  await fern.page.getByRole("button", { name: "Share something" }).click();
  await fern.page.getByRole("textbox", { name: "Your draft" }).fill("only for today");
  await fern.page.getByRole("button", { name: "Put it in the middle" }).click();
  await onEach([ivy, moss], ({ room }) => expect(room.middle).toContainText("only for today"));
  await moss.room.composer.fill("too late");

  await ivy.page.getByRole("button", { name: "Close the room" }).click();
  await ivy.page.getByRole("dialog").getByRole("button", { name: "Close the room" }).click();
  await onEach([ivy, fern, moss], async ({ page, room }) => {
    const over = page.getByRole("heading", { name: "This room has come to its end" });
    await expect(over).toBeVisible(AT_ONCE);
    await expect(room.middle).toHaveCount(0);
    await expect(room.message("a word that stays")).toBeVisible();
  });
  for (const { page } of [ivy, moss]) expect(await page.content()).not.toContain("only for today");
  await expect(moss.page.getByText("too late")).toBeVisible();
});

test("signing out on another page closes the room on this one", async ({ newPerson }) => {
  const { fern } = await gather(newPerson);
  fern.forgive(/WebSocket connection/);
  const other = await fern.context.newPage();
  await other.goto("/home");
  await other.getByRole("button", { name: "Sign out" }).click();
  await expect(fern.page.getByRole("heading", { name: "You have been signed out" })).toBeVisible();
  await expect(fern.room.log).toHaveCount(0);
});

test("the room works by keyboard alone", async ({ newPerson }) => {
  const { ivy, fern } = await gather(newPerson);
  await tabTo(fern.page, fern.room.composer);
  await fern.page.keyboard.type("first line");
  await fern.page.keyboard.press("Shift+Enter");
  await fern.page.keyboard.type("second line");
  await fern.page.keyboard.press("Enter");
  await expect(ivy.room.message("first line")).toContainText("second line");
  await expect(fern.room.composer).toBeFocused();
  await expect(fern.room.composer).toHaveValue("");

  await press(ivy.page, ivy.room.message("first line").getByRole("button", { name: /^About / }));
  await expect(ivy.page.getByRole("menuitem", { name: "Hold" })).toBeFocused();
  await ivy.page.keyboard.press("Enter");
  await expect(ivy.page.getByText("Only its author and the facilitators see this.")).toBeVisible();
});
