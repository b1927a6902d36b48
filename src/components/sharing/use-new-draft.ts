"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "@/components/api";
import { newId } from "@/components/new-id";
import { oneAtATime } from "@/components/one-at-a-time";
import type { WantsBack } from "@/server/domains/rooms/contract";

const SAVE_AFTER_MS = 1_200;

export type NewDraft = ReturnType<typeof useNewDraft>;

/**
 * A draft being written in the room. It saves itself among the person's own drafts while they write,
 * so that closing the window loses nothing.
 */
export function useNewDraft(organisationId: string) {
  const [draftId, setDraftId] = useState(() => newId());
  const [body, setBody] = useState("");
  const [wantsBack, setWantsBack] = useState<WantsBack>("witness");
  const [saved, setSaved] = useState<string | null>(null);
  const state = JSON.stringify([draftId, body, wantsBack]);
  const latest = useRef({ organisationId, draftId, body, wantsBack });
  latest.current = { organisationId, draftId, body, wantsBack };

  const [inTurn] = useState(oneAtATime);
  const save = useCallback(
    () =>
      inTurn(async () => {
        const input = latest.current;
        await api.drafts.saveDraft.mutate(input);
        setSaved(JSON.stringify([input.draftId, input.body, input.wantsBack]));
        return input.draftId;
      }),
    [inTurn],
  );

  useEffect(() => {
    if (body.trim() === "" || saved === state) return;
    // It is saved again on the next change, and always before it is shared.
    const timer = setTimeout(() => void save().catch(() => {}), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [body, saved, state, save]);

  return {
    draftId,
    body,
    wantsBack,
    isSaved: saved === state,
    setBody,
    setWantsBack,
    /** @returns the draft's id, once what is written is stored. @throws what the server answers. */
    save,
    startAfresh: () => {
      setDraftId(newId());
      setBody("");
      setSaved(null);
    },
  };
}
