"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { api, wireErrorOf } from "@/components/api";
import { newId } from "@/components/new-id";
import { oneAtATime } from "@/components/one-at-a-time";
import { useLive } from "@/components/rooms/live-context";
import type {
  OwnPartView,
  SharedExposureView,
  TakePart,
} from "@/server/domains/shared-exposures/contract";

const AGAIN_MS = 2000;

/** What this person does in a shared exposure; nobody else learns of it. `part` undefined: not known. */
export function useOwnPart({ id: sharedExposureId, state }: SharedExposureView) {
  const { organisationId, snapshot, say } = useLive();
  const { roomId } = snapshot;
  const [part, setPart] = useState<OwnPartView | null | undefined>(undefined);
  const [inTurn] = useState(oneAtATime);
  const gone = useRef(false);

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again as it moves on.
  useEffect(() => {
    let stale = false;
    api.sharedExposures.findOwnPart.query({ organisationId, roomId, sharedExposureId }).then(
      (own) => stale || setPart(own),
      () => stale || setPart((before) => before ?? null),
    );
    return () => {
      stale = true;
    };
  }, [organisationId, roomId, sharedExposureId, state]);

  const ref = { organisationId, roomId, sharedExposureId };

  /** Tried until it is taken: a tap is one, however often it is sent. */
  const tap = useCallback(
    (suds: number) => {
      const tapped = { organisationId, roomId, sharedExposureId, tapId: newId(), suds };
      void inTurn(async () => {
        while (!gone.current) {
          try {
            setPart(await api.sharedExposures.tap.mutate(tapped));
            return;
          } catch (thrown) {
            const { code } = wireErrorOf(thrown);
            if (code !== "UNREACHABLE") {
              say({ words: "That came after it was over, so it was not noted." });
              return;
            }
            await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
          }
        }
      });
    },
    [organisationId, roomId, sharedExposureId, inTurn, say],
  );

  return {
    part,
    tap,
    takePart: async (said: Omit<TakePart, keyof typeof ref>) =>
      setPart(await api.sharedExposures.takePart.mutate({ ...ref, ...said })),
    finish: async (how: "done" | "let_go", peakSuds: number | null = null) =>
      setPart(await api.sharedExposures.finishPart.mutate({ ...ref, how, peakSuds })),
  };
}

export type OwnPartActs = ReturnType<typeof useOwnPart>;
