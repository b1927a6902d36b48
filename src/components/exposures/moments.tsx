import type { MomentView } from "@/server/domains/exposures/contract";
import { LocalTime } from "./local-time";

const KIND_WORDS = {
  distress: null,
  thought: null,
  hands_off_began: "Hands off began.",
  hands_off_broken: "Looked, or fixed it.",
};

/** What was noted along the way, oldest first, each at its own time. No line and no verdict. */
export function Moments({ moments }: { moments: MomentView[] }) {
  if (moments.length === 0) return null;
  return (
    <section aria-labelledby="moments" className="grid gap-3">
      <h2 id="moments" className="text-xl">
        Along the way
      </h2>
      <ol className="grid gap-2 border-rule border-l-2 pl-4">
        {moments.map(({ id, kind, at, suds, words }) => (
          <li key={id} className="grid gap-x-4 sm:grid-cols-[10.5rem_1fr]">
            <span className="text-ink-soft text-sm">
              <LocalTime instant={at} show="moment" />
            </span>
            <span className="min-w-0 whitespace-pre-wrap break-words">
              {[KIND_WORDS[kind], suds === null ? null : `${suds} of 100`, words]
                .filter((part) => part !== null)
                .join(kind === "distress" ? ": " : " ")}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
