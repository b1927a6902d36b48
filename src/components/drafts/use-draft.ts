"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { type ApiError, api, wireErrorOf } from "@/components/api";
import { useKept } from "@/components/exposures/use-kept";
import type { DraftView } from "@/server/domains/drafts/contract";
import type { WantsBack } from "@/server/domains/rooms/contract";

const PAUSE_MS = 800;
const RETRY_MS = 5_000;

export type DraftFields = { body: string; wantsBack: WantsBack };

/**
 * A draft that saves itself while it is written: in this browser at once, on the server after a
 * short pause. One save is on its way at a time, so that an older one never lands on a newer.
 */
export function useDraft({
  organisationId,
  draftId,
  draft,
}: {
  organisationId: string;
  draftId: string;
  draft: DraftView | null;
}) {
  const { fields, keep, forget } = useKept<DraftFields>(`draft:${draftId}`, {
    body: draft?.body ?? "",
    wantsBack: draft?.wantsBack ?? "witness",
  });
  const saved = useRef<DraftFields>({
    body: draft?.body ?? "",
    wantsBack: draft?.wantsBack ?? "witness",
  });
  const saving = useRef<Promise<void> | null>(null);
  const stopped = useRef(false);
  const [state, setState] = useState<"unchanged" | "saved" | "unsaved">("unchanged");
  const [error, setError] = useState<ApiError | null>(null);
  const [attempt, setAttempt] = useState(0);

  const save = useCallback(
    async (now: DraftFields) => {
      try {
        await api.drafts.saveDraft.mutate({ organisationId, draftId, ...now });
        saved.current = now;
        setError(null);
        setState("saved");
        forget();
      } catch (thrown) {
        setError(wireErrorOf(thrown));
      }
    },
    [organisationId, draftId, forget],
  );

  useEffect(() => {
    if (isSame(fields, saved.current) || stopped.current) return;
    setState("unsaved");
    const pause = setTimeout(
      () => {
        if (saving.current) return;
        saving.current = save(fields).finally(() => {
          saving.current = null;
          // Looks again: something may have been typed meanwhile, or the save may have failed.
          setAttempt((count) => count + 1);
        });
      },
      attempt > 0 && error ? RETRY_MS : PAUSE_MS,
    );
    return () => clearTimeout(pause);
  }, [fields, save, attempt, error]);

  /** Seals these very words, once whatever was on its way has arrived. */
  const seal = useCallback(async () => {
    stopped.current = true;
    try {
      await saving.current;
      await api.drafts.sealDraft.mutate({ organisationId, draftId, ...fields });
      forget();
    } finally {
      stopped.current = false;
    }
  }, [organisationId, draftId, fields, forget]);

  return { fields, keep, state, saveError: error, seal };
}

function isSame(one: DraftFields, other: DraftFields): boolean {
  return one.body === other.body && one.wantsBack === other.wantsBack;
}
