"use client";

import { useCallback, useEffect, useState } from "react";

/** Something said in passing beside the composer, perhaps with a way back. */
export type Remark = { words: string; action?: { label: string; onPress: () => void } };

const STAYS_MS = 12_000;

/**
 * The room's passing remark. Not a toast: those lie over the corner where people write.
 * It goes by itself after a while, or when the next one comes.
 */
export function useRemark(): { remark: Remark | null; say: (remark: Remark | null) => void } {
  const [remark, setRemark] = useState<Remark | null>(null);

  useEffect(() => {
    if (!remark) return;
    const timer = setTimeout(() => setRemark(null), STAYS_MS);
    return () => clearTimeout(timer);
  }, [remark]);

  return { remark, say: useCallback((next) => setRemark(next), []) };
}
