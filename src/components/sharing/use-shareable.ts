"use client";

import { useEffect, useState } from "react";
import { api } from "@/components/api";
import type { Shareable } from "./preview";

export type SourceRef = { kind: Shareable["kind"]; id: string };

/**
 * The whole of one's own record; null while it is on its way or nothing is chosen. It is read again
 * when `version` changes.
 */
export function useShareable(
  organisationId: string,
  { kind, id }: { kind: Shareable["kind"]; id: string | null },
  version?: unknown,
): Shareable | null {
  const [found, setFound] = useState<Shareable | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says that the record changed.
  useEffect(() => {
    if (id === null) return;
    let wanted = true;
    read(organisationId, { kind, id }).then(
      (record) => {
        if (wanted) setFound(record);
      },
      // Without it there is nothing to tick, and with nothing ticked nothing can be shared.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [organisationId, kind, id, version]);

  return found?.record.id === id ? found : null;
}

async function read(organisationId: string, { kind, id }: SourceRef): Promise<Shareable | null> {
  if (kind === "exposure") {
    const ref = { organisationId, exposureId: id };
    return { kind, record: await api.exposures.accessExposure.query(ref) };
  }
  if (kind === "draft") {
    const ref = { organisationId, draftId: id };
    return { kind, record: await api.drafts.accessDraft.query(ref) };
  }
  const { checkIns } = await api.checkins.listCheckIns.query({ organisationId });
  const record = checkIns.find((each) => each.id === id);
  return record ? { kind, record } : null;
}
