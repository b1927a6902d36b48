import type { Metadata } from "next";
import { PageFrame } from "@/components/shell/page-frame";
import { Button } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { CrossedOut } from "@/components/ui/strokes";

export const metadata: Metadata = { title: "Not here" };

/** For an address that leads nowhere, and for anything that is not this person's to see. */
export default function NotFound() {
  return (
    <PageFrame width="measure">
      <div className="grid gap-6">
        <PageHeading>
          This page is <CrossedOut>lost</CrossedOut> not here
        </PageHeading>
        <p>
          The address may be old, or we may have moved something, or it may be a page only some
          people can open. Nothing of yours has gone anywhere.
        </p>
        <div className="flex flex-wrap gap-3">
          <Button href="/" variant="primary">
            Go to the start
          </Button>
        </div>
      </div>
    </PageFrame>
  );
}
