"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { api, fieldError } from "@/components/api";
import { textOf } from "@/components/form-text";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";
import { TOPICS_MAX } from "@/server/domains/sharing/contract";
import { topicsIn } from "./topics";

/** The topics a member would rather open on purpose. Nobody else learns of them. */
export function TopicsForm({
  organisationId,
  topics,
}: {
  organisationId: string;
  topics: readonly string[];
}) {
  const router = useRouter();
  const say = useToast();
  const { busy, error, submit } = useSubmit();

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const wanted = topicsIn(textOf(event.currentTarget, "topics"));
    void submit(async () => {
      await api.sharing.setCollapsedTopics.mutate({ organisationId, topics: wanted });
      say("Saved. Cards that mention one of them stay folded for you.");
      router.refresh();
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      <TextArea
        label="Topics, one on each line"
        description={`Cards that mention one stay folded until you open them, here and in rooms. Up to ${TOPICS_MAX}; for you alone.`}
        name="topics"
        rows={3}
        autoComplete="off"
        defaultValue={topics.join("\n")}
        error={fieldError(error, "topics") ?? error?.issues?.[0]?.message}
      />
      <SubmitError error={error} />
      <div>
        <Button type="submit" busy={busy}>
          Keep these folded
        </Button>
      </div>
    </form>
  );
}
