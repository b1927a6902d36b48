"use client";

import { useCallback, useEffect, useState } from "react";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import type { ExposureView } from "@/server/domains/exposures/contract";
import type { WinField } from "@/server/domains/rooms/contract";
import { previewOf } from "./preview";
import { ShareForm, type SharePlace } from "./share-form";
import { TickFields } from "./tick-fields";
import { useOwnPages } from "./use-own-pages";

/** Shares an exposure that is behind one: only the fields that are ticked, and none is to begin with. */
export function ShareWinForm(place: SharePlace) {
  const { organisationId, roomId } = place;
  const read = useCallback(
    async (before: string | undefined) => {
      const page = await api.exposures.listExposures.query({ organisationId, before });
      const behind = page.exposures.filter(
        ({ state }) => state === "done" || state === "reflected",
      );
      return { items: behind, next: page.next };
    },
    [organisationId],
  );
  const { items, hasMore, error, readMore } = useOwnPages(read);
  const [chosen, setChosen] = useState<string | null>(null);
  const [ticked, setTicked] = useState<WinField[]>([]);
  const exposure = useExposure(organisationId, chosen);
  const preview = exposure && ticked.length > 0 ? previewOf(exposure, ticked) : null;

  function choose(exposureId: string) {
    setChosen(exposureId);
    // What was agreed to show of one is not agreed for another.
    setTicked([]);
  }

  return (
    <ShareForm
      place={place}
      what={`${chosen} ${ticked.join(" ")}`}
      preview={preview}
      waiting="Nothing yet. Tick what you would like to show."
      onShare={async (share) => {
        if (!chosen) return;
        const exposureId = chosen;
        await api.sharing.shareExposure.mutate({
          organisationId,
          roomId,
          exposureId,
          fields: ticked,
          ...share,
        });
        setTicked([]);
        setChosen(null);
      }}
    >
      {items?.length === 0 && !hasMore ? (
        <p className="pencilled">
          There is nothing to share from yet. Once you have done an exposure, it can be shared from
          here.
        </p>
      ) : (
        <RadioGroup
          name="exposure"
          label="Which one?"
          options={(items ?? []).map(({ id, plan }) => ({ value: id, label: plan }))}
          value={chosen}
          onValueChange={choose}
        />
      )}
      {hasMore ? (
        <div>
          <Button variant="plain" size="sm" onClick={readMore}>
            Ones from before
          </Button>
        </div>
      ) : null}
      <SubmitError error={error} />
      {exposure ? <TickFields exposure={exposure} ticked={ticked} onChange={setTicked} /> : null}
    </ShareForm>
  );
}

/** The whole of one's own exposure; null while it is on its way or nothing is chosen. */
function useExposure(organisationId: string, exposureId: string | null): ExposureView | null {
  const [exposure, setExposure] = useState<ExposureView | null>(null);
  useEffect(() => {
    if (exposureId === null) return;
    let wanted = true;
    api.exposures.accessExposure.query({ organisationId, exposureId }).then(
      (found) => {
        if (wanted) setExposure(found);
      },
      // Without it there is nothing to tick, and with nothing ticked nothing can be shared.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [organisationId, exposureId]);
  return exposure?.id === exposureId ? exposure : null;
}
