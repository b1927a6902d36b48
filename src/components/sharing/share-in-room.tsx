"use client";

import type { ComponentProps } from "react";
import { DialogClose } from "@/components/ui/dialog";
import { ShareForm } from "./share-form";

export type RoomPlace = {
  organisationId: string;
  roomId: string;
  /** The room is paused for this person. */
  paused: boolean;
  onShared: () => void;
};

const PAUSED = "The room is paused. You can share this when it goes on.";

/** The end of sharing something in the room one is in. */
export function ShareInRoom({
  place: { paused, onShared },
  onShare,
  ...form
}: { place: RoomPlace } & Omit<ComponentProps<typeof ShareForm>, "act" | "beside" | "notYet">) {
  return (
    <ShareForm
      {...form}
      act="Put it in the middle"
      notYet={paused ? PAUSED : null}
      beside={<DialogClose>Not now</DialogClose>}
      onShare={async (share) => {
        await onShare(share);
        onShared();
      }}
    />
  );
}
