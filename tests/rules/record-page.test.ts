import { createElement, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { CheckInForm } from "@/components/checkins/check-in-form";
import { RecordPage } from "@/components/checkins/record-page";
import type { CheckInView, ClearChange } from "@/server/domains/checkins/contract";
import type { ChartedTry, EntryKind } from "@/server/domains/exposures/contract";

// "My practice" as the server renders it, with nothing, one thing and five hundred things in it.

const DAY_MS = 24 * 60 * 60_000;
const START = Date.parse("2025-01-06T10:00:00Z");

const aTry = (at: number, said: Partial<ChartedTry> = {}): ChartedTry => ({
  id: `try-${at}`,
  kind: "exposure",
  plan: `Left the ${at}th thing as it was`,
  at: new Date(START + at * DAY_MS).toISOString(),
  predicted: true,
  expectedSuds: 70,
  peakSuds: 45,
  likelihoodBefore: 80,
  likelihoodAfter: 20,
  ...said,
});

const unsaid = {
  predicted: false,
  expectedSuds: null,
  likelihoodBefore: null,
  likelihoodAfter: null,
};

const aWeek = (week: number, said: Partial<CheckInView> = {}): CheckInView => ({
  id: `week-${week}`,
  weekStartOn: new Date(Date.UTC(2025, 0, 6 + 7 * week)).toISOString().slice(0, 10),
  fear: 6,
  avoidance: 5,
  distress: 4,
  nothingCameUp: false,
  goodEnough: 3,
  ...said,
});

const some = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));

function page({
  tries = [],
  checkIns = [],
  changes = [],
}: {
  tries?: ChartedTry[];
  checkIns?: CheckInView[];
  changes?: ClearChange[];
}): string {
  const history = { checkIns, changes };
  return markup(createElement(RecordPage, { organisationId: "org", tries, history }));
}

const markup = (element: ReactElement) => renderToStaticMarkup(element);
const marks = (html: string, mark: string) => html.split(`data-mark="${mark}"`).length - 1;
const tags = (html: string, tag: string) => html.split(`<${tag}`).length - 1;

/** The rows of the table under `caption`, each as what stands in its cells. */
function rowsUnder(html: string, caption: string): string[][] {
  const table = html.split("<table").find((each) => each.includes(`${caption}`)) ?? "";
  const [body = ""] = (table.split("<tbody>")[1] ?? "").split("</tbody>");
  return body
    .split("<tr")
    .slice(1)
    .map((row) =>
      row
        .split(/<t[hd]/)
        .slice(1)
        .map((cell) => cell.slice(cell.indexOf(">") + 1).replace(/<[^>]*>/g, "")),
    );
}

const DISTRESS = "Distress at its worst: each";
const LIKELIHOOD = "How likely the feared thing seemed: each";
const BY_DAY = "What was written down";

describe("my practice", () => {
  test("with nothing in it says so kindly, and draws nothing", () => {
    const html = page({});
    expect(tags(html, "svg role")).toBe(0);
    expect(tags(html, "table")).toBe(0);
    expect(html).toContain("Nothing to draw yet, and no hurry.");
    expect(html).toContain("No check-ins yet.");
    expect(html).toContain("Empty so far.");
  });

  test("with one of each draws one of each, with a row for it", () => {
    const html = page({ tries: [aTry(0)], checkIns: [aWeek(0)] });
    expect([marks(html, "guessed"), marks(html, "answer"), marks(html, "exposure")]).toEqual([
      // One more stands in each legend.
      2 + 1,
      4,
      1 + 1,
    ]);
    expect(rowsUnder(html, DISTRESS)).toEqual([
      ["Left the 0th thing as it was 6 January 2025", "70", "45"],
    ]);
    expect(rowsUnder(html, LIKELIHOOD)[0]?.slice(1)).toEqual(["80", "20"]);
    expect(rowsUnder(html, "Fear: each")).toEqual([["6 January 2025", "6"]]);
    expect(rowsUnder(html, BY_DAY)).toEqual([
      ["6 January 2025", "Left the 0th thing as it was", "a try"],
    ]);
  });

  test("with five hundred draws all of them, with a row each", () => {
    const html = page({ tries: some(500, aTry), checkIns: some(260, (week) => aWeek(week)) });
    expect(marks(html, "guessed")).toBe(2 * 500 + 1);
    expect(marks(html, "came")).toBe(2 * 500 + 1);
    expect(marks(html, "answer")).toBe(4 * 260);
    expect(marks(html, "exposure")).toBe(500 + 1);
    for (const caption of [DISTRESS, LIKELIHOOD, BY_DAY]) {
      expect(rowsUnder(html, caption)).toHaveLength(500);
    }
    expect(rowsUnder(html, "Good enough: each")).toHaveLength(260);
    // Neither a place nor a size came out as no number at all.
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("keeps what was never predicted out of the guesses, and in the calendar", () => {
    const happened = aTry(1, { ...unsaid, kind: "accident", peakSuds: 60 });
    const rested = aTry(2, { ...unsaid, kind: "rest", peakSuds: null });
    const html = page({ tries: [aTry(0), happened, rested] });
    expect(rowsUnder(html, DISTRESS)).toHaveLength(1);
    expect(rowsUnder(html, LIKELIHOOD)).toHaveLength(1);
    expect(rowsUnder(html, BY_DAY).map(([, , kind]) => kind)).toEqual([
      "a rest",
      "it just happened",
      "a try",
    ]);
  });

  test("draws half a pair where half was said, and says in the table what was not", () => {
    const html = page({ tries: [aTry(0, { peakSuds: null }), aTry(1, { expectedSuds: null })] });
    const rows = rowsUnder(html, DISTRESS).map((row) => row.slice(1));
    expect(rows).toEqual([
      ["70", "not said"],
      ["not said", "45"],
    ]);
  });

  test("shows a day's kinds and never how many, a rest as large as a try", () => {
    const rest = { ...unsaid, kind: "rest" as EntryKind };
    const sameDay = [aTry(0), aTry(0, { id: "b" }), aTry(0, { id: "c" })];
    const html = page({ tries: [...sameDay, aTry(1, rest), aTry(1, { ...rest, id: "d" })] });
    expect(marks(html, "exposure")).toBe(1 + 1);
    expect(marks(html, "rest")).toBe(1 + 1);
    expect(html).toContain("<desc");
    expect(html).toMatch(/>6: a try; 7: a rest\.</);
  });

  test("says a clear change under its rule alone, in either direction in the same words", () => {
    const checkIns = some(9, (week) => aWeek(week));
    const none = page({ checkIns });
    expect(none.split("No clear change yet, which is common.").length - 1).toBe(4);
    const changes: ClearChange[] = [
      { item: "fear", direction: "lower" },
      { item: "distress", direction: "higher" },
    ];
    const html = page({ checkIns, changes });
    const said =
      /A shift larger than your usual week-to-week movement: the numbers are (\w+) than/g;
    expect([...html.matchAll(said)].map(([, way]) => way)).toEqual(["lower", "higher"]);
    const classesOf = (words: string) =>
      new RegExp(`<p class="([^"]*)">[^<]*${words}`).exec(html)?.[1];
    expect(classesOf("are lower")).toBe(classesOf("are higher"));
    expect(html).not.toMatch(/reliabl|significan|improve|worse than|better than|because/i);
  });

  test("gives a week in which nothing came up a mark and a word, and no number", () => {
    const html = page({
      checkIns: [
        aWeek(0),
        aWeek(1, { distress: null, nothingCameUp: true }),
        aWeek(2, { distress: null }),
      ],
    });
    expect(marks(html, "instead")).toBe(1);
    expect(rowsUnder(html, "Distress: each").map(([, answer]) => answer)).toEqual([
      "4",
      "nothing came up",
      "skipped",
    ]);
  });

  test("gives every picture a name and a sentence, and every id once", () => {
    const html = page({ tries: some(70, (at) => aTry(at)), checkIns: some(3, (at) => aWeek(at)) });
    const pictures = html.split("<svg role").slice(1);
    expect(pictures.length).toBeGreaterThan(8);
    for (const picture of pictures) {
      const [, labelledBy, describedBy] =
        /aria-labelledby="([^"]+)" aria-describedby="([^"]+)"/.exec(picture) ?? [];
      expect(picture).toContain(`<title id="${labelledBy}">`);
      expect(picture).toContain(`<desc id="${describedBy}">`);
    }
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("takes its width from the page: nothing in it has a width of its own", () => {
    const long = "Unbrokenwordthatgoesonandonandonandonandonandonandonandon";
    const html = page({ tries: [aTry(0, { plan: long })], checkIns: [aWeek(0)] });
    expect(html).not.toMatch(/<(svg|table|div|section)[^>]* (width|style)=/);
    for (const table of html.match(/<table class="[^"]*"/g) ?? []) {
      expect(table).toContain("overflow-wrap:anywhere");
    }
  });

  test("has no score, no target and no red or green", () => {
    const html = page({ tries: some(40, aTry), checkIns: some(12, (at) => aWeek(at)) });
    expect(html).not.toMatch(
      /streak|goal|target|score|average|total|in a row|\bred\b|green|badge/i,
    );
  });
});

describe("the check-in", () => {
  const html = markup(createElement(CheckInForm, { organisationId: "org" }));

  test("asks the four questions in the house's words", () => {
    for (const words of [
      "Over the past seven days…",
      "How afraid were you of getting something wrong?",
      "How much did you put off, over-prepare for or stay away from things because they might not go well?",
      "When something wasn&#x27;t just right, how uncomfortable did it get?",
      "When something came out merely good enough, how kindly did you treat yourself?",
      "as afraid as I can imagine",
      "as I would a friend",
      "higher is easier",
    ]) {
      expect(html).toContain(words);
    }
  });

  test("begins with every item skipped, and none of them needed", () => {
    expect(tags(html, "fieldset")).toBe(4);
    expect(
      html.match(
        /<input[^>]*checked=""[^>]*value="skipped"|<input[^>]*value="skipped"[^>]*checked=""/g,
      ),
    ).toHaveLength(4);
    expect(html).not.toContain("required");
    expect(html).toContain("Nothing came up");
  });
});
