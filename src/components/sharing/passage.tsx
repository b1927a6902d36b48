import type { ReactNode } from "react";

/** One ticked thing on a card, under its name. */
export function Passage({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <p className="text-ink-soft text-sm">{label}</p>
      {children}
    </div>
  );
}

/** A number on a card, with the top of its scale beside it. */
export function Figure({ of, children }: { of: number; children: number }) {
  return (
    <p>
      <span className="font-heading text-xl">{children}</span>{" "}
      <span className="text-ink-soft text-sm">of {of}</span>
    </p>
  );
}
