"use client";

import { useEffect, useRef, useState } from "react";
import { api } from "@/components/api";
import { Tag } from "@/components/ui/tag";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { MessageView, Person } from "@/server/domains/rooms/contract";
import { AsideForm } from "./aside-form";
import { ClockTime } from "./clock-time";
import { isMyAside } from "./log-rows";
import { MessageMenu } from "./message-menu";
import type { UnsentStore } from "./unsent-store";
import type { RoomActs } from "./use-room-acts";
import { REGARDING_WORDS, ROLE_BESIDE, tombstoneOf } from "./wording";

type LineProps = {
  organisationId: string;
  snapshot: LiveSnapshot;
  acts: RoomActs;
  store: UnsentStore | null;
  onCare: () => void;
};

/**
 * A member's own line to the facilitators, folded away beside the room's talk. It says in words
 * that something came; it never opens by itself over what someone is writing.
 */
export function PrivateLineFold(props: LineProps) {
  const { messages, me } = props.snapshot;
  const asides = messages.filter((message) => isMyAside(message, me));
  const newest = asides.findLast(({ author }) => author.id !== me.id)?.id ?? null;
  const read = useRef(newest);
  const [open, setOpen] = useState(false);
  if (open) read.current = newest;
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="min-w-0 flex-1"
    >
      <summary className="flex min-h-10 list-none items-center gap-2.5 text-sm [&::-webkit-details-marker]:hidden">
        <span className="font-semibold text-clay underline decoration-2 underline-offset-4">
          Private line with the facilitators
        </span>
        {newest !== null && newest !== read.current ? <Tag>something new</Tag> : null}
      </summary>
      <div data-line className="max-h-[40dvh] overflow-y-auto px-1 pb-2 lg:max-h-60">
        <PrivateLine {...props} />
      </div>
    </details>
  );
}

/** What passed between a member and the facilitators, and a box to write to them. */
export function PrivateLine({ organisationId, snapshot, acts, store, onCare }: LineProps) {
  const { messages, me, roomId, state } = snapshot;
  const asides = messages.filter((message) => isMyAside(message, me));
  const end = useRef<HTMLDivElement>(null);
  const count = asides.length;
  useEffect(() => {
    // Its own box alone: the page stays where it is.
    const box = end.current?.closest("[data-line]");
    if (box && count > 0) box.scrollTop = box.scrollHeight;
  }, [count]);
  return (
    <div className="grid gap-3">
      {asides.length > 0 ? (
        <ol aria-label="On your private line" className="grid gap-3">
          {asides.map((message) => (
            <AsideRow key={message.id} {...{ message, me, acts }} />
          ))}
        </ol>
      ) : (
        <p className="text-sm pencilled">
          Only you and the facilitators read what is written here. They may be busy with the room.
        </p>
      )}
      <div ref={end} />
      {state === "closed" ? null : (
        <AsideForm
          // What was begun earlier is there as soon as the page is alive.
          key={store ? "kept" : "first"}
          box="line"
          store={store}
          label="Write to the facilitators alone"
          hideLabel
          small
          placeholder="To them alone."
          act="Send to them alone"
          onSend={async (said) => {
            const answer = await api.rooms.postOnLine.mutate({ organisationId, roomId, ...said });
            if ("care" in answer && answer.care) onCare();
          }}
          onSent={() => {}}
        />
      )}
    </div>
  );
}

function AsideRow({ message, me, acts }: { message: MessageView; me: Person; acts: RoomActs }) {
  const { author, body, regarding, postedAt } = message;
  const tombstone = tombstoneOf(message, me.id);
  if (tombstone) return <li className="text-sm pencilled">{tombstone}</li>;
  const mine = author.id === me.id;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
      <div>
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <bdi className="font-semibold">{mine ? "You" : author.name}</bdi>
          {ROLE_BESIDE[author.role] ? (
            <span className="pencilled">{ROLE_BESIDE[author.role]}</span>
          ) : null}
          {regarding ? <span className="pencilled">{REGARDING_WORDS[regarding]}</span> : null}
          <ClockTime at={postedAt} className="text-ink-soft" />
        </p>
        <p className="whitespace-pre-wrap">{body}</p>
      </div>
      {mine ? <MessageMenu {...{ message, me, acts }} onRemove={() => {}} /> : null}
    </li>
  );
}
