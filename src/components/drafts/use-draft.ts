"use client";

import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { api, wireErrorOf } from "@/components/api";
import type { DraftView } from "@/server/domains/drafts/contract";
import { type DraftFields, DraftSaver, linkOf } from "./draft-saver";
import { draftStore } from "./draft-store";

export type UsedDraft = ReturnType<typeof useDraft>;

/**
 * A draft that saves itself while it is written, wherever that is: on its own page or in a room. For
 * another draft, mount it anew (`key={draftId}`).
 */
export function useDraft({
  organisationId,
  draftId,
  draft,
}: {
  organisationId: string;
  draftId: string;
  /** As the server has it; null before its first save. */
  draft: DraftView | null;
}) {
  const [saver] = useState(
    () =>
      new DraftSaver(draft, {
        server: serverOf(organisationId, draftId),
        store: draftStore(draftId),
      }),
  );
  const state = useSyncExternalStore(
    saver.subscribe,
    () => saver.state,
    () => saver.state,
  );
  const [photo, setPhoto] = useState(draft?.photo ?? null);

  useEffect(() => {
    // After the first paint, as the server has no idea what this browser keeps.
    saver.start();
    const onVisibility = () => {
      if (document.visibilityState === "visible") void saver.refresh().catch(() => {});
      else saver.saveUnsaved();
    };
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("online", saver.saveUnsaved);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("online", saver.saveUnsaved);
      saver.stop();
    };
  }, [saver]);

  const erase = useCallback(
    () =>
      saver.erase(async () => {
        try {
          await api.sharing.deleteDraft.mutate({ organisationId, draftId });
        } catch (thrown) {
          // A page that was never saved, or one that is gone already.
          if (wireErrorOf(thrown).code !== "NOT_FOUND") throw thrown;
        }
      }),
    [organisationId, draftId, saver],
  );

  return {
    organisationId,
    draftId,
    ...state,
    keep: useCallback((changed: Partial<DraftFields>) => saver.change(changed), [saver]),
    save: useCallback(() => saver.save(), [saver]),
    seal: useCallback(() => saver.seal(), [saver]),
    putBack: useCallback(() => saver.putBack(), [saver]),
    letBe: useCallback(() => saver.letBe(), [saver]),
    letGo: useCallback(() => saver.letGo(), [saver]),
    erase,
    photo,
    setPhoto,
  };
}

function serverOf(organisationId: string, draftId: string) {
  const ref = { organisationId, draftId };
  const input = (fields: DraftFields, basedOn: string | null) => ({
    ...ref,
    ...fields,
    link: linkOf(fields),
    basedOn,
  });
  return {
    save: (fields: DraftFields, basedOn: string | null) =>
      api.drafts.saveDraft.mutate(input(fields, basedOn)),
    seal: (fields: DraftFields, basedOn: string | null) =>
      api.drafts.sealDraft.mutate(input(fields, basedOn)),
    find: () => api.drafts.findDraft.query(ref),
  };
}
