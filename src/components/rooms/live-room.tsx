"use client";

import { InSharingPlace } from "@/components/sharing/sharing-place";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import { Announcer } from "./announcer-region";
import { OpenRoom } from "./open-room";
import { RoomLocked, RoomOver } from "./room-over";
import { useAnnouncements } from "./use-announcements";
import { useFolded } from "./use-folded";
import { useForgottenFirstPaint } from "./use-forgotten-first-paint";
import { useRemark } from "./use-remark";
import { useRoom } from "./use-room";

/** A session's room: read at once from what the server rendered, live as soon as it is connected. */
export function LiveRoom({
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
  const { remark, say } = useRemark();
  const folding = useFolded({ organisationId, groupId: snapshot.groupId }, say);
  const said = useAnnouncements(snapshot.roomId, view, folding.folded);
  useForgottenFirstPaint();
  const { link } = view;
  return (
    <InSharingPlace organisationId={organisationId} topics={topics}>
      <Announcer said={said} />
      {link === "locked" ? (
        <RoomLocked onAsk={() => connection?.wake()} />
      ) : link === "ended" || link === "signed_out" || link === "outdated" ? (
        <RoomOver link={link} />
      ) : view.snapshot ? (
        <OpenRoom
          {...{ organisationId, view, connection, remark, say, folding }}
          snapshot={view.snapshot}
        />
      ) : (
        // Let in after a locked door; the room is on its way.
        <p className="pencilled">One moment.</p>
      )}
    </InSharingPlace>
  );
}
