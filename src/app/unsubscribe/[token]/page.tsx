import type { Metadata } from "next";
import { UnsubscribePage } from "@/components/digests/unsubscribe-page";
import { PageFrame } from "@/components/shell/page-frame";
import { findNoteOfLink } from "@/server/domains/digests/reads";
import { runtime } from "@/server/runtime";

export const metadata: Metadata = { title: "Weekly note" };

/** Where an unsubscribe link leads, signed in or not. Mail scanners follow it: it only looks. */
export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { db, env, clock } = runtime();
  const note = await findNoteOfLink({ db, secret: env.authSecret, now: clock() }, token);
  return (
    <PageFrame width="measure">
      <UnsubscribePage token={token} note={note} />
    </PageFrame>
  );
}
