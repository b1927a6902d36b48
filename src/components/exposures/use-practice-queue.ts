"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api, wireErrorOf } from "@/components/api";
import { newId } from "@/components/new-id";
import { createPracticeQueue, type Noted, replay, type Waiting } from "./practice-queue";

const TRY_AGAIN_MS = 15_000;

type Ref = { organisationId: string; exposureId: string };

function send(ref: Ref, { id, noted }: Waiting): Promise<unknown> {
  return noted.kind === "done"
    ? api.exposures.finishExposure.mutate({ ...ref, at: noted.at })
    : api.exposures.noteMoment.mutate({ ...ref, momentId: id, ...noted });
}

/** Sends what this browser still holds of one exposure. @returns what the server now has */
export async function sendWaiting(ref: Ref): Promise<Waiting[]> {
  const queue = createPracticeQueue(() => window.localStorage, ref.exposureId);
  const { sent } = await replay(queue, (waiting) => send(ref, waiting), wireErrorOf);
  return sent;
}

/**
 * Notes along the way of one exposure: kept in this browser first, then sent in order, now or when
 * there is a connection again. `noted` is everything of this page's life and what waited before,
 * oldest first; `waiting` is what has not been sent.
 */
export function usePracticeQueue({ organisationId, exposureId }: Ref) {
  const router = useRouter();
  const queue = useMemo(
    () => createPracticeQueue(() => window.localStorage, exposureId),
    [exposureId],
  );
  const [waiting, setWaiting] = useState<Waiting[]>([]);
  const [sent, setSent] = useState<Waiting[]>([]);
  const [stoppedBy, setStoppedBy] = useState<string | null>(null);
  const underWay = useRef(false);

  const flush = useCallback(async () => {
    if (underWay.current) return;
    underWay.current = true;
    try {
      const ref = { organisationId, exposureId };
      const result = await replay(queue, (next) => send(ref, next), wireErrorOf);
      setSent((before) => [...before, ...result.sent]);
      setStoppedBy(result.stoppedBy?.code ?? null);
      // Never without a connection: the router would leave the page to ask for it again.
      if (result.sent.length > 0 && !result.stoppedBy) router.refresh();
    } finally {
      underWay.current = false;
      setWaiting(queue.read());
    }
  }, [queue, organisationId, exposureId, router]);

  // What waited from before a reload, and what another tab could not send.
  useEffect(() => {
    setWaiting(queue.read());
    void flush();
    const again = () => void flush();
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [queue, flush]);

  useEffect(() => {
    if (!stoppedBy) return;
    const timer = setInterval(() => void flush(), TRY_AGAIN_MS);
    return () => clearInterval(timer);
  }, [stoppedBy, flush]);

  const note = useCallback(
    (noted: Noted) => {
      queue.add(newId(), noted, Date.now());
      setWaiting(queue.read());
      void flush();
    },
    [queue, flush],
  );

  const putAside = useCallback(
    (id: string) => {
      queue.drop(id);
      setWaiting(queue.read());
    },
    [queue],
  );

  return { noted: [...sent, ...waiting], waiting, stoppedBy, note, putAside };
}
