"use client";

import { useEffect, useRef, useState } from "react";
import { HideTime, TimeLeft } from "@/components/desk/gentle-time";
import { useServerNow } from "@/components/desk/use-server-now";
import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import type { BoxView } from "@/server/domains/boxes/contract";
import { isInView, ownCard } from "./box-view";
import { CloseEarly } from "./close-early";
import { JoinForm } from "./join-form";
import { OpenForm } from "./open-form";
import { OthersPages } from "./others-pages";
import { OwnPageField } from "./own-page-field";
import { StandsAsItIs } from "./stands-as-it-is";
import { useBox } from "./use-box";

/**
 * The good-enough box: so many minutes in which those who like to write side by side, and then what
 * is there stands as it is.
 */
export function BoxPanel() {
  const { snapshot } = useLive();
  const now = useServerNow();
  const [making, setMaking] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const { box, session, state, mine } = snapshot;
  const shown = box && isInView(snapshot, now) ? box : null;
  const mayOpen = mine.leads && state !== "closed" && box?.closedAt !== null;
  if (!session || !(shown || mayOpen)) return null;

  /** What was pressed is gone afterwards; someone on a keyboard stays where they were. */
  function stay() {
    panel.current?.focus({ preventScroll: true });
  }

  return (
    <section
      ref={panel}
      aria-label="The box"
      tabIndex={-1}
      className="grid min-w-0 content-start gap-4 outline-none"
    >
      {shown ? <Box key={shown.id} box={shown} onDone={stay} /> : null}
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
            Open a good-enough box
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function Box({ box, onDone }: { box: BoxView; onDone: () => void }) {
  const { snapshot } = useLive();
  const { me, mine, run } = snapshot;
  const isIn = box.writers.some(({ id }) => id === me.id);
  const { page, others, error, busy, write, join, pass } = useBox(box, isIn);
  const [passes, setPasses] = useState(false);
  const closesAtMs = Date.parse(box.closesAt);
  const now = useServerNow(1000);
  const isOpen = box.closedAt === null;
  const isOver = !isOpen || (now !== null && now >= closesAtMs);
  useZeroSaid(isOpen, isIn);

  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h2 className="text-xl">The good-enough box</h2>
        {isOver ? null : <TimeLeft endsAtMs={closesAtMs} />}
        {/* Beside the run sheet that button stands there already. */}
        {run || isOver ? null : <HideTime />}
      </div>
      {box.prompt ? <p className="whitespace-pre-wrap break-words text-lg">{box.prompt}</p> : null}
      {isOpen && isIn ? (
        <>
          <OwnPageField
            {...{ page, isOver, error, busy }}
            onWrite={write}
            onPass={async () => {
              if (!(await pass())) return;
              setPasses(true);
              onDone();
            }}
          />
          <OthersPages writers={box.writers} others={others} />
        </>
      ) : null}
      {isOpen && !isIn && !isOver ? (
        <JoinForm
          {...{ passes, error, busy }}
          writers={box.writers}
          onJoin={join}
          onPass={(pass) => {
            setPasses(pass);
            onDone();
          }}
        />
      ) : null}
      {isOpen && !isIn && isOver ? (
        <p>The time is over. What was written is being shared.</p>
      ) : null}
      {isOpen ? null : (
        <StandsAsItIs {...{ box, page }} took={isIn} card={ownCard(snapshot, box)} />
      )}
      {isOpen && mine.leads && !isOver ? <CloseEarly box={box} onDone={onDone} /> : null}
    </>
  );
}

/** Zero is said once to whoever was writing, and not to whoever comes to the page later. */
function useZeroSaid(isOpen: boolean, isIn: boolean): void {
  const { say } = useLive();
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (wasOpen.current && !isOpen && isIn) say({ words: "Time. It stands as it is." });
    wasOpen.current = isOpen;
  }, [isOpen, isIn, say]);
}
