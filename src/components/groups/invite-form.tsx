"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api, fieldError } from "@/components/api";
import { textOf } from "@/components/form-text";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { useSubmit } from "@/components/use-submit";
import type { GroupRole } from "@/server/domains/groups/contract";
import { FreshLink } from "./fresh-link";
import { INVITE_WORDS } from "./wording";

/** Makes a link and shows it once, ready to be copied. */
export function InviteForm({
  organisationId,
  groupId,
  mayInvite,
}: {
  organisationId: string;
  groupId: string;
  mayInvite: GroupRole[];
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const [link, setLink] = useState<string | null>(null);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const chosen = textOf(event.currentTarget, "role");
    const role = mayInvite.find((each) => each === chosen) ?? "member";
    void submit(async () => {
      const invite = await api.groups.createInvite.mutate({ organisationId, groupId, role });
      setLink(new URL(invite.path, window.location.origin).href);
      router.refresh();
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      <RadioGroup
        name="role"
        label="What the link is for"
        description="It works for fourteen days, for everyone who has it. You can call it back at any time."
        defaultValue="member"
        options={mayInvite.map((each) => ({ value: each, label: INVITE_WORDS[each] }))}
        error={fieldError(error, "role")}
      />
      <SubmitError error={error} />
      <div>
        <Button type="submit" busy={busy}>
          Make a link
        </Button>
      </div>
      {link ? <FreshLink link={link} /> : null}
    </form>
  );
}
