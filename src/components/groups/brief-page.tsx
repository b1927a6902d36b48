"use client";

import Link from "next/link";
import { type ReactNode, useCallback, useId, useRef, useState } from "react";
import type { MessageMenuProps } from "@/components/rooms/message-menu";
import { type Asked, RoomDialogs } from "@/components/rooms/room-dialogs";
import { RoomOver } from "@/components/rooms/room-over";
import { useForgottenFirstPaint } from "@/components/rooms/use-forgotten-first-paint";
import { useKeptFocus } from "@/components/rooms/use-kept-focus";
import type { Remark } from "@/components/rooms/use-remark";
import { useRoom } from "@/components/rooms/use-room";
import { useRoomActs } from "@/components/rooms/use-room-acts";
import { BoardEntry } from "@/components/sharing/board-entry";
import { briefEntries, withBrief } from "@/components/sharing/brief-entries";
import { InSharingPlace } from "@/components/sharing/sharing-place";
import { Button } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { useToast } from "@/components/ui/toast";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { MessageView } from "@/server/domains/rooms/contract";
import type { Brief } from "@/server/domains/sharing/contract";

/**
 * The two-minute brief: what members released for their facilitators to read before a session, and
 * nothing else. It is as live as the board, since what is taken back must go from here too.
 */
export function BriefPage({
  organisationId,
  groupId,
  groupName,
  board,
  brief,
  topics,
}: {
  organisationId: string;
  groupId: string;
  groupName: string;
  board: LiveSnapshot;
  brief: Brief;
  topics: readonly string[];
}) {
  const [first] = useState(() => withBrief(board, brief));
  const { view, connection } = useRoom(organisationId, first);
  const toast = useToast();
  const say = useCallback(
    (remark: Remark | null) => remark && toast(remark.words, remark.action),
    [toast],
  );
  const acts = useRoomActs(organisationId, first, connection, say);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [asking, setAsking] = useState(false);
  const home = useRef<HTMLDivElement>(null);
  const keepFocus = useKeptFocus(home);
  useForgottenFirstPaint();

  const { link, snapshot } = view;
  if (!snapshot) {
    const over = link === "signed_out" || link === "outdated" ? link : "ended";
    return <RoomOver link={over} />;
  }
  const { waiting, plans, quietWords } = briefEntries(snapshot.messages);
  const entry = {
    organisationId,
    roomId: snapshot.roomId,
    me: snapshot.me,
    acts,
    onRemove: (message: MessageView) => {
      setAsked({ about: "message", message });
      setAsking(true);
    },
  };
  return (
    <InSharingPlace {...{ organisationId, topics }}>
      <div ref={home} tabIndex={-1} className="mx-auto grid max-w-measure gap-10 outline-none">
        <PageHeading
          before={
            <Link
              href={`/o/${organisationId}/groups/${groupId}`}
              className="inline-flex min-h-8 items-center print:hidden"
            >
              Back to the group
            </Link>
          }
          intro={
            <>
              What people in <bdi>{groupName}</bdi> released for you to read beforehand, and nothing
              else of what they do. Please let no copy lie about.
            </>
          }
          actions={
            <Button className="print:hidden" onClick={() => window.print()}>
              Print it
            </Button>
          }
        >
          Two-minute brief
        </PageHeading>
        <Part title="Waiting for your word" entries={waiting} entry={entry} />
        <Part title="Quiet words" entries={quietWords} entry={entry} />
        <Part
          title="Plans"
          entries={plans}
          entry={entry}
          otherwise={
            waiting.length === 0 && quietWords.length === 0
              ? "Nobody has released anything for now. A session needs nothing beforehand."
              : null
          }
        />
      </div>
      <RoomDialogs
        asked={asked}
        open={asking}
        acts={acts}
        onDone={() => {
          setAsking(false);
          setTimeout(keepFocus, 300);
        }}
      />
    </InSharingPlace>
  );
}

function Part({
  title,
  entries,
  entry,
  otherwise = null,
}: {
  title: string;
  entries: MessageView[];
  entry: Omit<MessageMenuProps, "message"> & { organisationId: string; roomId: string };
  /** Said when there is nothing; without it the part is left out. */
  otherwise?: ReactNode;
}) {
  const headingId = useId();
  if (entries.length === 0 && !otherwise) return null;
  return (
    <section aria-labelledby={headingId} className="grid gap-5">
      <h2 id={headingId} className="text-2xl">
        {title}
      </h2>
      {entries.length > 0 ? (
        <ul className="grid gap-10">
          {entries.map((message) => (
            <BoardEntry key={message.id} {...entry} message={message} />
          ))}
        </ul>
      ) : (
        <p className="pencilled">{otherwise}</p>
      )}
    </section>
  );
}
