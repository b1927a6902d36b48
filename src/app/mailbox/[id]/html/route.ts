import { findMail } from "@/server/mail/mailbox";
import { runtime } from "@/server/runtime";

/**
 * Mail is written by others. Even opened outside its frame it runs nothing, loads nothing and is
 * no page of ours, so it reaches no cookie.
 */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "sandbox allow-popups allow-popups-to-escape-sandbox",
].join("; ");

/** Demo only: the HTML part of one mail, for the frame on its page. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { env } = runtime();
  const mail = env.demo ? await findMail(env.dataDir, (await params).id) : null;
  if (!mail?.html) return new Response(null, { status: 404 });
  return new Response(withLinksInNewTabs(mail.html), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}

/** Links of the mail open as a mail program would open them, not inside the frame. */
function withLinksInNewTabs(html: string): string {
  return html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);
}
