import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignIn } from "@/components/auth/sign-in";
import { PageFrame } from "@/components/shell/page-frame";
import { returnPath } from "@/server/auth/return-to";
import { runtime } from "@/server/runtime";
import { currentUser } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Sign in" };

type Search = Record<"returnTo" | "asked" | "trouble", string | string[] | undefined>;

/** Asks for a sign-in link; who is signed in already goes straight on. */
export default async function Page({ searchParams }: { searchParams: Promise<Search> }) {
  const { returnTo, asked, trouble } = await searchParams;
  const goTo = returnPath(typeof returnTo === "string" ? returnTo : null);
  if (await currentUser()) redirect(goTo);
  return (
    <PageFrame width="measure">
      <SignIn
        returnTo={goTo}
        mailboxHref={runtime().env.demo ? "/mailbox" : null}
        alreadyAsked={asked !== undefined}
        troubleCode={typeof trouble === "string" ? trouble : null}
      />
    </PageFrame>
  );
}
