import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { DraftText } from "@/components/drafts/draft-text";
import { DRAFT_MAX } from "@/server/domains/drafts/contract";

const render = (text: string) => renderToStaticMarkup(createElement(DraftText, { text }));

const ALLOWED = ["div", "p", "em", "strong", "ul", "ol", "li", "blockquote", "code", "a"];

function elementsOf(markup: string): string[] {
  return [...markup.matchAll(/<([a-z0-9]+)/gi)].map(([, name]) => name as string);
}

describe("a draft's text", () => {
  test("has emphasis, lists, quotes and code", () => {
    const markup = render("*a* **b** `c`\n\n- d\n\n1. e\n\n> f");
    expect([...new Set(elementsOf(markup))].sort()).toEqual(
      [...ALLOWED].filter((n) => n !== "a").sort(),
    );
  });

  test("ends its lines where they ended", () => {
    expect(render("one\ntwo  \nthree")).toContain("one\ntwo\nthree");
  });

  test("leads to https addresses only, and hands nothing on to them", () => {
    const markup = render(
      "[a](https://example.org/a) [b](http://example.org) [c](javascript:alert(1)) " +
        "[d](data:text/html,x) [e](https://me:pw@example.org) [f](//example.org) [g](/o/x)",
    );
    expect(markup.match(/<a [^>]*>/g)).toEqual([
      '<a href="https://example.org/a" target="_blank" rel="noopener noreferrer nofollow">',
    ]);
    for (const words of "abcdefg") expect(markup).toContain(words);
  });

  test("shows HTML as it was typed, headings as paragraphs, pictures as their words", () => {
    const markup = render(
      "# Title\n\n<b>bold</b> ![a cake](https://example.org/cake.png)\n\n<script>x</script>",
    );
    expect(markup).toContain(">Title</p>");
    expect(markup).toContain("&lt;b&gt;bold&lt;/b&gt; a cake");
    expect(markup).toContain("&lt;script&gt;x&lt;/script&gt;");
  });

  test("never has anything else in it, whatever was written", () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        ...[
          "<img src=x onerror=alert(1)>",
          "[x](",
          "](https://e.org)",
          "javascript:",
          "![",
          "**",
          "_",
          "`",
          "```\n",
        ],
        ...[
          "\n",
          "\n\n",
          "> ",
          "- ",
          "1. ",
          "# ",
          "    ",
          "| a | b |\n|--|--|\n",
          "<https://e.org>",
          "&lt;",
          "\\",
        ],
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const markup = render(pieces.join(""));
        for (const name of elementsOf(markup)) expect(ALLOWED).toContain(name);
        for (const [, href] of markup.matchAll(/href="([^"]*)"/g))
          expect(href).toMatch(/^https:\/\//);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["quotes", ">"],
    ["spaced quotes", "> "],
    ["lists", "- "],
    ["numbers", "1. "],
    ["stars", "*a "],
    ["crossed marks", "*a_"],
    ["pairs of marks", "_*"],
    ["brackets", "["],
    ["links", "[a]("],
    ["ticks", "`a"],
  ])("can hold a page of nothing but %s", (_what, mark) => {
    const text = mark.repeat(Math.floor(DRAFT_MAX / mark.length));
    expect(render(text).length).toBeGreaterThan(text.length / 2);
  });
});
