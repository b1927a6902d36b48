"use client";

import type { ReactNode } from "react";
import Markdown, { type Components, type Options } from "react-markdown";
import { isWebAddress } from "@/server/domains/drafts/contract";

type Element = Parameters<NonNullable<Options["allowElement"]>>[0];

const Paragraph = ({ children }: { children?: ReactNode }) => (
  <p className="whitespace-pre-wrap break-words">{children}</p>
);

const COMPONENTS: Components = {
  p: Paragraph,
  // Someone's heading stays as words: the outline of the page is the page's.
  h1: Paragraph,
  h2: Paragraph,
  h3: Paragraph,
  h4: Paragraph,
  h5: Paragraph,
  h6: Paragraph,
  // The line's own end follows it, and is kept by the paragraph.
  br: () => null,
  pre: Paragraph,
  // Fetching it would tell another site who reads this, and when.
  img: ({ alt }) => alt,
  ul: ({ children }) => <ul className="grid list-disc gap-1 pl-6">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="grid list-decimal gap-1 pl-6">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="grid gap-3 border-rule border-l-2 pl-4">{children}</blockquote>
  ),
  code: ({ children }) => <code className="break-words font-mono text-[0.95em]">{children}</code>,
  a: ({ children, href }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
};

const ALLOWED = [...Object.keys(COMPONENTS), "em", "strong", "li"];

/** Deeper than anyone nests on purpose: a page of `>` alone would exhaust the stack. */
const DEEP = /^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){20}/m;
/** Each mark is matched with the ones before it, so that thousands would hold up every reader. */
const MOST_MARKS = 1_000;

/**
 * Someone's draft, from a small part of Markdown: emphasis, lists, quotes, code and https links.
 * Lines end where they ended; nothing written is left out. HTML stands there as it was typed,
 * headings become paragraphs, and pictures the words that describe them.
 */
export function DraftText({ text }: { text: string }) {
  return (
    <div className="grid min-w-0 gap-3 break-words">
      {isTangled(text) ? (
        <Paragraph>{text}</Paragraph>
      ) : (
        <Markdown
          unwrapDisallowed
          allowedElements={ALLOWED}
          allowElement={isHarmless}
          components={COMPONENTS}
        >
          {text}
        </Markdown>
      )}
    </div>
  );
}

function isHarmless({ tagName, properties }: Element): boolean {
  return tagName !== "a" || isWebAddress(String(properties.href ?? ""));
}

/** What would take a parser too long or too deep is shown as it was typed. */
function isTangled(text: string): boolean {
  return DEEP.test(text) || (text.match(/[*_]/g)?.length ?? 0) > MOST_MARKS;
}
