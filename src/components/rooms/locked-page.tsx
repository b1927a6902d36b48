"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { RoomLocked } from "./room-over";

/** In place of a room whose door was shut before this person came. */
export function LockedPage() {
  const router = useRouter();
  return <RoomLocked onAsk={useCallback(() => router.refresh(), [router])} />;
}
