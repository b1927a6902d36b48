"use client";

import "./styles";

import { PageFrame } from "@/components/shell/page-frame";
import { Trouble } from "@/components/shell/trouble";

/** When even the layout fails, so this brings its own document. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en-GB">
      <body>
        <title>Something of ours broke · Unpolished</title>
        <PageFrame width="measure">
          <Trouble error={error} retry={retry} />
        </PageFrame>
      </body>
    </html>
  );
}
