"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { EvenChoices } from "@/components/ui/button";

/** A question in place of the button that led to it, with answers of one weight. */
export function Asked({
  words,
  label,
  children,
}: {
  words: string;
  label: string;
  children: ReactNode;
}) {
  const question = useRef<HTMLParagraphElement>(null);

  // The button that was pressed has gone.
  useEffect(() => question.current?.focus({ preventScroll: true }), []);

  return (
    <div className="grid gap-2">
      <p ref={question} tabIndex={-1} className="outline-none">
        {words}
      </p>
      <EvenChoices label={label}>{children}</EvenChoices>
    </div>
  );
}
