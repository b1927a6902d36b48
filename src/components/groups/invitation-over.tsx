import { Button } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";

/** For a link that opens nothing: over, called back, cut short or never made. All look the same. */
export function InvitationOver() {
  return (
    <div className="grid gap-6">
      <PageHeading>This link opens nothing just now</PageHeading>
      <p>
        Links into a group work for fourteen days and can be called back. Mail programs sometimes
        cut them short, too. Whoever sent it can make you another.
      </p>
      <div>
        <Button href="/home">Go to the start</Button>
      </div>
    </div>
  );
}
