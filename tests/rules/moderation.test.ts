import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GROUP_ROLES, type Standing } from "@/server/domains/groups/contract";
import {
  canBeDeputy,
  canModerate,
  canSendOut,
  heldWordOf,
  type MessageAct,
  type Moderator,
  PERSON_ACTS,
  patternOf,
  stateAfter,
} from "@/server/domains/moderation/rules";
import type { MessageAudience, MessageState, Regarding } from "@/server/domains/rooms/contract";

const facilitator: Moderator = { role: "facilitator", facilitates: true, leads: true };
const chair: Moderator = { role: "member", facilitates: false, leads: true };
const member: Moderator = { role: "member", facilitates: false, leads: false };

const audiences: MessageAudience[] = ["room", "facilitators", "author", "line"];
const said = (audience: MessageAudience, regarding: Regarding | null = null) => ({
  audience,
  regarding,
});

describe("a message may be moderated", () => {
  it("by nobody who does not lead", () => {
    for (const audience of audiences) expect(canModerate(said(audience), member)).toBe(false);
  });

  it("by a facilitator, unless it is between two people", () => {
    const open = audiences.filter((audience) => canModerate(said(audience), facilitator));
    expect(open).toEqual(["room", "facilitators", "line"]);
  });

  it("by whoever has the chair only where the room can see it", () => {
    expect(audiences.filter((audience) => canModerate(said(audience), chair))).toEqual(["room"]);
  });

  it("by nobody when it is a quiet word, a worry or a report", () => {
    for (const regarding of ["quiet_word", "worry", "report"] as const) {
      expect(canModerate(said("facilitators", regarding), facilitator)).toBe(false);
    }
  });
});

describe("somebody may be let in or sent out", () => {
  const by = (moderator: Moderator) => GROUP_ROLES.filter((role) => canSendOut(moderator, role));

  it("by a facilitator unless they are one, and a member by everyone else who leads", () => {
    const members = ["member"];
    expect(by(facilitator)).toEqual(["member", "co-facilitator"]);
    expect(by({ ...facilitator, role: "co-facilitator" })).toEqual(members);
    expect(by(chair)).toEqual(members);
    expect(by(member)).toEqual([]);
  });
});

describe("the chair", () => {
  it("may be offered to a member who posts as they like, and to nobody else", () => {
    const standings: Standing[] = ["active", "muted", "held", "removed"];
    const offered = GROUP_ROLES.flatMap((role) =>
      standings.filter((standing) => canBeDeputy({ role, standing })).map((each) => [role, each]),
    );
    expect(offered).toEqual([["member", "active"]]);
  });
});

describe("an act about a message", () => {
  const acts: MessageAct[] = ["held", "shown", "removed", "restored"];
  const states: MessageState[] = ["shown", "held", "removed", "retracted", "unsent"];
  const opposite = { held: "shown", shown: "held", removed: "restored", restored: "removed" };

  it("done twice changes nothing the second time", () => {
    for (const act of acts) {
      for (const state of states) {
        const after = stateAfter(act, state);
        if (after) expect(stateAfter(act, after)).toBe(after);
      }
    }
  });

  it("can be undone by its opposite", () => {
    for (const act of acts) {
      const undo = opposite[act] as MessageAct;
      const after = stateAfter(act, act === "restored" ? "removed" : "shown");
      expect(after && stateAfter(undo, after)).not.toBeNull();
    }
  });

  it("never brings back what its author took back, and shows nothing removed by the way", () => {
    for (const act of acts) {
      expect(stateAfter(act, "retracted")).toBeNull();
      expect(stateAfter(act, "unsent")).toBeNull();
    }
    expect(stateAfter("shown", "removed")).toBeNull();
    expect(stateAfter("restored", "held")).toBeNull();
  });
});

describe("an act about a person", () => {
  it("brings nobody back who was removed, but returning them", () => {
    const standings: Standing[] = ["active", "muted", "held"];
    for (const [act, { to, from }] of Object.entries(PERSON_ACTS)) {
      expect(from).not.toContain(to);
      expect([act, from.includes("removed")]).toEqual([act, act === "person_returned"]);
    }
    expect(PERSON_ACTS.person_removed.from).toEqual(standings);
  });
});

describe("a held word", () => {
  it("is one entry in whatever case and with whatever spaces it is written", () => {
    expect(heldWordOf("  Not \n Good  ENOUGH ")).toBe("not good enough");
    expect(heldWordOf("Cafe\u0301")).toBe("café");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (word) => {
        expect(heldWordOf(heldWordOf(word))).toBe(heldWordOf(word));
      }),
    );
  });

  it("is no instruction, whatever stands in it", () => {
    expect(patternOf("a.c*")).toContain("a\\.c\\*");
    expect(patternOf("(?i)[x]{2}|^$\\")).toContain("\\(\\?i\\)\\[x\\]\\{2\\}\\|\\^\\$\\\\");
  });
});
