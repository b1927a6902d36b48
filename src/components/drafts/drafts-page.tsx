import Link from "next/link";
import { EarlierOnes } from "@/components/earlier-ones";
import { LocalTime } from "@/components/exposures/local-time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import { Tag } from "@/components/ui/tag";
import type { DraftPage } from "@/server/domains/drafts/contract";

/** A member's own drafts, newest first. */
export function DraftsPage({ organisationId, page }: { organisationId: string; page: DraftPage }) {
  const drafts = `/o/${organisationId}/practice/drafts`;
  return (
    <div className="mx-auto grid max-w-measure gap-8">
      <PageHeading
        before={<Link href={`/o/${organisationId}/practice`}>Your practice</Link>}
        intro="Unfinished things, kept as they are. Only you can read them until you share one."
        actions={
          // Each visit begins another draft, so it must not be fetched ahead of a press.
          <Button href={`${drafts}/new`} prefetch={false} variant="primary">
            Start a draft
          </Button>
        }
      >
        Drafts
      </PageHeading>
      {page.drafts.length === 0 ? (
        <p>No drafts here. A first line that you do not like is a fine way to begin one.</p>
      ) : (
        <ul className="grid gap-3">
          {page.drafts.map(({ id, opening, hasPhoto, createdAt, sealedAt }) => (
            <Card as="li" key={id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
              <Link
                href={`${drafts}/${id}`}
                className="min-w-0 flex-1 basis-60 break-words py-1 font-semibold text-lg"
              >
                {opening || (hasPhoto ? "A photo" : "A blank page")}
              </Link>
              {hasPhoto && opening ? <Tag>with a photo</Tag> : null}
              {sealedAt ? <Tag>good enough</Tag> : null}
              <span className="text-ink-soft text-sm">
                <LocalTime instant={createdAt} show="day" />
              </span>
            </Card>
          ))}
        </ul>
      )}
      <EarlierOnes list={drafts} next={page.next} />
    </div>
  );
}
