import { Button } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";

/** Where an unsubscribe link leads. Opening it changes nothing; the button does. */
export function UnsubscribePage({
  token,
  note,
}: {
  token: string;
  /** `over`: the link is not one of ours, or was cut short. */
  note: "on" | "off" | "over";
}) {
  if (note === "over") {
    return (
      <PageHeading intro="Part of the address seems to be missing. Open the newest note and use the link in it, or sign in and switch the note off there.">
        This link does not work
      </PageHeading>
    );
  }
  if (note === "off") {
    return (
      <PageHeading intro="No more weekly notes will come to you. Everything else stays as it is, and you can switch the note on again whenever you like.">
        The weekly note is off
      </PageHeading>
    );
  }
  return (
    <div className="grid gap-6">
      <PageHeading intro="You would get no more of these emails. Nothing else changes, and no reason is needed.">
        Stop the weekly note?
      </PageHeading>
      <form method="post" action={`/api/unsubscribe/${token}?from=page`}>
        <Button type="submit" variant="primary">
          Stop the weekly note
        </Button>
      </form>
    </div>
  );
}
