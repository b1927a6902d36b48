import type { ReactNode } from "react";

/** A word or two saying what kind of thing this is. Never a verdict, never a count. */
export function Tag({ children }: { children: ReactNode }) {
  return (
    <span className="wobble inline-block border-[1.5px] border-edge bg-paper px-2 py-px font-semibold text-ink text-sm">
      {children}
    </span>
  );
}
