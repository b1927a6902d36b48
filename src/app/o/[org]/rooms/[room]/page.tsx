import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LiveRoom } from "@/components/rooms/live-room";
import { serverApi } from "@/server/trpc/caller";

// The session's title stays out of the title, which histories and other people's screens show.
export const metadata: Metadata = { title: "Room" };

/** A session's room, readable at first paint. */
export default async function Page({ params }: { params: Promise<{ org: string; room: string }> }) {
  const { org: organisationId, room: roomId } = await params;
  const api = await serverApi();
  const [snapshot, topics] = await Promise.all([
    api.rooms.loadSnapshot({ organisationId, roomId }),
    api.sharing.findCollapsedTopics({ organisationId }),
  ]);
  // A group's board is read on the group's own page.
  if (!snapshot.session) redirect(`/o/${organisationId}/groups/${snapshot.groupId}`);
  return <LiveRoom key={roomId} {...{ organisationId, snapshot, topics }} />;
}
