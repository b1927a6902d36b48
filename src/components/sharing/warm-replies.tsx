"use client";

import { useRef, useState } from "react";
import { api, wireErrorOf } from "@/components/api";
import { newId } from "@/components/new-id";
import { Button, EvenChoices } from "@/components/ui/button";
import type { MessageView, WARM_REPLIES } from "@/server/domains/rooms/contract";
import type { RepliesOn } from "./reply-rules";
import { REPLY_WORDS } from "./wording";

type Warm = (typeof WARM_REPLIES)[number];

const TROUBLE: Record<string, string> = {
  UNREACHABLE: "We could not reach the server just now. Press it again in a moment.",
  NOT_FOUND: "It has just been taken back, so there is nothing to answer any more.",
  ROOM_CLOSED: "The room has come to its end.",
  ROOM_PAUSED: "The room is paused. It can be said when it goes on.",
  MUTED: "You are reading along for now, so this was not sent.",
};

/**
 * The fixed warm ones, each as large as the next. Pressing says it to the author and to nobody
 * else; pressing again takes it back.
 */
export function WarmReplies({
  organisationId,
  roomId,
  message,
  replies: { warm, mine },
}: {
  organisationId: string;
  roomId: string;
  message: MessageView;
  replies: RepliesOn;
}) {
  const [said, setSaid] = useState("");
  const busy = useRef(false);
  const { name } = message.author;

  async function press(kind: Warm) {
    if (busy.current) return;
    busy.current = true;
    const before = mine[kind];
    const ref = { organisationId, roomId };
    try {
      if (before) {
        await api.rooms.retractMessage.mutate({ ...ref, messageId: before.id });
        setSaid("Taken back.");
      } else {
        await api.rooms.reply.mutate({
          ...ref,
          messageId: message.id,
          clientMessageId: newId(),
          kind,
        });
        setSaid(`${name} will see that.`);
      }
    } catch (thrown) {
      const { code } = wireErrorOf(thrown);
      setSaid(TROUBLE[code] ?? "Something of ours broke, so it was not sent.");
    } finally {
      busy.current = false;
    }
  }

  if (warm.length === 0) return null;
  return (
    <div className="grid gap-1">
      <EvenChoices label={`Say to ${name}`}>
        {warm.map((kind) => (
          <Button
            key={kind}
            variant="even"
            className="px-3 text-sm aria-pressed:border-clay-deep aria-pressed:bg-clay-wash"
            aria-pressed={mine[kind] !== undefined}
            onClick={() => void press(kind)}
          >
            {REPLY_WORDS[kind]}
          </Button>
        ))}
      </EvenChoices>
      <p role="status" className="text-sm pencilled">
        {said}
      </p>
    </div>
  );
}

/** On one's own card: who said what. Nobody else ever sees this. */
export function WhoSaidIt({ said }: Pick<RepliesOn, "said">) {
  if (said.length === 0) return null;
  return (
    <div className="grid gap-1">
      <ul aria-label="Said to you, for you alone" className="grid gap-1">
        {said.map(({ kind, names }) => (
          <li key={kind}>
            <span className="font-semibold">{REPLY_WORDS[kind]}</span>{" "}
            <span className="pencilled">
              {names.map((name, at) => (
                <span key={name}>
                  {at > 0 ? ", " : null}
                  <bdi>{name}</bdi>
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <p className="text-ink-soft text-sm">Only you see this.</p>
    </div>
  );
}
