import type { Metadata, Viewport } from "next";
import { redirect } from "next/navigation";
import { LiveRoom } from "@/components/rooms/live-room";
import { LockedPage } from "@/components/rooms/locked-page";
import { serverApi } from "@/server/trpc/caller";

// The session's title stays out of the title, which histories and other people's screens show.
export const metadata: Metadata = { title: "Room" };

// While a phone's keyboard is open, what is sticky at the foot stays above it.
export const viewport: Viewport = { interactiveWidget: "resizes-content" };

/** A session's room, readable at first paint. */
export default async function Page({ params }: { params: Promise<{ org: string; room: string }> }) {
  const { org: organisationId, room: roomId } = await params;
  const api = await serverApi();
  const [snapshot, topics] = await Promise.all([
    api.live.loadSnapshot({ organisationId, roomId }).catch(unlessLocked),
    api.sharing.findCollapsedTopics({ organisationId }),
  ]);
  if (!snapshot) return <LockedPage />;
  // A group's board is read on the group's own page.
  if (!snapshot.session) redirect(`/o/${organisationId}/groups/${snapshot.groupId}`);
  return <LiveRoom key={roomId} {...{ organisationId, snapshot, topics }} />;
}

/** Null for a newcomer in front of a locked door. */
function unlessLocked(thrown: unknown): null {
  const cause = thrown instanceof Error ? thrown.cause : null;
  if (cause instanceof Error && "code" in cause && cause.code === "ROOM_LOCKED") return null;
  throw thrown;
}
