"use client";

import { useEffect, useState } from "react";
import { api } from "@/components/api";
import { Underline } from "@/components/ui/strokes";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { SessionPreview } from "@/server/domains/run-sheets/contract";
import { CareCard } from "./care-card";
import { ClockTime } from "./clock-time";
import { PrivateLine } from "./private-line";
import type { RoomLink } from "./room-view";
import type { UnsentStore } from "./unsent-store";
import type { RoomActs } from "./use-room-acts";
import { LINK_WORDS } from "./wording";

/** In front of the door: what will happen, and a private word beforehand for whoever would like one. */
export function Lobby({
  organisationId,
  snapshot,
  link,
  acts,
  store,
  care,
  onCare,
  onCareOver,
}: {
  organisationId: string;
  snapshot: LiveSnapshot;
  link: RoomLink;
  acts: RoomActs;
  store: UnsentStore | null;
  /** Help is on offer. */
  care: boolean;
  onCare: () => void;
  onCareOver: () => void;
}) {
  const { session } = snapshot;
  const preview = usePreview(organisationId, session?.id ?? null);
  return (
    <div className="mx-auto grid max-w-measure gap-6">
      <div>
        <h1 className="w-fit text-3xl">
          {session?.title ?? "The room"}
          <Underline className="mt-1 text-clay" />
        </h1>
        <p className="flex flex-wrap gap-x-4 text-ink-soft">
          {session ? (
            <span>
              <ClockTime at={session.startsAt} before="From " after=", for " />
              about {session.durationMinutes} minutes
            </span>
          ) : null}
          <span>{LINK_WORDS[link]}</span>
        </p>
      </div>
      <div className="grid gap-2" role="status">
        <h2 className="text-xl">You are at the door</h2>
        <p>
          Whoever leads today lets people in one by one, so that everyone is met. You will be let in
          as soon as they can; this page changes by itself. You can put the phone down meanwhile.
        </p>
      </div>
      {preview && preview.segments.length > 0 ? (
        <section aria-labelledby="today" className="grid gap-2">
          <h2 id="today" className="text-xl">
            What will happen
          </h2>
          <ol className="grid gap-1 border-rule border-l-2 pl-4">
            {preview.segments.map(({ title, minutes }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: parts of a plan may share a title; their place is who they are.
              <li key={at} className="flex flex-wrap gap-x-3">
                <span>{title}</span>
                <span className="pencilled">about {minutes} min</span>
              </li>
            ))}
          </ol>
        </section>
      ) : null}
      <p className="border-clay border-l-3 pl-3">
        Passing is always fine: at every turn, in every part, without a reason.
      </p>
      <section aria-labelledby="word" className="grid gap-3">
        <h2 id="word" className="text-xl">
          A private word first
        </h2>
        {/* Whom they would ask is who reads what is written here. */}
        {care ? <CareCard onAsk={onCareOver} onPutAway={onCareOver} /> : null}
        <PrivateLine {...{ organisationId, snapshot, acts, store, onCare }} />
      </section>
    </div>
  );
}

/** Null while it is on its way, and when it cannot be had: the door is the same without it. */
function usePreview(organisationId: string, sessionId: string | null): SessionPreview | null {
  const [preview, setPreview] = useState<SessionPreview | null>(null);
  useEffect(() => {
    if (!sessionId) return;
    let wanted = true;
    api.runSheets.previewSession.query({ organisationId, sessionId }).then(
      (found) => wanted && setPreview(found),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [organisationId, sessionId]);
  return preview;
}
