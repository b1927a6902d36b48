import { Button } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";

/** For someone who followed an invitation and is not signed in. Names no group: links get lost. */
export function InvitationSignIn({ path }: { path: string }) {
  return (
    <div className="grid gap-6">
      <PageHeading>Someone has a place for you</PageHeading>
      <p>
        This link leads into a small group with a facilitator, for people worn out by having to get
        everything right. You can read what the group is about and what its people agree to before
        you decide.
      </p>
      <p>
        First we need an email address to send a sign-in link to. It is never shown to the group:
        inside, you go by a name that you choose.
      </p>
      <div className="flex flex-wrap gap-3">
        <Button href={`/sign-in?returnTo=${encodeURIComponent(path)}`} variant="primary">
          Sign in to look
        </Button>
        <Button href="/">What is this place?</Button>
      </div>
    </div>
  );
}
