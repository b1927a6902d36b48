"use client";

import { useEffect, useRef, useState } from "react";
import { ShareSomething } from "@/components/sharing/share-something";
import { InSharingPlace } from "@/components/sharing/sharing-place";
import { classNames } from "@/components/ui/class-names";
import { Notice } from "@/components/ui/notice";
import { isFacilitator } from "@/server/domains/groups/contract";
import type { RoomSnapshot } from "@/server/domains/rooms/contract";
import { Circle } from "./circle";
import { Composer } from "./composer";
import { MessageLog } from "./message-log";
import { Middle } from "./middle";
import { PassingRemark } from "./passing-remark";
import type { RoomConnection } from "./room-connection";
import { type Asked, RoomDialogs } from "./room-dialogs";
import { RoomEnding } from "./room-ending";
import { RoomHeading } from "./room-heading";
import { RoomOver } from "./room-over";
import type { RoomView } from "./room-view";
import { useAnnouncements } from "./use-announcements";
import { useForgottenFirstPaint } from "./use-forgotten-first-paint";
import { useKeptFocus } from "./use-kept-focus";
import { useRemark } from "./use-remark";
import { useRoom } from "./use-room";
import { useRoomActs } from "./use-room-acts";

/** A session's room: read at once from what the server rendered, live as soon as it is connected. */
export function LiveRoom({
  organisationId,
  snapshot,
  topics,
}: {
  organisationId: string;
  snapshot: RoomSnapshot;
  /** What this person prefers folded. */
  topics: readonly string[];
}) {
  const { view, connection } = useRoom(organisationId, snapshot);
  const announced = useAnnouncements(view);
  useForgottenFirstPaint();
  const { link } = view;
  const over = link === "ended" || link === "signed_out" || link === "outdated";
  return (
    <InSharingPlace organisationId={organisationId} topics={topics}>
      <p role="status" className="sr-only">
        {announced}
      </p>
      {over || !view.snapshot ? (
        <RoomOver link={over ? link : "ended"} />
      ) : (
        <OpenRoom {...{ organisationId, view, connection }} snapshot={view.snapshot} />
      )}
    </InSharingPlace>
  );
}

/** How many pages back the card in the middle is looked for by itself. */
const LOOK_BACK_PAGES = 5;

function OpenRoom({
  organisationId,
  view,
  snapshot,
  connection,
}: {
  organisationId: string;
  view: RoomView;
  snapshot: RoomSnapshot;
  connection: RoomConnection | null;
}) {
  const { me, state } = snapshot;
  const { remark, say } = useRemark();
  const acts = useRoomActs(organisationId, snapshot, connection, say);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [asking, setAsking] = useState(false);
  const scroller = useRef<HTMLElement>(null);
  const keepFocus = useKeptFocus(scroller);

  const centreIsAbove =
    snapshot.centreMessageId !== null &&
    snapshot.hasEarlier &&
    !snapshot.messages.some(({ id }) => id === snapshot.centreMessageId);
  const looked = useRef(0);
  useEffect(() => {
    if (!centreIsAbove || !connection || view.readingEarlier) return;
    if (looked.current >= LOOK_BACK_PAGES) return;
    looked.current += 1;
    void acts.readEarlier();
  }, [centreIsAbove, connection, view.readingEarlier, acts]);

  function ask(about: Asked) {
    setAsked(about);
    setAsking(true);
  }

  function askedIsOver() {
    setAsking(false);
    // The dialog gives focus back to a button that may have gone with its message.
    setTimeout(keepFocus, 300);
  }

  function send() {
    connection?.send();
    scroller.current?.scrollTo({ top: 0 });
  }

  const share = (
    <ShareSomething
      organisationId={organisationId}
      roomId={snapshot.roomId}
      paused={state === "paused" && !isFacilitator(me.role)}
    />
  );

  return (
    <div
      className={classNames(
        "-mt-4 flex flex-col gap-4 sm:-mt-8 lg:grid lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)] lg:grid-rows-[auto_max(27rem,calc(100dvh-var(--above)))] lg:gap-x-10",
        state === "paused" ? "[--above:22.75rem]" : "[--above:17rem]",
      )}
    >
      <div className="grid gap-4 lg:col-span-2">
        <RoomHeading
          {...{ organisationId, snapshot, acts }}
          link={view.link}
          onClose={() => ask({ about: "room" })}
        />
        {state === "paused" ? (
          <Notice title="The room is paused">
            {isFacilitator(me.role)
              ? "Members wait with posting until you resume. What they write is kept for them."
              : "A facilitator has paused it for a moment. What you write is kept here until it goes on."}
          </Notice>
        ) : null}
      </div>
      <div className="contents lg:flex lg:min-h-0 lg:flex-col lg:gap-4">
        <Circle
          here={view.here}
          me={me}
          onRemove={isFacilitator(me.role) ? (person) => ask({ about: "person", person }) : null}
        />
        <Middle
          {...{ snapshot, acts }}
          onRemove={(message) => ask({ about: "message", message })}
        />
      </div>
      <div className="contents lg:block lg:min-h-0">
        <div className="max-lg:contents lg:sketched lg:flex lg:h-full lg:flex-col lg:gap-4 lg:bg-scrap lg:p-6">
          <MessageLog
            {...{ view, snapshot, connection, acts, scroller }}
            onRemove={(message) => ask({ about: "message", message })}
          />
          <div className="-mx-4 -mb-2 border-rule border-t-2 bg-paper px-4 py-3 max-lg:[@media(min-height:34rem)]:sticky max-lg:[@media(min-height:34rem)]:bottom-0 sm:max-lg:-mx-8 sm:max-lg:px-8 lg:mx-0 lg:mb-0 lg:bg-transparent lg:px-0 lg:pb-0">
            {state === "closed" ? (
              <RoomEnding
                {...{ organisationId, snapshot }}
                words={view.words}
                onLetGo={() => connection?.write("")}
              />
            ) : (
              <>
                <PassingRemark remark={remark} onDone={() => say(null)} />
                {state === "paused" ? (
                  <p className="pb-1 text-sm lg:hidden">The room is paused.</p>
                ) : null}
                <Composer
                  words={view.words}
                  cameBack={view.cameBack}
                  onWrite={(words) => connection?.write(words)}
                  onSend={send}
                  beside={
                    <>
                      {share}
                      <a href="/help" className="ml-auto inline-flex min-h-11 items-center text-sm">
                        Help now
                      </a>
                    </>
                  }
                />
              </>
            )}
          </div>
        </div>
      </div>
      <RoomDialogs asked={asked} open={asking} acts={acts} onDone={askedIsOver} />
    </div>
  );
}
