import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrivals } from "@/components/desk/arrivals";
import {
  authorsOf,
  type DeskView,
  deskView,
  lobbyOf,
  peopleOf,
  tabsFor,
} from "@/components/desk/desk-view";
import { actsOn, type PersonAct, standingWords, undoOf } from "@/components/desk/person-acts";
import { tabWords } from "@/components/desk/wording";
import type {
  CareFlagView,
  MessageView,
  OwnPlace,
  Person,
  Presence,
  RosterEntry,
} from "@/server/domains/rooms/contract";

const ash: Person = { id: "ash", name: "Ash", role: "facilitator" };
const brook: Person = { id: "brook", name: "Brook", role: "co-facilitator" };
const moss: Person = { id: "moss", name: "Moss", role: "member" };
const wren: Person = { id: "wren", name: "Wren", role: "member" };

const facilitating: OwnPlace = {
  standing: "active",
  admitted: true,
  facilitates: true,
  leads: true,
};
const chairing: OwnPlace = { ...facilitating, facilitates: false };
const taking: OwnPlace = { ...chairing, leads: false };

function message(id: string, seq: number, more: Partial<MessageView> = {}): MessageView {
  return {
    id,
    seq,
    clientMessageId: id,
    author: moss,
    kind: "words",
    audience: "room",
    lineWith: null,
    regarding: null,
    about: null,
    aboutMessageId: null,
    settledAt: null,
    notice: null,
    replyToId: null,
    replyKind: null,
    replies: [],
    state: "shown",
    heldFor: null,
    reason: null,
    body: `words of ${id}`,
    card: null,
    lifetime: "kept",
    postedAt: new Date(Date.UTC(2026, 2, 2, 19, 0, seq)).toISOString(),
    expiresAt: null,
    ...more,
  };
}

const told = { audience: "facilitators" } as const;
const spoken = message("spoken", 1);
const quietWord = message("quiet", 2, { ...told, regarding: "quiet_word" });
const report = message("report", 3, {
  ...told,
  author: wren,
  regarding: "report",
  aboutMessageId: "spoken",
});
const held = message("held", 4, { state: "held", heldFor: "word" });
const together = message("together", 5, { state: "held", heldFor: "together" });
const between = message("between", 6, { ...told, author: brook });
const onLine = message("on-line", 7, { audience: "line", lineWith: moss, author: ash });
const removed = message("removed", 8, { state: "removed", body: null, reason: "A full name" });
const flag: CareFlagView = {
  id: "flag",
  messageId: "spoken",
  author: moss,
  raisedAt: spoken.postedAt,
  settledAt: null,
};

const messages = [spoken, quietWord, report, held, together, between, onLine, removed];
const view = deskView({ messages, careFlags: [flag], mine: facilitating });
const ids = (list: { id: string }[]) => list.map(({ id }) => id);

function entry(person: Person, presence: Presence = "here", more: Partial<RosterEntry> = {}) {
  const base = { standing: "active", since: null, lastPostedAt: null } as const;
  return { person, presence, ...base, ...more } satisfies RosterEntry;
}

describe("what lies on the desk", () => {
  it("keeps what waits apart from what is opened together", () => {
    expect(ids(view.waiting)).toEqual(["held"]);
    expect(ids(view.together)).toEqual(["together"]);
    expect(ids(view.removed)).toEqual(["removed"]);
  });

  it("puts what was told to the facilitators and care flags on one tray, oldest first", () => {
    expect(ids(view.tray)).toEqual(["flag", "quiet", "report"]);
    expect(view.tray.map(({ message }) => message?.id ?? null)).toEqual(["spoken", null, "spoken"]);
  });

  it("takes what is looked after off the tray", () => {
    const settledAt = "2026-03-02T19:30:00.000Z";
    const after = deskView({
      messages: [{ ...quietWord, settledAt }, report],
      careFlags: [{ ...flag, settledAt }],
      mine: facilitating,
    });
    expect(ids(after.tray)).toEqual(["report"]);
    expect(ids(after.settled).sort()).toEqual(["flag", "quiet"]);
  });

  it("forgets a quiet word that its author took back", () => {
    const taken = { ...quietWord, state: "retracted", body: null } as const;
    expect(deskView({ messages: [taken], careFlags: [], mine: facilitating }).tray).toEqual([]);
  });

  it("finds replies that are held inside their card", () => {
    const reply = message("reply", 9, { kind: "reply", replyToId: "spoken", state: "held" });
    const card = { ...spoken, replies: [reply] };
    const { waiting } = deskView({ messages: [card], careFlags: [], mine: facilitating });
    expect(ids(waiting)).toEqual(["reply"]);
  });

  it("shows what was told to the facilitators beside the private line with that person", () => {
    expect(view.lines.map(({ person }) => person.id)).toEqual(["moss"]);
    expect(ids(view.lines[0]?.messages ?? [])).toEqual(["quiet", "on-line"]);
  });

  it("keeps the back-channel to what facilitators said, and no quiet word in it", () => {
    expect(ids(view.between)).toEqual(["between"]);
  });

  it("adds what lies further back, and believes the snapshot where both know it", () => {
    const older = message("older", 0, { state: "held", heldFor: "safe" });
    const stale = { ...held, heldFor: "room" } as const;
    const { waiting } = deskView({ messages, careFlags: [], mine: facilitating }, [older, stale]);
    expect(waiting.map(({ id, heldFor }) => [id, heldFor])).toEqual([
      ["older", "safe"],
      ["held", "word"],
    ]);
  });

  it("shows the chair nothing that is not the room's, whatever the wire carried", () => {
    const confided = [
      message("confided", 10, { audience: "line", lineWith: moss, state: "held" }),
      message("between-removed", 11, { ...told, author: brook, state: "removed" }),
    ];
    const anything = fc.constantFrom(...messages, ...confided);
    fc.assert(
      fc.property(fc.array(anything), fc.array(anything), (some, known) => {
        const chair = deskView({ messages: some, careFlags: [flag], mine: chairing }, known);
        expect([chair.tray, chair.settled, chair.between, chair.lines].flat()).toEqual([]);
        for (const each of [...chair.waiting, ...chair.removed]) {
          expect(each.audience).toBe("room");
        }
      }),
    );
  });

  it("is empty for those who do not lead", () => {
    const none = deskView({ messages, careFlags: [flag], mine: taking });
    expect(Object.values(none).flat()).toEqual([]);
    expect(tabsFor(taking)).toEqual([]);
  });

  it("has no tab for the chair behind which a confidence could lie", () => {
    expect(tabsFor(chairing)).toEqual(["people", "lobby", "waiting", "settings"]);
    expect(tabsFor(facilitating)).toContain("tray");
  });

  it("names who wrote together once each", () => {
    expect(authorsOf([together, { ...together, id: "again" }])).toEqual([moss]);
  });
});

describe("who is in the room", () => {
  const roster = [
    entry(wren, "left"),
    entry(moss, "lobby", { since: "2026-03-02T19:05:00.000Z" }),
    entry(brook, "away"),
    entry(ash, "here"),
  ];

  it("lists those here first and leaves the lobby to itself", () => {
    expect(peopleOf(roster).map(({ person }) => person.id)).toEqual(["ash", "brook", "wren"]);
  });

  it("loses nobody between the room and its lobby", () => {
    const presences = fc.constantFrom<Presence>("here", "away", "left", "lobby", "sent_out");
    fc.assert(
      fc.property(fc.array(presences), (all) => {
        const many = all.map((each, at) => entry({ ...wren, id: String(at) }, each));
        const listed = [...peopleOf(many), ...lobbyOf(many)].map(({ person }) => person.id);
        expect(listed.sort()).toEqual(many.map(({ person }) => person.id).sort());
      }),
    );
  });

  it("lets the longest wait in the lobby come first", () => {
    const earlier = entry(wren, "lobby", { since: "2026-03-02T19:01:00.000Z" });
    expect(lobbyOf([...roster, earlier]).map(({ person }) => person.id)).toEqual(["wren", "moss"]);
  });

  it("says in the tab's own words that somebody waits", () => {
    expect(tabWords("lobby", view, lobbyOf(roster))).toBe("Lobby: 1 there");
    expect(tabWords("lobby", view, [])).toBe("Lobby");
    expect(tabWords("waiting", view, [])).toBe("1 waiting");
  });
});

describe("what comes onto the desk", () => {
  const lying = (...list: MessageView[]): { view: DeskView; lobby: RosterEntry[] } => ({
    view: deskView({ messages: list, careFlags: [], mine: facilitating }),
    lobby: [],
  });
  const before = lying();
  const words = (after: typeof before, me = ash) =>
    arrivals(before, after, me).map((arrival) => arrival.words);

  it("says who would like what, once", () => {
    expect(words(lying(quietWord))).toEqual(["Moss could use a quiet word."]);
    expect(arrivals(lying(quietWord), lying(quietWord), ash)).toEqual([]);
  });

  it("says nothing when something is looked after or shown", () => {
    const settled = { ...quietWord, settledAt: "2026-03-02T19:30:00.000Z" };
    expect(arrivals(lying(quietWord), lying(settled), ash)).toEqual([]);
    expect(words(lying(held))).toEqual([]);
  });

  it("says that somebody is in the lobby", () => {
    const after = { ...before, lobby: [entry(wren, "lobby")] };
    expect(words(after)).toEqual(["Wren is in the lobby."]);
  });

  it("says that a member wrote on their line, and not what facilitators write there", () => {
    expect(words(lying(onLine))).toEqual([]);
    const answer = { ...onLine, id: "answer", seq: 8, author: moss };
    expect(arrivals(lying(onLine), lying(onLine, answer), ash)).toEqual([
      { words: "Moss wrote on the private line.", tab: "lines", person: moss },
    ]);
  });

  it("says what another facilitator wrote, and not one's own words", () => {
    expect(words(lying(between))).toEqual(["Brook wrote to the facilitators."]);
    expect(words(lying(between), brook)).toEqual([]);
  });
});

describe("what can be done about a person", () => {
  const as = (me: Person, mine: OwnPlace, deputy: Person | null = null) => ({ me, mine, deputy });

  it("is everything for a facilitator and a member", () => {
    expect(actsOn(as(ash, facilitating), entry(moss))).toEqual<PersonAct[]>([
      "mute",
      "hold",
      "send_out",
      "remove",
      "name_deputy",
    ]);
  });

  it("offers the way back of what holds now", () => {
    const deputy = actsOn(as(ash, facilitating, moss), entry(moss));
    expect(deputy).toContain("unname_deputy");
    expect(actsOn(as(ash, facilitating), entry(moss, "here", { standing: "muted" }))).toEqual(
      expect.arrayContaining<PersonAct>(["unmute", "hold"]),
    );
    expect(actsOn(as(ash, facilitating), entry(moss, "sent_out"))).toContain("let_back_in");
  });

  it("is nothing about oneself, nor for a co-facilitator about another facilitator", () => {
    expect(actsOn(as(ash, facilitating), entry(ash))).toEqual([]);
    expect(actsOn(as(brook, facilitating), entry(ash))).toEqual([]);
    expect(actsOn(as(ash, facilitating), entry(brook))).not.toContain("name_deputy");
  });

  it("is letting in and out and naming a deputy for whoever has the chair", () => {
    expect(actsOn(as(moss, chairing), entry(wren))).toEqual<PersonAct[]>([
      "send_out",
      "name_deputy",
    ]);
    expect(actsOn(as(moss, chairing), entry(ash))).toEqual([]);
    expect(actsOn(as(moss, taking), entry(wren))).toEqual([]);
  });

  it("gives back how someone stood before", () => {
    expect(undoOf("mute", "active")).toBe("unmute");
    expect(undoOf("mute", "held")).toBe("hold");
    expect(undoOf("hold", "muted")).toBe("mute");
    expect(undoOf("remove", "active")).toBe("return");
  });

  it("says how someone stands only where it is worth saying", () => {
    expect(standingWords(entry(moss))).toBeNull();
    expect(standingWords(entry(moss, "here", { standing: "muted" }))).toBe("reads along");
  });
});
