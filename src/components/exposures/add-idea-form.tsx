"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api, fieldError } from "@/components/api";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";
import { type AddIdea, CATEGORIES, DIFFICULTIES } from "@/server/domains/exposures/contract";
import { useKept } from "./use-kept";
import { CATEGORY_WORDS, DIFFICULTY_WORDS } from "./wording";

const NO_IDEA = { title: "", category: "", difficulty: "", suggestion: "", notice: "" };

/** An idea of the organisation's own, for all its people. */
export function AddIdeaForm({ organisationId }: { organisationId: string }) {
  const router = useRouter();
  const say = useToast();
  const { busy, error, submit } = useSubmit();
  const [id] = useState(() => newId());
  const { fields, keep, forget } = useKept(`idea:${organisationId}`, { ideaId: id, ...NO_IDEA });

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit(async () => {
      keep({ ideaId: fields.ideaId });
      const { category, difficulty, ...words } = fields;
      await api.exposures.addIdea.mutate({
        ...{ organisationId, ...words },
        // What was not chosen is the server's to ask for, beside its field.
        category: category as AddIdea["category"],
        difficulty: Number(difficulty) as AddIdea["difficulty"],
      });
      keep({ ideaId: newId(), ...NO_IDEA });
      forget();
      say("It is among the ideas now.");
      router.refresh();
    });
  }

  const line = (name: "title" | "suggestion" | "notice") => ({
    name,
    value: fields[name],
    onChange: (event: { target: { value: string } }) => keep({ [name]: event.target.value }),
    error: fieldError(error, name),
  });

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-5">
      <TextField label="In a few words" autoComplete="off" maxLength={120} {...line("title")} />
      <div className="grid gap-5 sm:grid-cols-2">
        <Select
          label="Kind"
          name="category"
          value={fields.category}
          onChange={(event) => keep({ category: event.target.value })}
          error={fieldError(error, "category")}
          options={[
            { value: "", label: "Choose one" },
            ...CATEGORIES.map((value) => ({ value, label: CATEGORY_WORDS[value] })),
          ]}
        />
        <Select
          label="How big a step, as a first guess"
          name="difficulty"
          value={fields.difficulty}
          onChange={(event) => keep({ difficulty: event.target.value })}
          error={fieldError(error, "difficulty")}
          options={[
            { value: "", label: "Choose one" },
            ...DIFFICULTIES.map((value) => ({
              value: String(value),
              label: DIFFICULTY_WORDS[value],
            })),
          ]}
        />
      </div>
      <TextArea
        label="What to do"
        description="With its limit in it: what to keep out, so that it stays small."
        rows={2}
        maxLength={600}
        {...line("suggestion")}
      />
      <TextArea
        label="What one might look out for"
        description="A question to take along."
        rows={2}
        maxLength={300}
        {...line("notice")}
      />
      <SubmitError error={error} />
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          Add it
        </Button>
      </div>
    </form>
  );
}
