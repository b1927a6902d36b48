"use client";

import { useCallback, useEffect, useState } from "react";
import { type ApiError, api, wireErrorOf } from "@/components/api";
import type { ShareView } from "@/server/domains/sharing/contract";

/** Where one of one's own records is shared, as far as somebody may see it now. */
export function useShares(
  organisationId: string,
  sourceId: string,
): { shares: ShareView[]; error: ApiError | null; readAgain: () => void } {
  const [shares, setShares] = useState<ShareView[]>([]);
  const [error, setError] = useState<ApiError | null>(null);
  const [turn, setTurn] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks to read again.
  useEffect(() => {
    let current = true;
    api.sharing.listShares.query({ organisationId, sourceId }).then(
      (found) => {
        if (!current) return;
        setShares(found.filter(({ live }) => live));
        setError(null);
      },
      (thrown) => {
        if (current) setError(wireErrorOf(thrown));
      },
    );
    return () => {
      current = false;
    };
  }, [organisationId, sourceId, turn]);

  return { shares, error, readAgain: useCallback(() => setTurn((before) => before + 1), []) };
}
