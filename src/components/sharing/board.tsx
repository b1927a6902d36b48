"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { RoomConnection } from "@/components/rooms/room-connection";
import { type Asked, RoomDialogs } from "@/components/rooms/room-dialogs";
import type { RoomLink, RoomView } from "@/components/rooms/room-view";
import { useForgottenFirstPaint } from "@/components/rooms/use-forgotten-first-paint";
import { useKeptFocus } from "@/components/rooms/use-kept-focus";
import type { Remark } from "@/components/rooms/use-remark";
import { useRoom } from "@/components/rooms/use-room";
import { useRoomActs } from "@/components/rooms/use-room-acts";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useToast } from "@/components/ui/toast";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import { boardEntries, whatIsNew } from "./board-entries";
import { BoardEntry } from "./board-entry";
import { InSharingPlace } from "./sharing-place";

/** What the group shared between sessions: readable at once, live as soon as it is connected. */
export function Board({
  organisationId,
  snapshot,
  topics,
}: {
  organisationId: string;
  snapshot: LiveSnapshot;
  /** What this person prefers folded. */
  topics: readonly string[];
}) {
  const { view, connection } = useRoom(organisationId, snapshot);
  const home = useRef<HTMLHeadingElement>(null);
  useForgottenFirstPaint();
  return (
    <section aria-labelledby="board" className="grid gap-5">
      <div className="grid gap-2">
        <h2 id="board" ref={home} tabIndex={-1} className="text-2xl outline-none">
          Shared between sessions
        </h2>
        <p className="text-ink-soft">
          Nobody reads this page all the time. In a crisis, use <a href="/help">Help now</a>.
        </p>
      </div>
      {view.snapshot ? (
        <InSharingPlace organisationId={organisationId} topics={topics}>
          <OpenBoard {...{ organisationId, view, connection, home }} snapshot={view.snapshot} />
        </InSharingPlace>
      ) : (
        <BoardOver link={view.link} />
      )}
    </section>
  );
}

/** Cards that are laid out at once; the rest come when they are asked for. */
const AT_ONCE = 20;

function OpenBoard({
  organisationId,
  view,
  snapshot,
  connection,
  home,
}: {
  organisationId: string;
  view: RoomView;
  snapshot: LiveSnapshot;
  connection: RoomConnection | null;
  /** Where the focus goes when the card that had it is gone. */
  home: RefObject<HTMLElement | null>;
}) {
  const { me, roomId, hasEarlier } = snapshot;
  const toast = useToast();
  const say = useCallback(
    (remark: Remark | null) => remark && toast(remark.words, remark.action),
    [toast],
  );
  const acts = useRoomActs(organisationId, snapshot, connection, say);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [asking, setAsking] = useState(false);
  const [laidOut, setLaidOut] = useState(AT_ONCE);
  const keepFocus = useKeptFocus(home);
  const news = useNews(snapshot);
  const entries = boardEntries(snapshot.messages, me);

  function readOn() {
    setLaidOut(laidOut + AT_ONCE);
    if (laidOut + AT_ONCE > entries.length) void acts.readEarlier();
  }

  return (
    <>
      <p role="status" className="sr-only">
        {news}
      </p>
      {view.link === "reconnecting" ? (
        <p className="text-sm pencilled">Not live just now. It catches up by itself.</p>
      ) : null}
      {entries.length > 0 ? (
        <ul className="grid gap-10">
          {entries.slice(0, laidOut).map((message) => (
            <BoardEntry
              key={message.id}
              {...{ organisationId, roomId, message, me, acts }}
              onRemove={(about) => {
                setAsked({ about: "message", message: about });
                setAsking(true);
              }}
            />
          ))}
        </ul>
      ) : (
        <p className="pencilled">
          Nothing lies here just now, and nothing has to. A draft or a win that someone shares with
          the group will.
        </p>
      )}
      {entries.length > laidOut || hasEarlier ? (
        <div>
          <Button busy={view.readingEarlier || !connection} onClick={readOn}>
            Earlier ones
          </Button>
        </div>
      ) : null}
      <RoomDialogs
        asked={asked}
        open={asking}
        acts={acts}
        onDone={() => {
          setAsking(false);
          // The dialog gives focus back to a button that may have gone with its card.
          setTimeout(keepFocus, 300);
        }}
      />
    </>
  );
}

/** In words, each arrival once; nothing at first, the page itself says that. */
function useNews({ messages, me }: LiveSnapshot): string {
  const before = useRef(messages);
  const [words, setWords] = useState("");
  useEffect(() => {
    const said = whatIsNew(before.current, messages, me);
    before.current = messages;
    if (said) setWords(said);
  }, [messages, me]);
  return words;
}

function BoardOver({ link }: { link: RoomLink }) {
  if (link === "ended") {
    return (
      <Notice announce>
        Your place in this group has ended, so its page has closed on this screen. Your own practice
        is yours as before.
      </Notice>
    );
  }
  return (
    <Notice announce title={link === "signed_out" ? "You have been signed out" : undefined}>
      <p className="pb-2">
        {link === "signed_out"
          ? "That may have been you, on another screen."
          : "This page is from an earlier version."}
      </p>
      <Button size="sm" onClick={() => window.location.reload()}>
        Load the page again
      </Button>
    </Notice>
  );
}
