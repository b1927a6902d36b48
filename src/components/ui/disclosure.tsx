import type { ReactNode } from "react";

/** Words that open onto more words, with or without script. */
export function Disclosure({
  summary,
  open,
  children,
}: {
  summary: ReactNode;
  /** Whether it starts open. */
  open?: boolean;
  children: ReactNode;
}) {
  return (
    <details open={open} className="group">
      <summary className="flex min-h-11 w-fit list-none items-center gap-2.5 font-semibold text-clay underline decoration-2 underline-offset-4 hover:text-clay-deep [&::-webkit-details-marker]:hidden">
        <svg
          aria-hidden="true"
          viewBox="0 0 12 14"
          className="h-3.5 w-3 shrink-0 fill-none stroke-current group-open:rotate-90"
        >
          <path
            d="M2.4 1.6C5 3.6 7.4 5.2 9.8 7.2 7.2 9 4.8 10.6 2.2 12.6"
            strokeWidth="2.2"
            strokeLinecap="round"
          />
        </svg>
        <span>{summary}</span>
      </summary>
      <div className="mt-1 border-rule border-l-2 pt-1 pb-2 pl-4">{children}</div>
    </details>
  );
}
