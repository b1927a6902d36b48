"use client";

import { DraftText } from "@/components/drafts/draft-text";
import type { DraftCard as Draft } from "@/server/domains/rooms/contract";
import { useSharingPlace } from "./sharing-place";

/** A draft as it stood: exactly the parts its author ticked. */
export function DraftCard({ card, photoSrc }: { card: Draft; photoSrc?: string }) {
  const { organisationId } = useSharingPlace();
  const { text, link, photo } = card;
  return (
    <div className="grid gap-4">
      {text ? <DraftText text={text} /> : null}
      {photo ? (
        // The whole photo, however tall: cutting it would be editing someone's mess. Its address is
        // known to this page alone, so no image optimiser may see or keep it.
        // biome-ignore lint/performance/noImgElement: see above.
        <img
          src={photoSrc ?? `/api/photos/shared/${organisationId}/${photo.address}`}
          alt={photo.alt ?? "A photo that its author has not described"}
          width={photo.width}
          height={photo.height}
          loading="lazy"
          decoding="async"
          className="h-auto max-w-full"
        />
      ) : null}
      {link ? (
        <p className="break-words">
          <a href={link} target="_blank" rel="noopener noreferrer nofollow">
            {hostOf(link)}
          </a>{" "}
          <span className="text-ink-soft text-sm">leads to another site, in a new tab</span>
        </p>
      ) : null}
    </div>
  );
}

/** Where a link leads, which its words might hide. */
function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).host : link;
}
