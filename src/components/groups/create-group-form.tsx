"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api, fieldError } from "@/components/api";
import { textOf } from "@/components/form-text";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import { useSubmit } from "@/components/use-submit";
import {
  AGREEMENT_MAX,
  AGREEMENT_SUGGESTION,
  GROUP_NAME_MAX,
  PURPOSE_MAX,
} from "@/server/domains/groups/contract";
import { SHOWN_NAME, ShownNameField } from "./shown-name-field";

/** Founds a group with the person as its first facilitator, and leads into it. */
export function CreateGroupForm({ organisationId }: { organisationId: string }) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const [groupId] = useState(() => newId());

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const group = {
      organisationId,
      groupId,
      name: textOf(form, "name"),
      purpose: textOf(form, "purpose"),
      agreement: textOf(form, "agreement"),
      shownName: textOf(form, SHOWN_NAME),
    };
    void submit(async () => {
      await api.groups.createGroup.mutate(group);
      router.push(`/o/${organisationId}/groups/${groupId}`);
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-5">
      <TextField
        label="What the group is called"
        name="name"
        autoComplete="off"
        maxLength={GROUP_NAME_MAX}
        error={fieldError(error, "name")}
      />
      <TextArea
        label="What it is for"
        description="A sentence for people who have been given a link. May stay empty."
        name="purpose"
        rows={2}
        maxLength={PURPOSE_MAX}
        error={fieldError(error, "purpose")}
      />
      <TextArea
        label="What people agree to"
        description="Everyone reads this before they come in. Change it as you like; a later change is shown to everybody again."
        name="agreement"
        rows={10}
        maxLength={AGREEMENT_MAX}
        defaultValue={AGREEMENT_SUGGESTION}
        error={fieldError(error, "agreement")}
      />
      <ShownNameField error={error} />
      <SubmitError error={error} />
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          Start the group
        </Button>
      </div>
    </form>
  );
}
