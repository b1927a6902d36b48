import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Mail } from "@/components/mailbox/mail";
import { PageFrame } from "@/components/shell/page-frame";
import { findMail } from "@/server/mail/mailbox";
import { runtime } from "@/server/runtime";

export const metadata: Metadata = { title: "Mail" };

/** Demo only: one mail. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { env } = runtime();
  const mail = env.demo ? await findMail(env.dataDir, (await params).id) : null;
  if (!mail) notFound();
  const { html, ...shown } = mail;
  return (
    <PageFrame>
      <Mail mail={{ ...shown, hasHtml: html !== null }} />
    </PageFrame>
  );
}
