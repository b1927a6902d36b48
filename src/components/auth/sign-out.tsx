import { Button } from "@/components/ui/button";

/** Signs this browser out, at once and everywhere it has a room open. Needs no script. */
export function SignOut() {
  return (
    <form action="/api/auth/sign-out" method="post">
      <Button type="submit" variant="plain">
        Sign out
      </Button>
    </form>
  );
}
