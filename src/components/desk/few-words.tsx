"use client";

import { useEffect, useRef } from "react";
import type { MessageView } from "@/server/domains/rooms/contract";
import { ByLine, MessageWords } from "./message-words";
import { TRAY_WORDS } from "./wording";

/** What few people say to each other, the newest at the bottom and in sight. */
export function FewWords({ messages, label }: { messages: MessageView[]; label: string }) {
  const box = useRef<HTMLElement>(null);
  const newest = messages.at(-1)?.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message at the end is what moves it.
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [newest]);

  return (
    <section
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so a keyboard must reach it.
      tabIndex={0}
      aria-label={label}
      className="-mx-1 max-h-80 overflow-y-auto px-1"
    >
      <ol className="grid gap-3">
        {messages.map((message) => (
          <li key={message.id}>
            <ByLine message={message} />
            {message.regarding ? (
              <p className="text-sm pencilled">{TRAY_WORDS[message.regarding]}:</p>
            ) : null}
            {message.state === "shown" ? (
              <MessageWords message={message} />
            ) : (
              <p className="pencilled">Taken back.</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
