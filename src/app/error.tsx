"use client";

import { PageFrame } from "@/components/shell/page-frame";
import { Trouble } from "@/components/shell/trouble";

/** When a page fails: says so plainly, offers another try, and names the log reference. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <PageFrame width="measure">
      <Trouble error={error} retry={retry} />
    </PageFrame>
  );
}
