"use client";

import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { BoxPanel } from "@/components/boxes/box-panel";
import { DeskPanel } from "@/components/desk/desk-panel";
import { RunPanel } from "@/components/desk/run-panel";
import { SharedExposurePanel } from "@/components/shared-exposures/shared-exposure-panel";
import { TurnsPanel } from "@/components/turns/turns-panel";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Notice } from "@/components/ui/notice";
import { isFacilitator } from "@/server/domains/groups/contract";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import { type Aside, AsideDialogs } from "./aside-dialogs";
import { ChatFoot } from "./chat-foot";
import { Circle } from "./circle";
import type { ComposerHandle } from "./composer";
import { InLiveRoom } from "./live-context";
import { Lobby } from "./lobby";
import { type LogHandle, MessageLog } from "./message-log";
import { InMessagePlace } from "./message-place";
import { findCentre, isOpen, Middle } from "./middle";
import { NowStrip } from "./now-strip";
import { type Part, PartTabs } from "./part-tabs";
import { RecapCard } from "./recap-card";
import type { RoomConnection } from "./room-connection";
import { type Asked, RoomDialogs } from "./room-dialogs";
import { RoomHeading } from "./room-heading";
import type { RoomView } from "./room-view";
import { SafeBanner } from "./safe-banner";
import type { Shortcut } from "./shortcuts";
import { ShortcutsDialog } from "./shortcuts-dialog";
import { lastUndoable } from "./unsend-window";
import type { useFolded } from "./use-folded";
import { useKeptFocus } from "./use-kept-focus";
import { useLiveValue } from "./use-live-value";
import { useRecap } from "./use-recap";
import type { Remark } from "./use-remark";
import { useRoomActs } from "./use-room-acts";
import { useShortcuts } from "./use-shortcuts";

/** How many pages back the card in the middle is looked for by itself. */
const LOOK_BACK_PAGES = 5;

/**
 * The room with its door open. On a wide screen what is in the middle stands beside the talk, and
 * for those who lead the desk beside both; on a small one they are behind one another, under a line
 * that says what we are doing and whose turn it is.
 */
export function OpenRoom({
  organisationId,
  view,
  snapshot,
  connection,
  remark,
  say,
  folding,
}: {
  organisationId: string;
  view: RoomView;
  snapshot: LiveSnapshot;
  connection: RoomConnection | null;
  remark: Remark | null;
  say: (remark: Remark | null) => void;
  folding: ReturnType<typeof useFolded>;
}) {
  const { me, mine, state } = snapshot;
  // What lies in the middle is looked at together; the run sheet and the turns make room for it.
  const together = isOpen(snapshot);
  const busy = together || findCentre(snapshot) !== null;
  const acts = useRoomActs(organisationId, snapshot, connection, say);
  const store = connection?.store ?? null;
  const recap = useRecap(snapshot, connection);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [asking, setAsking] = useState(false);
  const [aside, setAside] = useState<Aside | null>(null);
  const [telling, setTelling] = useState(false);
  const [listing, setListing] = useState(false);
  const [part, setPart] = useState<Part>("talk");
  const showDesk = useCallback(() => setPart("desk"), []);
  const live = useLiveValue(organisationId, view, snapshot, connection, { say, showDesk });
  const [nowOpen, setNowOpen] = useState(false);
  const scroller = useRef<HTMLElement>(null);
  const log = useRef<LogHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const top = useRef<HTMLDivElement>(null);
  const middle = useRef<HTMLDivElement>(null);
  const now = useRef<HTMLDivElement>(null);
  const desk = useRef<HTMLDivElement>(null);
  const keepFocus = useKeptFocus(scroller);
  // On a phone the room is all there is to see; the page's own head is one flick above it.
  useEffect(() => {
    if (mine.admitted && window.scrollY === 0) bringUp(top.current);
  }, [mine.admitted]);
  // What is to be decided, or held on to, while nobody leads stands above the talk.
  const safeSince = snapshot.settings.safeSince;
  useEffect(() => {
    if (safeSince) setPart("talk");
  }, [safeSince]);
  useLookBack(snapshot, view.readingEarlier, connection, acts);

  const ask = useCallback((about: Asked) => {
    setAsked(about);
    setAsking(true);
  }, []);
  const tell = useCallback((about: Aside) => {
    setAside(about);
    setTelling(true);
  }, []);
  const messagePlace = useMemo(
    () => ({
      ...folding,
      leads: mine.leads,
      report: (message: Parameters<typeof acts.unsend>[0]) => tell({ about: "report", message }),
      serverNow: live.serverNow,
      focusHome: () => composer.current?.focus(),
    }),
    [folding, mine.leads, live.serverNow, tell],
  );

  function isOver(set: (open: boolean) => void) {
    set(false);
    // The dialog gives focus back to a button that may have gone with its message.
    setTimeout(keepFocus, 300);
  }

  function undo(): boolean {
    const last = lastUndoable(snapshot.messages, me, live.serverNow());
    if (last) void acts.unsend(last);
    return last !== null;
  }

  function goTo(next: Part, place: HTMLElement | null) {
    setPart(next);
    // What was behind another part can only take the focus once it is shown.
    requestAnimationFrame(() => place?.focus());
  }

  const { on, turn } = useShortcuts(mine.leads, (shortcut: Shortcut) => {
    if (shortcut === "list") setListing(true);
    else if (shortcut === "undo") undo();
    else if (shortcut === "away") connection?.stepAway(!view.away);
    else if (shortcut === "quiet_word" && !mine.facilitates) tell({ about: "quiet_word" });
    else if (shortcut === "middle") goTo("middle", middle.current);
    else if (shortcut === "desk") goTo("desk", desk.current);
    else if (shortcut === "run" || shortcut === "turns") {
      const name = shortcut === "run" ? "Run sheet" : "Turns";
      setNowOpen(true);
      const place = now.current?.querySelector<HTMLElement>(`[aria-label="${name}"]`);
      place?.setAttribute("tabindex", "-1");
      requestAnimationFrame(() => (place ?? now.current)?.focus());
    } else if (shortcut === "write" || shortcut === "newest") {
      setPart("talk");
      requestAnimationFrame(() => {
        if (shortcut === "write") return composer.current?.focus();
        log.current?.toNewest();
        log.current?.focus();
      });
    }
  });

  const dialogs = (
    <>
      <RoomDialogs asked={asked} open={asking} acts={acts} onDone={() => isOver(setAsking)} />
      <AsideDialogs
        {...{ aside, organisationId, snapshot, store, say }}
        open={telling}
        people={view.here.people}
        onCare={() => connection?.offerCare()}
        onDone={() => isOver(setTelling)}
      />
      <ShortcutsDialog
        open={listing}
        onClose={() => setListing(false)}
        leads={mine.leads}
        on={on}
        onTurn={turn}
      />
    </>
  );

  if (!mine.admitted) {
    return (
      <Lobby
        {...{ organisationId, snapshot, acts, store }}
        link={view.link}
        care={view.care}
        onCare={() => connection?.offerCare()}
        onCareOver={() => connection?.putCareAway()}
      />
    );
  }

  return (
    <InLiveRoom live={live}>
      <InMessagePlace place={messagePlace}>
        <div
          className={classNames(
            "-mt-5 flex flex-col gap-3 sm:-mt-9 lg:grid lg:h-[max(38rem,calc(100dvh-8.5rem))] lg:grid-rows-[auto_minmax(0,1fr)] lg:gap-x-8 lg:gap-y-4",
            mine.leads
              ? "lg:grid-cols-[minmax(0,1fr)_minmax(0,1.05fr)] xl:mx-[calc((70rem-min(100vw-5rem,100rem))/2)] xl:grid-cols-[minmax(0,1fr)_minmax(0,1.05fr)_21rem]"
              : "lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]",
          )}
        >
          <div ref={top} className="grid gap-3 lg:col-span-full">
            <RoomHeading
              {...{ organisationId, snapshot, acts }}
              link={view.link}
              onClose={() => ask({ about: "room" })}
              beside={
                // Between two columns and three, the desk takes the place of the talk.
                <Button
                  size="sm"
                  className="max-lg:hidden xl:hidden"
                  onClick={() => setPart(part === "desk" ? "talk" : "desk")}
                >
                  {part === "desk" ? "Back to the talk" : "To the desk"}
                </Button>
              }
            />
            {state === "paused" ? (
              <Notice title="The room is paused">
                {mine.leads
                  ? "Members wait with posting until you resume. What they write is kept for them."
                  : "A facilitator has paused it for a moment. What you write is kept here until it goes on."}
              </Notice>
            ) : null}
          </div>

          <div
            className={classNames(
              "contents lg:-mx-1.5 lg:flex lg:min-h-0 lg:flex-col lg:gap-4",
              // With something in the middle each half scrolls by itself, and neither leaves sight.
              !busy && "lg:overflow-y-auto lg:overscroll-contain",
            )}
          >
            <div
              className={classNames(
                "z-20 -mx-4 border-rule border-b bg-paper px-4 sm:-mx-8 sm:px-8 max-lg:[@media(min-height:20rem)]:sticky max-lg:[@media(min-height:20rem)]:top-0",
                "lg:mx-0 lg:flex lg:flex-col lg:bg-transparent lg:px-0",
                !busy && "lg:shrink-0 lg:border-0",
                busy && "lg:min-h-0",
                busy && (mine.leads ? "lg:max-h-[58%]" : "lg:max-h-[48%]"),
              )}
            >
              <NowStrip {...{ snapshot }} link={view.link} open={nowOpen} onOpen={setNowOpen} />
              <div
                id="now"
                ref={now}
                tabIndex={-1}
                className={classNames(
                  "grid content-start gap-4 px-1.5 outline-none max-lg:max-h-[55dvh] max-lg:overflow-y-auto max-lg:overscroll-contain max-lg:pt-1 max-lg:pb-3 lg:pb-3",
                  busy && "lg:min-h-0 lg:overflow-y-auto lg:overscroll-contain",
                  !nowOpen && "max-lg:hidden",
                )}
              >
                <RunPanel />
                <TurnsPanel />
                <Circle
                  {...{ me }}
                  here={view.here}
                  round={snapshot.round}
                  inRow={busy}
                  onRemove={
                    isFacilitator(me.role) ? (person) => ask({ about: "person", person }) : null
                  }
                />
              </div>
              <PartTabs {...{ snapshot, part }} onPart={setPart} />
            </div>
            <Behind
              shown={part === "middle"}
              place={middle}
              label="What is in the middle"
              scrolls={busy}
              className={classNames(
                "grid content-start gap-5 lg:px-1.5 lg:pb-3",
                busy
                  ? "lg:min-h-0 lg:flex-1 lg:overflow-y-auto lg:overscroll-contain"
                  : "lg:shrink-0",
              )}
            >
              {together ? (
                <>
                  <BoxPanel />
                  <SharedExposurePanel />
                </>
              ) : null}
              <Middle
                {...{ snapshot, acts }}
                onRemove={(message) => ask({ about: "message", message })}
              />
              {together ? null : (
                <>
                  <BoxPanel />
                  <SharedExposurePanel />
                </>
              )}
            </Behind>
          </div>

          <div
            className={classNames(
              part !== "talk" && "max-lg:hidden",
              part === "desk" && "lg:max-xl:hidden",
              "max-lg:-mt-3 max-lg:h-[max(17rem,calc(100dvh-6rem))] lg:min-h-0",
            )}
          >
            <div className="flex h-full flex-col lg:sketched lg:gap-2 lg:bg-scrap lg:p-5">
              <SafeBanner {...{ snapshot, acts }} />
              {recap.shown ? (
                <RecapCard
                  {...{ snapshot }}
                  people={view.here.people}
                  open={recap.open}
                  onPutAway={recap.putAway}
                />
              ) : null}
              <MessageLog
                {...{ view, snapshot, connection, acts, scroller }}
                handle={log}
                onRemove={(message) => ask({ about: "message", message })}
              />
              <ChatFoot
                {...{ organisationId, view, snapshot, connection, acts, remark, say, composer }}
                onSend={() => {
                  connection?.send();
                  log.current?.toNewest();
                }}
                onUndo={undo}
                onFocus={() => bringUp(top.current)}
                onLeave={() => log.current?.focus()}
                onTell={tell}
                onRecap={recap.ask}
                onKeys={() => setListing(true)}
              />
            </div>
          </div>

          {mine.leads ? (
            <Behind
              shown={part === "desk"}
              place={desk}
              className={classNames(
                "lg:min-h-0 lg:overflow-y-auto lg:overscroll-contain lg:px-1",
                part !== "desk" && "lg:max-xl:hidden",
              )}
            >
              <DeskPanel />
            </Behind>
          ) : null}
        </div>
        {dialogs}
      </InMessagePlace>
    </InLiveRoom>
  );
}

/** On a small screen, scrolls the page's own head away, so that a keyboard leaves room to read. */
function bringUp(head: HTMLElement | null): void {
  if (!head || window.matchMedia("(width >= 64rem)").matches) return;
  const { bottom } = head.getBoundingClientRect();
  if (bottom > 0) window.scrollBy({ top: bottom });
}

/** A part of the room that on a small screen is behind another one. */
function Behind({
  shown,
  place,
  label,
  scrolls,
  className,
  children,
}: {
  shown: boolean;
  place: React.RefObject<HTMLDivElement | null>;
  label?: string;
  /** It may hold nothing but words, and a keyboard must reach what it scrolls to. */
  scrolls?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: it only gathers regions, each with its own name.
    <div
      ref={place}
      role="group"
      aria-label={label}
      tabIndex={scrolls ? 0 : -1}
      className={classNames(!scrolls && "outline-none", !shown && "max-lg:hidden", className)}
    >
      {children}
    </div>
  );
}

/** Reads back to the card in the middle when it lies above what is held here. */
function useLookBack(
  snapshot: LiveSnapshot,
  readingEarlier: boolean,
  connection: RoomConnection | null,
  acts: ReturnType<typeof useRoomActs>,
): void {
  const isAbove =
    snapshot.centreMessageId !== null &&
    snapshot.hasEarlier &&
    !snapshot.messages.some(({ id }) => id === snapshot.centreMessageId);
  const looked = useRef(0);
  useEffect(() => {
    if (!isAbove || !connection || readingEarlier) return;
    if (looked.current >= LOOK_BACK_PAGES) return;
    looked.current += 1;
    void acts.readEarlier();
  }, [isAbove, connection, readingEarlier, acts]);
}
