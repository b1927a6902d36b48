import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  inviteToken,
  isFacilitator,
  readInviteToken,
  shownName,
} from "@/server/domains/groups/contract";
import {
  canChangeStanding,
  inviteState,
  leavesNobodyLeading,
  rolesToInvite,
} from "@/server/domains/groups/rules";

describe("a shown name", () => {
  const name = (text: string) => shownName().safeParse(text).data;

  test("keeps any script, and emoji, as they were meant", () => {
    for (const text of ["Zoë", "नमस्‌ते", "李", "👩‍👩‍👧", "1️⃣ of us", "x"])
      expect(name(text)).toBe(text);
  });

  test("has single spaces and none around it", () => {
    expect(name("  Anna \n of  the sea ")).toBe("Anna of the sea");
  });

  test("cannot differ from another name by marks that nobody sees", () => {
    for (const text of [
      "Ro\u200bbin",
      "Robin\u200d",
      "\u202eRobin",
      "Ro\u00adbin",
      "Robin\ufe0f",
    ]) {
      expect(name(text)).toBe("Robin");
    }
    expect(name("Zoe\u0308")).toBe("Zoë");
  });

  test("is something one can see", () => {
    for (const text of ["", "   ", "\u200d\u200d", "\u3164", "\u2800"]) {
      expect(name(text)).toBeUndefined();
    }
  });
});

describe("an invite's link", () => {
  test("gives back the organisation and the secret that went in", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (id, bytes) => {
        const secret = Buffer.from(bytes).toString("base64url");
        expect(readInviteToken(inviteToken(id, secret))).toEqual({ organisationId: id, secret });
      }),
    );
  });

  test("that was cut short or changed by a mail program reads as no link", () => {
    const token = inviteToken(
      "0199a3c4-d5e6-7f89-8abc-def012345678",
      randomBytes(32).toString("base64url"),
    );
    for (const broken of [
      "",
      "x",
      token.slice(0, -1),
      `${token}=`,
      `${token.slice(1)}.`,
      "é".repeat(64),
    ]) {
      expect(readInviteToken(broken)).toBeNull();
    }
  });

  test("is open for its days and over afterwards, or at once when called back", () => {
    const now = new Date("2026-03-02T10:00:00Z");
    const later = new Date("2026-03-03T10:00:00Z");
    expect(inviteState({ expiresAt: later, calledBackAt: null }, now)).toBe("open");
    expect(inviteState({ expiresAt: now, calledBackAt: null }, now)).toBe("over");
    expect(inviteState({ expiresAt: later, calledBackAt: now }, now)).toBe("called_back");
  });
});

describe("who may invite whom", () => {
  test("owners and facilitators hand out any link", () => {
    expect(rolesToInvite("owner", null)).toContain("facilitator");
    expect(rolesToInvite("member", "facilitator")).toContain("facilitator");
  });

  test("a co-facilitator cannot make facilitators, and so not themself", () => {
    expect(rolesToInvite("facilitator", "co-facilitator")).toEqual(["member", "co-facilitator"]);
  });

  test("members, and facilitators of other groups, hand out none", () => {
    expect(rolesToInvite("member", "member")).toEqual([]);
    expect(rolesToInvite("facilitator", null)).toEqual([]);
  });
});

describe("who decides about whose standing", () => {
  test("both who facilitate look after members; only a facilitator decides about those who lead", () => {
    expect(canChangeStanding("facilitator", "facilitator")).toBe(true);
    expect(canChangeStanding("co-facilitator", "member")).toBe(true);
    expect(canChangeStanding("co-facilitator", "facilitator")).toBe(false);
    expect(canChangeStanding("co-facilitator", "co-facilitator")).toBe(false);
    expect(canChangeStanding("member", "member")).toBe(false);
  });

  test("co-facilitators count as facilitating, members do not", () => {
    expect(isFacilitator("co-facilitator")).toBe(true);
    expect(isFacilitator("member")).toBe(false);
  });

  test("the last who leads cannot be removed", () => {
    const facilitators = [
      { id: "a", standing: "active" as const },
      { id: "b", standing: "removed" as const },
    ];
    expect(leavesNobodyLeading(facilitators, { enrolmentId: "a", standing: "removed" })).toBe(true);
    expect(leavesNobodyLeading(facilitators, { enrolmentId: "a", standing: "muted" })).toBe(false);
    expect(leavesNobodyLeading(facilitators, { enrolmentId: "m", standing: "removed" })).toBe(
      false,
    );
  });
});
