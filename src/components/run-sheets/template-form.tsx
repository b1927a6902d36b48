"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { api, fieldError, wireErrorOf } from "@/components/api";
import { textOf } from "@/components/form-text";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";
import { type TemplateView, TITLE_MAX } from "@/server/domains/run-sheets/contract";
import { SegmentsFieldset } from "./segments-fieldset";
import { useSegments } from "./use-segments";
import { RUN_SHEET_ERRORS } from "./wording";

/** Writes a run sheet for the practice, or its own version of one of the house. */
export function TemplateForm({
  organisationId,
  template,
}: {
  organisationId: string;
  /** Null for a new one. */
  template: TemplateView | null;
}) {
  const router = useRouter();
  const say = useToast();
  const form = useRef<HTMLFormElement>(null);
  const { busy, error, submit } = useSubmit();
  const [fresh] = useState(() => newId());
  const basedOn = useRef(template?.version ?? 0);
  const list = useSegments(
    form,
    (template?.segments ?? []).map((segment, at) => ({ ...segment, key: `was-${at}` })),
  );
  const isOwn = template !== null && template.version > 0;
  const templateId = isOwn ? template.id : fresh;

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const input = {
      organisationId,
      templateId,
      slug: template?.slug ?? null,
      name: textOf(event.currentTarget, "name"),
      purpose: textOf(event.currentTarget, "purpose"),
      segments: list.read().map(({ key: _key, ...segment }) => segment),
    };
    void submit(async () => {
      try {
        const version = basedOn.current;
        await api.runSheets.keepTemplate.mutate({ ...input, basedOn: version });
      } catch (thrown) {
        if (wireErrorOf(thrown).code === "STATE_CHANGED") basedOn.current = await versionNow();
        throw thrown;
      }
      say("It is kept.");
      router.push(`/o/${organisationId}/run-sheets`);
      router.refresh();
    });
  }

  /** What it would be kept over now, once the person has been told. */
  async function versionNow(): Promise<number> {
    const templates = await api.runSheets.listTemplates.query({ organisationId });
    const now = templates.find(({ id, slug }) =>
      template?.slug ? slug === template.slug : id === templateId,
    );
    return now?.version ?? 0;
  }

  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={onSubmit}
      onInput={list.count}
      className="grid gap-8"
    >
      <div className="grid gap-5">
        <TextField
          label="What the run sheet is called"
          name="name"
          autoComplete="off"
          maxLength={TITLE_MAX}
          defaultValue={template?.name}
          error={fieldError(error, "name")}
        />
        <TextArea
          label="What it is for"
          description="For colleagues who choose one. May stay empty."
          name="purpose"
          rows={2}
          maxLength={600}
          defaultValue={template?.purpose}
          error={fieldError(error, "purpose")}
        />
      </div>
      <SegmentsFieldset list={list} error={error} />
      <div className="grid gap-4">
        <SubmitError error={error} words={RUN_SHEET_ERRORS} />
        <div>
          <Button type="submit" variant="primary" busy={busy}>
            Keep this run sheet
          </Button>
        </div>
      </div>
    </form>
  );
}
