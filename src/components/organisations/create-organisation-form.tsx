"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api, fieldError } from "@/components/api";
import { textOf } from "@/components/form-text";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { useSubmit } from "@/components/use-submit";
import { ORGANISATION_NAME_MAX } from "@/server/domains/organisations/contract";

/** Opens an organisation of one's own and leads into it. */
export function CreateOrganisationForm() {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const [organisationId] = useState(() => newId());

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = textOf(event.currentTarget, "name");
    void submit(async () => {
      await api.organisations.createOrganisation.mutate({ organisationId, name });
      router.push(`/o/${organisationId}`);
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-5">
      <TextField
        label="What it is called"
        description="A practice, a charity, a university."
        name="name"
        autoComplete="organization"
        maxLength={ORGANISATION_NAME_MAX}
        error={fieldError(error, "name")}
      />
      <SubmitError error={error} />
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          Open it
        </Button>
      </div>
    </form>
  );
}
