import Link from "next/link";
import type { ReactNode } from "react";
import { SignOut } from "@/components/auth/sign-out";
import { NavLinks } from "@/components/shell/nav-links";
import { PageFrame } from "@/components/shell/page-frame";
import type { MyOrganisationView } from "@/server/domains/organisations/contract";

/** The header and footer of every page inside an organisation, with the ways around in it. */
export function OrganisationFrame({
  organisation: { organisationId, name, myRole },
  children,
}: {
  organisation: MyOrganisationView;
  children: ReactNode;
}) {
  const start = `/o/${organisationId}`;
  return (
    <PageFrame
      home="/home"
      nav={
        <NavLinks
          links={[
            { href: start, label: "Groups" },
            { href: `${start}/practice`, label: "Practice" },
            { href: `${start}/note`, label: "Weekly note" },
            // Whoever leads a group finds them beside its sessions.
            ...(myRole === "owner" ? [{ href: `${start}/run-sheets`, label: "Run sheets" }] : []),
          ]}
        />
      }
      person={
        <div className="flex flex-wrap items-center gap-x-5 text-sm">
          <Link
            href="/home"
            className="inline-flex min-h-11 items-center text-ink-soft no-underline hover:underline"
          >
            {name}
          </Link>
          <SignOut />
        </div>
      }
    >
      {children}
    </PageFrame>
  );
}
