import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Tag } from "@/components/ui/tag";
import { DIALS, type Rung } from "@/server/domains/exposures/contract";
import { DIAL_WORDS, dialLevel, entryWords } from "./wording";

/** The member's own rungs, lowest first. The order is all there is to it: no rung is a level. */
export function LadderList({ practice, rungs }: { practice: string; rungs: Rung[] }) {
  return (
    <ol className="grid gap-3">
      {rungs.map((rung) => (
        <Card as="li" key={rung.id} className="grid gap-2">
          <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
            <Link
              href={`${practice}/${rung.id}`}
              className="min-w-0 flex-1 basis-60 break-words py-1 font-semibold text-lg"
            >
              {rung.plan}
            </Link>
            <span className="flex flex-wrap gap-2">
              {entryWords(rung).map((words) => (
                <Tag key={words}>{words}</Tag>
              ))}
            </span>
          </div>
          <p className="text-ink-soft text-sm empty:hidden">{wordsOn(rung)}</p>
        </Card>
      ))}
    </ol>
  );
}

/** What was said of a rung, in one line; nothing where nothing was said. */
function wordsOn(rung: Rung): string {
  const parts = [
    rung.expectedSuds === null ? null : `expected distress ${rung.expectedSuds} of 100`,
    rung.whereAndWho,
    rung.notDoing ? "done by time passing" : null,
    ...DIALS.map((dial) => {
      const level = dialLevel(dial, rung[dial]);
      return level && `${DIAL_WORDS[dial].label.toLowerCase()}: ${level}`;
    }),
  ];
  return parts.filter(Boolean).join(" · ");
}
