import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { MailList } from "@/components/mailbox/mail-list";
import { PageFrame } from "@/components/shell/page-frame";
import { listMails } from "@/server/mail/mailbox";
import { runtime } from "@/server/runtime";

export const metadata: Metadata = { title: "Mailbox" };
export const dynamic = "force-dynamic";

/** Demo only: every mail that was sent. */
export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ before?: string | string[] }>;
}) {
  const { env } = runtime();
  if (!env.demo) notFound();
  const { before } = await searchParams;
  const page = await listMails(env.dataDir, typeof before === "string" ? before : undefined);
  return (
    <PageFrame>
      <MailList {...page} />
    </PageFrame>
  );
}
