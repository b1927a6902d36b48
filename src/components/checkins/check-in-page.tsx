import Link from "next/link";
import { PageHeading } from "@/components/ui/page-heading";
import { CheckInForm } from "./check-in-form";

/** Once a week, if one likes: four things to notice. */
export function CheckInPage({ organisationId }: { organisationId: string }) {
  return (
    <div className="mx-auto grid max-w-measure gap-8">
      <PageHeading
        before={<Link href={`/o/${organisationId}/practice`}>Your practice</Link>}
        intro="For noticing, not diagnosing. Skip any of it, or a whole week. Only you can read this, until you share something yourself."
      >
        Check in with yourself
      </PageHeading>
      <CheckInForm organisationId={organisationId} />
    </div>
  );
}
