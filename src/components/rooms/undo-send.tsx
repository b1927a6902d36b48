"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { MessageView, Person } from "@/server/domains/rooms/contract";
import { useMessagePlace } from "./message-place";
import { unsendLeftMs } from "./unsend-window";
import type { RoomActs } from "./use-room-acts";

/** Below one's own message for the ten seconds in which it can be taken back as if it had never been. */
export function UndoSend({
  message,
  me,
  acts,
}: {
  message: MessageView;
  me: Person;
  acts: RoomActs;
}) {
  const place = useMessagePlace();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const serverNow = place?.serverNow;
  const focusHome = place?.focusHome;

  useEffect(() => {
    if (!serverNow) return;
    const left = unsendLeftMs(message, me, serverNow());
    setOpen(left > 0);
    if (left === 0) return;
    const timer = setTimeout(() => {
      // A keyboard that stands on the button must not be left standing on nothing.
      if (document.activeElement === button.current) focusHome?.();
      setOpen(false);
    }, left);
    return () => clearTimeout(timer);
  }, [message, me, serverNow, focusHome]);

  if (!open) return null;
  return (
    <Button
      ref={button}
      variant="plain"
      size="sm"
      aria-label="Undo: take this message back"
      onClick={() => {
        focusHome?.();
        void acts.unsend(message);
      }}
    >
      Undo
    </Button>
  );
}
