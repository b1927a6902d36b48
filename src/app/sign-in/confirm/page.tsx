import type { Metadata } from "next";
import { ConfirmSignIn } from "@/components/auth/confirm-sign-in";
import { PageFrame } from "@/components/shell/page-frame";

export const metadata: Metadata = { title: "Sign in" };

/** What an emailed link opens. Fetching it says and does nothing: the link's secret is not sent. */
export default function Page() {
  return (
    <PageFrame width="measure">
      <ConfirmSignIn />
    </PageFrame>
  );
}
