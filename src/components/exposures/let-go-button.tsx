"use client";

import { useRouter } from "next/navigation";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { useSubmit } from "@/components/use-submit";
import { EXPOSURE_ERRORS } from "./wording";

/** Lets an exposure go, without a reason and at the weight of every other way on. */
export function LetGoButton({
  organisationId,
  exposureId,
}: {
  organisationId: string;
  exposureId: string;
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();

  function letGo() {
    void submit(async () => {
      await api.exposures.letGo.mutate({ organisationId, exposureId });
      router.refresh();
    });
  }

  return (
    <>
      <Button variant="even" busy={busy} onClick={letGo}>
        Let it go
      </Button>
      {error ? (
        <div className="col-span-full">
          <SubmitError error={error} words={EXPOSURE_ERRORS} />
        </div>
      ) : null}
    </>
  );
}
