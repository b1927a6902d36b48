"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Disclosure } from "@/components/ui/disclosure";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";
import { CATEGORIES, type Category } from "@/server/domains/exposures/contract";
import { CATEGORY_WORDS } from "./wording";

/** Kinds of ideas a member would rather not see. Nobody asks why, and nobody learns of it. */
export function HiddenKinds({
  organisationId,
  hidden,
}: {
  organisationId: string;
  hidden: Category[];
}) {
  const router = useRouter();
  const say = useToast();
  const { busy, error, submit } = useSubmit();
  const [categories, setCategories] = useState(hidden);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit(async () => {
      await api.exposures.hideCategories.mutate({ organisationId, categories });
      say("Kept. Nobody but you knows.");
      router.refresh();
    });
  }

  return (
    <Disclosure summary="Kinds I would rather not see">
      <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4 py-2">
        <p className="text-ink-soft text-sm">
          Ticked ones stay out of the ideas until you untick them. No reason needed, and nobody else
          learns of it.
        </p>
        <fieldset className="grid min-w-0 gap-x-6 sm:grid-cols-2">
          <legend className="sr-only">Kinds of ideas</legend>
          {CATEGORIES.map((category) => (
            <Checkbox
              key={category}
              name="categories"
              value={category}
              label={CATEGORY_WORDS[category]}
              checked={categories.includes(category)}
              onChange={(event) =>
                setCategories((before) =>
                  event.target.checked
                    ? [...before, category]
                    : before.filter((each) => each !== category),
                )
              }
            />
          ))}
        </fieldset>
        <SubmitError error={error} />
        <div>
          <Button type="submit" busy={busy}>
            Keep it like that
          </Button>
        </div>
      </form>
    </Disclosure>
  );
}
