import type { ReactNode } from "react";
import { classNames } from "./class-names";

/**
 * An uneven pencil line under whatever it stands below, as wide as its box and never the reason
 * for that width. Decoration only.
 */
export function Underline({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 300 12"
      preserveAspectRatio="none"
      className={classNames("block h-2.5 w-0 min-w-full fill-none stroke-current", className)}
    >
      <path
        d="M2 6.5C28 3.5 61 8 96 5.4s62-2.6 98-.6 70 2.6 104-1.4"
        strokeWidth="2.4"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
      <path
        d="M38 10c44-2.4 92-.4 138-1.6 30-.8 60-1 84 .4"
        strokeWidth="1.3"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

/**
 * A word crossed out and left standing. It is not read aloud, so the sentence must make sense
 * without it. One or two words: the stroke does not follow a line break.
 */
export function CrossedOut({ children }: { children: ReactNode }) {
  return (
    <span aria-hidden="true" className="relative inline-block whitespace-nowrap text-ink-soft">
      {children}
      <svg
        aria-hidden="true"
        viewBox="0 0 100 20"
        preserveAspectRatio="none"
        className="absolute top-[42%] -left-[0.08em] h-[0.32em] w-[calc(100%+0.16em)] [stroke-width:max(1.5px,0.042em)] fill-none stroke-clay"
      >
        <path
          d="M1 12C16 5 30 15 47 9s34-5 52-1M97 5C70 12 40 8 6 16"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </span>
  );
}

/** A short wavy line: "something here wants a look". Always beside words, never alone. */
export function WavyMark({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 22 8"
      className={classNames("h-2 w-[1.375rem] shrink-0 fill-none stroke-current", className)}
    >
      <path d="M1 5c2-4 4-4 6 0s4 3 6-.5S17 1 21 4" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}

/** A tick drawn in one go. Always beside words. */
export function TickMark({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 20 18"
      className={classNames("h-4 w-[1.1rem] shrink-0 fill-none stroke-current", className)}
    >
      <path
        d="M2 10.5c2 1.2 3.4 3 4.6 5.3C9.6 9.4 13 5 18.4 1.6"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** A hand-drawn asterisk for asides. Always beside words. */
export function AsideMark({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 18 18"
      className={classNames("size-4 shrink-0 fill-none stroke-current", className)}
    >
      <path
        d="M9 2.2c.4 4.6-.2 9 .2 13.6M2.8 5.6c4.2 2 8 4.4 12.4 6.6M15 4.8C11 7.4 7 9.8 3.2 12.9"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}
