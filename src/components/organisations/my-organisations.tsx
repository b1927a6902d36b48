import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { PageHeading } from "@/components/ui/page-heading";
import type { OrganisationView } from "@/server/domains/organisations/contract";
import { CreateOrganisationForm } from "./create-organisation-form";

/** A signed-in person's start: the organisations they belong to, and a way to open one. */
export function MyOrganisations({ organisations }: { organisations: OrganisationView[] }) {
  return (
    <div className="grid gap-10">
      <PageHeading
        intro={
          organisations.length > 0
            ? "Welcome back. Nothing to catch up on."
            : "You are signed in. Good that you are here."
        }
      >
        Where you belong
      </PageHeading>

      {organisations.length > 0 ? (
        <ul className="grid gap-4">
          {organisations.map(({ organisationId, name }) => (
            <Card as="li" key={organisationId}>
              <Link
                href={`/o/${organisationId}`}
                className="inline-flex min-h-11 items-center font-heading text-xl"
              >
                {name}
              </Link>
            </Card>
          ))}
        </ul>
      ) : (
        <p>
          You are in no group yet. A facilitator’s link leads straight into one: open it in this
          browser. If you run groups yourself, open an organisation for them here.
        </p>
      )}

      <Disclosure summary="Open an organisation of your own" open={organisations.length === 0}>
        <p className="pb-4 text-ink-soft">
          For people who run groups. What happens in it is seen by nobody outside it.
        </p>
        <CreateOrganisationForm />
      </Disclosure>
    </div>
  );
}
