"use client";

import type { RefObject } from "react";
import { ShareSomething } from "@/components/sharing/share-something";
import { Button } from "@/components/ui/button";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { Aside } from "./aside-dialogs";
import { CareCard } from "./care-card";
import { Composer, type ComposerHandle } from "./composer";
import { MoreMenu } from "./more-menu";
import { PassingRemark } from "./passing-remark";
import { refusalBeforehand, speakerOf, waitBeforehand } from "./permits";
import { PrivateLineFold } from "./private-line";
import type { RoomConnection } from "./room-connection";
import { RoomEnding } from "./room-ending";
import type { RoomView } from "./room-view";
import { TogetherBanner } from "./together-banner";
import type { Remark } from "./use-remark";
import type { RoomActs } from "./use-room-acts";
import { beforehandWords, waitWords } from "./wording";

const TYPING_NOTE = "Facilitators see that you are typing, not what.";

/** Below the talk: where one writes, what becomes of it, and the quiet ways to a facilitator. */
export function ChatFoot({
  organisationId,
  view,
  snapshot,
  connection,
  acts,
  remark,
  say,
  composer,
  onSend,
  onUndo,
  onLeave,
  onFocus,
  onTell,
  onRecap,
  onKeys,
}: {
  organisationId: string;
  view: RoomView;
  snapshot: LiveSnapshot;
  connection: RoomConnection | null;
  acts: RoomActs;
  remark: Remark | null;
  say: (remark: Remark | null) => void;
  composer: RefObject<ComposerHandle | null>;
  onSend: () => void;
  onUndo: () => boolean;
  onLeave: () => void;
  onFocus: () => void;
  onTell: (aside: Aside) => void;
  onRecap: () => void;
  onKeys: () => void;
}) {
  const { state, mine } = snapshot;
  const closed = state === "closed";
  const line = mine.facilitates ? null : (
    <PrivateLineFold
      {...{ organisationId, snapshot, acts }}
      store={connection?.store ?? null}
      onCare={() => connection?.offerCare()}
    />
  );
  return (
    <div className="z-10 -mx-4 shrink-0 border-rule border-t-2 bg-paper px-4 pt-2 pb-3 max-lg:[@media(min-height:20rem)]:sticky max-lg:[@media(min-height:20rem)]:bottom-0 sm:max-lg:-mx-8 sm:max-lg:px-8 lg:mx-0 lg:bg-transparent lg:px-0 lg:pb-0">
      {closed ? (
        <>
          <RoomEnding
            {...{ organisationId, snapshot }}
            words={view.words}
            onLetGo={() => connection?.write("")}
          />
          {line}
        </>
      ) : (
        <>
          {view.care ? (
            <CareCard
              onAsk={() => {
                connection?.putCareAway();
                onTell({ about: "quiet_word" });
              }}
              onPutAway={() => connection?.putCareAway()}
            />
          ) : null}
          <TogetherBanner {...{ snapshot, acts }} />
          <PassingRemark remark={remark} onDone={() => say(null)} />
          {view.away ? (
            <p className="flex flex-wrap items-center gap-x-3 text-sm">
              <span className="pencilled">You have stepped away. The others are told so.</span>
              <Button variant="plain" size="sm" onClick={() => connection?.stepAway(false)}>
                I am back
              </Button>
            </p>
          ) : null}
          <Composer
            handle={composer}
            words={view.words}
            cameBack={view.cameBack}
            beforehand={beforehandOf(snapshot)}
            note={mine.facilitates ? null : TYPING_NOTE}
            onWrite={(words) => connection?.write(words)}
            {...{ onSend, onUndo, onLeave, onFocus }}
            beside={
              <>
                <ShareSomething
                  organisationId={organisationId}
                  roomId={snapshot.roomId}
                  paused={refusalBeforehand(snapshot) === "ROOM_PAUSED"}
                />
                {mine.facilitates ? null : (
                  <Button
                    variant="plain"
                    size="sm"
                    className="min-h-11 max-sm:hidden"
                    onClick={() => onTell({ about: "quiet_word" })}
                  >
                    Quiet word
                  </Button>
                )}
                <MoreMenu
                  member={!mine.facilitates}
                  away={view.away}
                  onQuietWord={() => onTell({ about: "quiet_word" })}
                  onWorry={() => onTell({ about: "worry" })}
                  onAway={() => connection?.stepAway(!view.away)}
                  onRecap={onRecap}
                  onKeys={onKeys}
                />
              </>
            }
          />
          {/* Makes room for a phone's keyboard, unless it is this that is being written in. */}
          <div className="mt-2 flex items-start justify-between gap-x-4 border-rule border-t-2 border-dashed max-lg:[@media(max-height:30rem)]:[&:not(:has(details[open]))]:hidden">
            {line ?? <span />}
            <a href="/help" className="inline-flex min-h-10 items-center whitespace-nowrap text-sm">
              Help now
            </a>
          </div>
        </>
      )}
    </div>
  );
}

/** What would become of words posted now, when that is not the usual. */
function beforehandOf(snapshot: LiveSnapshot): string | null {
  const refusal = refusalBeforehand(snapshot);
  if (refusal) return beforehandWords(refusal, speakerOf(snapshot));
  const wait = waitBeforehand(snapshot);
  // The banner above says it already.
  return wait && wait !== "together" ? waitWords(wait, snapshot.settings.slowModeSeconds) : null;
}
