import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Tag } from "@/components/ui/tag";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { Idea } from "@/server/domains/exposures/contract";
import { CATEGORY_WORDS, DIFFICULTY_WORDS } from "./wording";

/** One idea of the library, with a way to plan it and a way to something smaller. */
export function IdeaCard({ idea, practice }: { idea: Idea; practice: string }) {
  return (
    <Card as="li" id={idea.slug} className="flex scroll-mt-4 flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <Tag>{CATEGORY_WORDS[idea.category]}</Tag>
        <Tag>{DIFFICULTY_WORDS[idea.difficulty]}</Tag>
      </div>
      <h2 className="text-xl">{idea.title}</h2>
      <p>{idea.suggestion}</p>
      <p className="pencilled text-pencil">{idea.notice}</p>
      <div className="mt-auto flex flex-wrap items-center gap-x-4 gap-y-2 pt-1">
        <Button href={`${practice}/new?idea=${idea.slug}`}>
          Plan this<VisuallyHidden>: {idea.title}</VisuallyHidden>
        </Button>
        {idea.smaller ? (
          <Link
            href={`${practice}/new?idea=${idea.smaller.slug}`}
            className="inline-flex min-h-11 items-center text-sm"
          >
            Make it smaller: {idea.smaller.title}
          </Link>
        ) : null}
      </div>
    </Card>
  );
}
