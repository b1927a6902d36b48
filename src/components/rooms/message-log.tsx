"use client";

import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { MessageView } from "@/server/domains/rooms/contract";
import { isVirtual, logRows } from "./log-rows";
import { MessageRow } from "./message-row";
import { type Anchor, PlainRows, type RowsProps, VirtualRows } from "./message-rows";
import type { RoomConnection } from "./room-connection";
import type { RoomView } from "./room-view";
import { UnsentRows } from "./unsent-rows";
import type { RoomActs } from "./use-room-acts";

/** How the room moves its log. */
export type LogHandle = { toNewest(): void; focus(): void };

/** Asking again after a failure, or before the last page is laid out, would ask for nothing. */
const EARLIER_EVERY_MS = 600;

/**
 * What was said, newest at the bottom. Up to some two hundred messages it is a plain list, of which
 * a browser finds and a reader reads everything; above, only what is near the screen is on the page.
 */
export function MessageLog({
  view,
  snapshot,
  connection,
  acts,
  scroller,
  handle,
  onRemove,
}: {
  view: RoomView;
  snapshot: LiveSnapshot;
  connection: RoomConnection | null;
  acts: RoomActs;
  /** The box that scrolls; it gets the focus when a focused message is gone. */
  scroller: RefObject<HTMLElement | null>;
  handle: RefObject<LogHandle | null>;
  onRemove: (message: MessageView) => void;
}) {
  const { messages, hasEarlier, me, centreMessageId, state, settings } = snapshot;
  const rows = logRows(messages);
  const [readingBack, setReadingBack] = useState(false);
  const virtual = useRef(false);
  virtual.current = isVirtual(virtual.current, rows.length);
  const list = useRef<{ toNewest(): void }>(null);
  const anchor = useRef<Anchor | null>(null);
  const askedAt = useRef(0);

  useImperativeHandle(handle, () => ({
    toNewest: () => list.current?.toNewest(),
    focus: () => scroller.current?.focus({ preventScroll: true }),
  }));

  // A first screen that is not full has nothing to scroll to, so it asks by itself.
  useEffect(() => {
    if (rows.length === 0 && hasEarlier && connection) void acts.readEarlier();
  }, [rows.length, hasEarlier, connection, acts]);

  // Someone who has come to the very top scrolls no further, and would wait there for the next page.
  useEffect(() => {
    if (view.readingEarlier) return;
    const look = () => scroller.current?.dispatchEvent(new Event("scroll", { bubbles: true }));
    const timer = setTimeout(look, EARLIER_EVERY_MS);
    return () => clearTimeout(timer);
  }, [view.readingEarlier, scroller]);

  function onScrolled({ fromNewest, fromOldest }: { fromNewest: number; fromOldest: number }) {
    setReadingBack(fromNewest > READING_BACK_PX);
    const near = fromOldest < NEAR_PX && fromNewest > NEAR_PX;
    if (!near || !hasEarlier || view.readingEarlier || !connection) return;
    if (Date.now() - askedAt.current < EARLIER_EVERY_MS) return;
    askedAt.current = Date.now();
    void acts.readEarlier();
  }

  const props: RowsProps = {
    rows,
    scroller,
    list,
    anchor,
    onScrolled,
    above: hasEarlier ? (
      <Button
        variant="plain"
        busy={view.readingEarlier || !connection}
        onClick={() => void acts.readEarlier()}
      >
        Read what was said earlier
      </Button>
    ) : null,
    below: (
      <UnsentRows
        unsent={view.unsent}
        goesAt={view.goesAt}
        onSendAgain={(id) => connection?.sendAgain(id)}
        onLetGo={(id) => connection?.letGo(id)}
      />
    ),
    empty: (
      <p className="pencilled">
        {state === "closed"
          ? "Nothing was meant to stay."
          : "Nobody has said anything yet. Nobody has to."}
      </p>
    ),
    row: ({ message, follows }) => (
      <MessageRow
        {...{ message, follows, me, acts, onRemove }}
        roomId={snapshot.roomId}
        canAnswer={state !== "closed"}
        warmOnly={settings.replies === "warm"}
        isCentre={message.id === centreMessageId}
      />
    ),
  };

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {virtual.current ? <VirtualRows {...props} /> : <PlainRows {...props} />}
      {readingBack ? (
        <div className="pointer-events-none absolute inset-x-0 bottom-2 text-center">
          <Button
            size="sm"
            className="pointer-events-auto bg-scrap"
            onClick={() => {
              list.current?.toNewest();
              scroller.current?.focus({ preventScroll: true });
            }}
          >
            Down to the newest
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** Further from the newest than this (px), someone is reading back and is not pulled away. */
const READING_BACK_PX = 160;
/** Nearer to the oldest than this (px), what was said before it is read. */
const NEAR_PX = 240;
