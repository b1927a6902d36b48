"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";

/** Where cards are being read, and by someone who prefers which topics folded. */
type SharingPlace = { organisationId: string; topics: readonly string[] };

const Place = createContext<SharingPlace>({ organisationId: "", topics: [] });

/** Says of everything inside it in which organisation, and for whom, its cards are shown. */
export function InSharingPlace({
  organisationId,
  topics,
  children,
}: SharingPlace & { children: ReactNode }) {
  const place = useMemo(() => ({ organisationId, topics }), [organisationId, topics]);
  return <Place value={place}>{children}</Place>;
}

export function useSharingPlace(): SharingPlace {
  return useContext(Place);
}
