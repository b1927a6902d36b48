"use client";

import { useRef, useState } from "react";
import { useServerNow } from "@/components/desk/use-server-now";
import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import type { SharedExposureView } from "@/server/domains/shared-exposures/contract";
import { LeadShared } from "./lead-shared";
import { OpenForm } from "./open-form";
import { OwnPart } from "./own-part";
import { RoomBands } from "./room-bands";
import { isInView } from "./shared-view";
import { TakePartForm } from "./take-part-form";
import { useOwnPart } from "./use-own-part";

/**
 * Something tiny that everyone does at the same time, each their own: what one expects is sealed,
 * and afterwards stands beside what came, one's own and, roughly, the room's.
 */
export function SharedExposurePanel() {
  const { snapshot } = useLive();
  const now = useServerNow();
  const [making, setMaking] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const { sharedExposure, session, state, mine } = snapshot;
  const shown = sharedExposure && isInView(snapshot, now) ? sharedExposure : null;
  const mayOpen = mine.leads && state !== "closed" && sharedExposure?.endedAt !== null;
  if (!session || !(shown || mayOpen)) return null;

  /** What was pressed is gone afterwards; someone on a keyboard stays where they were. */
  function stay() {
    panel.current?.focus({ preventScroll: true });
  }

  return (
    <section
      ref={panel}
      aria-label="Shared exposure"
      tabIndex={-1}
      className="grid min-w-0 content-start gap-4 outline-none"
    >
      {shown ? <Shared key={shown.id} shared={shown} onDone={stay} /> : null}
      {mayOpen && making ? (
        <OpenForm
          onDone={() => {
            setMaking(false);
            stay();
          }}
        />
      ) : null}
      {mayOpen && !making ? (
        <div>
          <Button variant="plain" size="sm" onClick={() => setMaking(true)}>
            Open a shared exposure
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function Shared({ shared, onDone }: { shared: SharedExposureView; onDone: () => void }) {
  const { snapshot } = useLive();
  const own = useOwnPart(shared);
  const isOver = shared.state === "ended" || snapshot.state === "closed";
  return (
    <>
      <div className="grid gap-1">
        <h2 className="text-xl">{headingOf(shared)}</h2>
        {shared.prompt ? (
          <p className="whitespace-pre-wrap break-words text-lg">{shared.prompt}</p>
        ) : null}
      </div>
      {own.part ? <OwnPart {...{ shared, onDone }} part={own.part} acts={own} /> : null}
      {own.part === null && !isOver ? <TakePartForm {...{ shared, onDone }} acts={own} /> : null}
      <RoomBands shared={shared} />
      {snapshot.mine.leads && !isOver ? <LeadShared {...{ shared, onDone }} /> : null}
    </>
  );
}

function headingOf({ state }: SharedExposureView): string {
  if (state === "open") return "Something tiny, together";
  return state === "under_way" ? "Together, now" : "That was it, together";
}
