"use client";

import { type RefObject, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import type { MessageView, RoomSnapshot } from "@/server/domains/rooms/contract";
import { MessageRow } from "./message-row";
import type { RoomConnection } from "./room-connection";
import type { RoomView } from "./room-view";
import { UnsentRows } from "./unsent-rows";
import type { RoomActs } from "./use-room-acts";

const SAME_BREATH_MS = 3 * 60 * 1000;
/** Further from the newest than this (px), someone is reading back and is not pulled away. */
const READING_BACK_PX = 160;

/**
 * What was said, newest at the bottom. The box is laid out from its bottom up, so it opens at the
 * newest before any script runs and stays there by itself.
 */
export function MessageLog({
  view,
  snapshot,
  connection,
  acts,
  scroller,
  onRemove,
}: {
  view: RoomView;
  snapshot: RoomSnapshot;
  connection: RoomConnection | null;
  acts: RoomActs;
  /** The box that scrolls; the room moves it and gives it focus when a focused message is gone. */
  scroller: RefObject<HTMLElement | null>;
  onRemove: (message: MessageView) => void;
}) {
  const { messages, hasEarlier, me, centreMessageId } = snapshot;
  const [readingBack, setReadingBack] = useState(false);
  const quiet = useQuiet(view.readingEarlier);

  function toNewest() {
    scroller.current?.scrollTo({ top: 0 });
    scroller.current?.focus({ preventScroll: true });
  }

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so a keyboard must reach it.
        tabIndex={0}
        aria-label="What is said"
        onScroll={(event) => setReadingBack(-event.currentTarget.scrollTop > READING_BACK_PX)}
        className="-mx-2 flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain px-2 max-lg:max-h-[max(18rem,calc(100dvh-14rem))]"
      >
        <div className="py-3">
          {hasEarlier ? (
            <div className="pb-4 text-center">
              <Button
                variant="plain"
                busy={view.readingEarlier || !connection}
                onClick={() => void acts.readEarlier()}
              >
                Read what was said earlier
              </Button>
            </div>
          ) : null}
          <div
            role="log"
            aria-label="Messages"
            aria-live={quiet ? "off" : "polite"}
            // A message that is taken away is not read out again as what stands in its place.
            aria-relevant="additions"
          >
            {messages.length > 0 ? (
              <ol className="grid gap-4">
                {messages.map((message, at) => (
                  <MessageRow
                    key={message.id}
                    message={message}
                    me={me}
                    roomId={snapshot.roomId}
                    canAnswer={snapshot.state !== "closed"}
                    isCentre={message.id === centreMessageId}
                    follows={isSameBreath(messages[at - 1], message)}
                    acts={acts}
                    onRemove={onRemove}
                  />
                ))}
              </ol>
            ) : (
              <p className="pencilled">
                {snapshot.state === "closed"
                  ? "Nothing was meant to stay."
                  : "Nobody has said anything yet. Nobody has to."}
              </p>
            )}
          </div>
          <UnsentRows
            unsent={view.unsent}
            onSendAgain={(id) => connection?.sendAgain(id)}
            onLetGo={(id) => connection?.letGo(id)}
          />
        </div>
      </section>
      {readingBack ? (
        <div className="pointer-events-none absolute inset-x-0 bottom-2 text-center">
          <Button size="sm" className="pointer-events-auto bg-scrap" onClick={toNewest}>
            Down to the newest
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function isSameBreath(before: MessageView | undefined, message: MessageView): boolean {
  if (!before || before.author.id !== message.author.id) return false;
  if (before.state !== "shown" || message.state !== "shown") return false;
  return Date.parse(message.postedAt) - Date.parse(before.postedAt) < SAME_BREATH_MS;
}

/** True while earlier messages are put in, and a moment longer: they are old, and not to be read out. */
function useQuiet(readingEarlier: boolean): boolean {
  const [quiet, setQuiet] = useState(false);
  useEffect(() => {
    if (readingEarlier) return setQuiet(true);
    const timer = setTimeout(() => setQuiet(false), 500);
    return () => clearTimeout(timer);
  }, [readingEarlier]);
  return quiet || readingEarlier;
}
