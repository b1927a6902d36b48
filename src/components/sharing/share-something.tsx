"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import { ShareDraftForm } from "./share-draft-form";
import { ShareWinForm } from "./share-win-form";

type What = "draft" | "win";

const WHAT = [
  { value: "draft", label: "A draft" },
  { value: "win", label: "A win" },
];

/** Lets a person put a draft or a win in the middle of a room, and shows beforehand what others see. */
export function ShareSomething({
  organisationId,
  roomId,
  paused,
}: {
  organisationId: string;
  roomId: string;
  /** The room is paused for this person. */
  paused: boolean;
}) {
  const [open, setOpen] = useState(false);
  const [what, setWhat] = useState<What>("draft");
  const place = { organisationId, roomId, paused, onShared: () => setOpen(false) };

  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button className="max-sm:px-4">
          <span>
            Share<span className="max-sm:sr-only"> something</span>
          </span>
        </Button>
      }
      title="Share something"
      description="It lies in the middle of the room. You can take it back at any time."
    >
      <RadioGroup
        name="what"
        label="What would you like to share?"
        options={WHAT}
        value={what}
        onValueChange={(value) => setWhat(value === "win" ? "win" : "draft")}
        inline
      />
      {what === "draft" ? <ShareDraftForm {...place} /> : <ShareWinForm {...place} />}
    </Dialog>
  );
}
