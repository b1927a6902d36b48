"use client";

import { useCallback, useState } from "react";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import type { ShareField } from "@/server/domains/sharing/contract";
import { AskedFields } from "./asked-fields";
import { type AskedFor, isBehind, previewOf } from "./preview";
import { type RoomPlace, ShareInRoom } from "./share-in-room";
import { TickFields } from "./tick-fields";
import { useOwnPages } from "./use-own-pages";
import { useShareable } from "./use-shareable";

const ASKED: AskedFor = { wantsBack: "witness", contentNote: "" };

/** Shares an exposure that is behind one: only the fields that are ticked, and none is to begin with. */
export function ShareWinForm(place: RoomPlace) {
  const { organisationId, roomId } = place;
  const read = useCallback(
    async (before: string | undefined) => {
      const page = await api.exposures.listExposures.query({ organisationId, before });
      return { items: page.exposures.filter(({ state }) => isBehind(state)), next: page.next };
    },
    [organisationId],
  );
  const { items, hasMore, error, readMore } = useOwnPages(read);
  const [chosen, setChosen] = useState<string | null>(null);
  const [ticked, setTicked] = useState<ShareField[]>([]);
  const [asked, setAsked] = useState(ASKED);
  const source = useShareable(organisationId, { kind: "exposure", id: chosen });
  const preview = source && previewOf(source, ticked, asked);

  function choose(exposureId: string) {
    setChosen(exposureId);
    // What was agreed to show of one is not agreed for another.
    setTicked([]);
    setAsked(ASKED);
  }

  return (
    <ShareInRoom
      place={place}
      what={`${chosen}`}
      preview={preview}
      waiting="Nothing yet. Tick what you would like to show."
      onShare={async (share) => {
        if (!chosen) return;
        await api.sharing.share.mutate({
          organisationId,
          source: { kind: "exposure", id: chosen },
          with: { audience: "room", roomId },
          fields: ticked,
          ...asked,
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
      {source ? (
        <>
          <TickFields source={source} ticked={ticked} onChange={setTicked} />
          <AskedFields asked={asked} onChange={setAsked} />
        </>
      ) : null}
    </ShareInRoom>
  );
}
