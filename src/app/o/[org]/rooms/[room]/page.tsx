import type { Metadata } from "next";
import { LiveRoom } from "@/components/rooms/live-room";
import { serverApi } from "@/server/trpc/caller";

// The session's title stays out of the title, which histories and other people's screens show.
export const metadata: Metadata = { title: "Room" };

/** A session's room, readable at first paint. */
export default async function Page({ params }: { params: Promise<{ org: string; room: string }> }) {
  const { org: organisationId, room: roomId } = await params;
  const api = await serverApi();
  const snapshot = await api.rooms.loadSnapshot({ organisationId, roomId });
  return <LiveRoom key={roomId} organisationId={organisationId} snapshot={snapshot} />;
}
