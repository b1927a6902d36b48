"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { type ApiError, api, fieldError, wireErrorOf } from "@/components/api";
import { newId } from "@/components/new-id";
import { oneAtATime } from "@/components/one-at-a-time";
import { PHOTO_MAX_BYTES } from "@/server/domains/drafts/contract";
import { PhotoError, sendPhoto } from "./send-photo";
import type { UsedDraft } from "./use-draft";

const PAUSE_MS = 800;

export type UsedPhoto = ReturnType<typeof usePhoto>;

/** The photo of a draft that is being written: sending it, taking it off, saying what it shows. */
export function usePhoto({ organisationId, draftId, photo, setPhoto, save }: UsedDraft) {
  /** The part that is sent, 0–1; null while nothing is. */
  const [sent, setSent] = useState<number | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [alt, setAlt] = useState(photo?.alt ?? "");
  const [inTurn] = useState(oneAtATime);
  const said = useRef({ alt, saved: photo?.alt ?? "" });

  const attach = useCallback(
    async (file: Blob) => {
      setTrouble(null);
      if (file.size > PHOTO_MAX_BYTES) return setTrouble(TOO_LARGE);
      setSent(0);
      try {
        // There must be a draft to put it on, even one without words.
        await save();
        const ids = { organisationId, draftId, photoId: newId() };
        const draft = await sendPhoto(file, ids, setSent);
        said.current = { alt: "", saved: "" };
        setAlt("");
        setPhoto(draft.photo);
      } catch (thrown) {
        setTrouble(wordsFor(thrown instanceof PhotoError ? thrown.apiError : wireErrorOf(thrown)));
      } finally {
        setSent(null);
      }
    },
    [organisationId, draftId, save, setPhoto],
  );

  const takeOff = useCallback(async () => {
    setTrouble(null);
    try {
      await inTurn(() => api.drafts.removePhoto.mutate({ organisationId, draftId }));
      setPhoto(null);
    } catch (thrown) {
      setTrouble(wordsFor(wireErrorOf(thrown)));
    }
  }, [organisationId, draftId, inTurn, setPhoto]);

  /** Resolves once the description is stored as it stands. @throws what the server answers */
  const settle = useCallback(
    () =>
      inTurn(async () => {
        const { alt, saved } = said.current;
        if (alt === saved) return;
        await api.drafts.describePhoto.mutate({ organisationId, draftId, alt });
        said.current.saved = alt;
      }),
    [organisationId, draftId, inTurn],
  );

  const sayWhatIsOnIt = useCallback((next: string) => {
    said.current.alt = next;
    setAlt(next);
  }, []);

  useEffect(() => {
    if (!photo || alt === said.current.saved) return;
    // It is stored again on the next change, and always before the draft is sealed.
    const pause = setTimeout(() => void settle().catch(() => {}), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [photo, alt, settle]);

  return { photo, sent, trouble, alt, attach, takeOff, sayWhatIsOnIt, settle };
}

const TOO_LARGE = `That photo is larger than ${PHOTO_MAX_BYTES / 1024 / 1024} MB. A smaller copy will do.`;

function wordsFor(error: ApiError): string {
  switch (error.code) {
    case "INVALID_INPUT":
      return fieldError(error, "photo") ?? "We could not open that photo.";
    case "TOO_MANY":
      return "Many photos are coming in just now. Please try again in a moment.";
    case "STATE_CHANGED":
      return "This draft was called good enough on another screen, so it stays as it was there.";
    case "SIGN_IN_NEEDED":
      return "You have been signed out. Sign in again in another tab, then come back here.";
    case "UNREACHABLE":
      return "We could not reach the server just now. Please choose the photo again in a moment.";
    default:
      return "Something of ours broke. The photo was not kept; your words were.";
  }
}
