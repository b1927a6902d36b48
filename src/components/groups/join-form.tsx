"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api, wireErrorOf } from "@/components/api";
import { textOf } from "@/components/form-text";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { useSubmit } from "@/components/use-submit";
import type { AgreementView } from "@/server/domains/groups/contract";
import { AgreementText } from "./agreement-text";
import { SHOWN_NAME, ShownNameField } from "./shown-name-field";

const CHANGED = "The agreement changed while you were reading. It now stands above as it is.";

/** Reading, agreeing and choosing a name: the last step before a group. */
export function JoinForm({
  organisationId,
  secret,
  agreement,
}: {
  organisationId: string;
  secret: string;
  agreement: AgreementView;
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const [askToAgree, setAskToAgree] = useState(false);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const shownName = textOf(event.currentTarget, SHOWN_NAME);
    const agreed = textOf(event.currentTarget, "agreed") === String(agreement.version);
    setAskToAgree(!agreed);
    if (!agreed) return;
    void submit(async () => {
      try {
        const { groupId } = await api.groups.acceptInvitation.mutate({
          organisationId,
          secret,
          shownName,
          agreedVersion: agreement.version,
        });
        router.push(`/o/${organisationId}/groups/${groupId}`);
      } catch (thrown) {
        if (wireErrorOf(thrown).code === "AGREEMENT_CHANGED") router.refresh();
        throw thrown;
      }
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-8">
      <section aria-labelledby="agreement" className="grid gap-4">
        <h2 id="agreement" className="text-2xl">
          What people here agree to
        </h2>
        <div className="wobble inked border-rule bg-well p-4 sm:p-6">
          <AgreementText text={agreement.text} />
        </div>
        <Checkbox
          // Agreeing holds for the words it was given to: a new version is a new box, not ticked.
          key={agreement.version}
          name="agreed"
          value={agreement.version}
          label="I have read this, and I agree to it"
          onChange={() => setAskToAgree(false)}
          error={askToAgree ? "This comes first. Take the time you need." : undefined}
        />
      </section>
      <ShownNameField error={error} />
      <SubmitError
        error={error}
        words={{ AGREEMENT_CHANGED: CHANGED, NAME_TAKEN: "The name needs another look." }}
      />
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          Come in
        </Button>
      </div>
    </form>
  );
}
