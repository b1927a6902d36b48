import { describe, expect, it } from "vitest";
import {
  readableNumber,
  telephoneLink,
  textMessage,
  textMessageLink,
} from "@/components/help/contact";
import { whereabouts } from "@/components/help/country";
import { COUNTRIES, helpIn, WORLDWIDE } from "@/components/help/resources";

describe("which country's numbers to show", () => {
  it.each([
    ["a choice wins over the browser's language", "NO", "nl-NL", "NO", false],
    ["a choice in lower case counts", "nl", "en-GB", "NL", false],
    ["UK means GB", "UK", null, "GB", false],
    ["somewhere else is a choice", "001", "nl-NL", "001", false],
    ["nonsense is no choice", "<script>", "en", null, false],
    ["the first language's region is a guess", undefined, "nl-NL,en-US;q=0.7", "NL", true],
    ["a first language without region says nothing", undefined, "nl,en-US;q=0.7", null, false],
    ["a region without checked numbers says nothing", undefined, "ja-JP", null, false],
    ["an absent header says nothing", undefined, null, null, false],
  ])("%s", (_, chosen, language, code, guessed) => {
    expect(whereabouts(chosen, language)).toEqual({ code, guessed });
  });
});

describe("what there is in a country", () => {
  it("gives every country an emergency number", () => {
    for (const { code } of COUNTRIES) expect(helpIn(code).emergency, code).not.toHaveLength(0);
  });

  it("falls back to 112 in the European Union and nowhere else", () => {
    expect(helpIn("PL").emergency.map((line) => line.phone)).toEqual(["112"]);
    expect(helpIn("IE").emergency).toHaveLength(1);
    expect(helpIn("NO").emergency.map((line) => line.phone)).toEqual(["113"]);
  });

  it("keeps 113 apart: a helpline in the Netherlands, an ambulance in Norway", () => {
    expect(helpIn("NL").lines.map((line) => line.phone)).toContain("113");
    expect(helpIn("NO").lines.map((line) => line.phone)).not.toContain("113");
  });

  it("prints no number that belongs to no country", () => {
    for (const directory of WORLDWIDE)
      expect([directory.phone, directory.text]).toEqual([null, null]);
  });
});

describe("numbers as people read and phones dial them", () => {
  it("groups long numbers and leaves grouped ones alone", () => {
    expect(readableNumber("741741")).toBe("741 741");
    expect(readableNumber("85258")).toBe("85 258");
    expect(readableNumber("0800 111 0 111")).toBe("0800 111 0 111");
    expect(readableNumber("988")).toBe("988");
  });

  it("dials digits only", () => {
    expect(telephoneLink("116 123")).toBe("tel:116123");
  });

  it("writes the word into the message", () => {
    const message = textMessage("Text HOME to 741741");
    expect(message).toEqual({ number: "741741", word: "HOME" });
    expect(message && textMessageLink(message)).toBe("sms:741741?&body=HOME");
    expect(textMessage("Text 988")).toEqual({ number: "988", word: null });
    expect(textMessage("WhatsApp 9151 1767")).toBeNull();
  });
});
