import type { ReactNode } from "react";

/** A remark pencilled beside the text: in the margin where there is one, else set in below. */
export function MarginNote({ children }: { children: ReactNode }) {
  return (
    <aside className="pencilled max-lg:border-rule max-lg:border-l-2 max-lg:pl-4 text-balance lg:-rotate-2 lg:text-right lg:leading-snug">
      {children}
    </aside>
  );
}
