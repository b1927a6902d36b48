import { Disclosure } from "@/components/ui/disclosure";
import type { AgreementView } from "@/server/domains/groups/contract";
import { AcceptChangedAgreement } from "./accept-changed-agreement";
import { AgreementText } from "./agreement-text";
import { ReviseAgreementForm } from "./revise-agreement-form";

/** What people here have agreed to, and for its facilitators the way to change it. */
export function AgreementSection({
  organisationId,
  groupId,
  agreement,
  iAmIn,
  iAgreed,
  mayRevise,
}: {
  organisationId: string;
  groupId: string;
  agreement: AgreementView;
  iAmIn: boolean;
  iAgreed: boolean;
  mayRevise: boolean;
}) {
  const changed = iAmIn && !iAgreed;
  return (
    <section aria-labelledby="agreement" className="grid gap-4">
      <h2 id="agreement" className="text-2xl">
        What we agreed
      </h2>
      {changed ? (
        <>
          <p>This has changed since you last read it.</p>
          <AgreementText text={agreement.text} />
          <AcceptChangedAgreement {...{ organisationId, groupId }} version={agreement.version} />
        </>
      ) : (
        <Disclosure summary="Read it again">
          <AgreementText text={agreement.text} />
        </Disclosure>
      )}
      {mayRevise ? (
        <Disclosure summary="Change it">
          <ReviseAgreementForm
            // A new version starts a new form: what was typed over the old one is not this one's.
            key={agreement.version}
            {...{ organisationId, groupId, agreement }}
          />
        </Disclosure>
      ) : null}
    </section>
  );
}
