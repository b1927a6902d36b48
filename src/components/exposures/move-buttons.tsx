"use client";

import { useRouter } from "next/navigation";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button, EvenChoices } from "@/components/ui/button";
import { useSubmit } from "@/components/use-submit";
import { EXPOSURE_ERRORS } from "./wording";

const MOVES = {
  sealAndStart: { label: "Seal it and start", write: api.exposures.sealAndStart },
  finishExposure: { label: "It is done", write: api.exposures.finishExposure },
  letGo: { label: "Let it go", write: api.exposures.letGo },
};

/** Ways on from here, side by side at the same weight. None of them asks for a reason. */
export function MoveButtons({
  organisationId,
  exposureId,
  moves,
}: {
  organisationId: string;
  exposureId: string;
  moves: (keyof typeof MOVES)[];
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();

  function go(move: keyof typeof MOVES) {
    void submit(async () => {
      await MOVES[move].write.mutate({ organisationId, exposureId });
      router.refresh();
    });
  }

  return (
    <div className="grid gap-4">
      <SubmitError error={error} words={EXPOSURE_ERRORS} />
      <EvenChoices label="Ways on from here">
        {moves.map((move) => (
          <Button key={move} variant="even" busy={busy} onClick={() => go(move)}>
            {MOVES[move].label}
          </Button>
        ))}
      </EvenChoices>
    </div>
  );
}
