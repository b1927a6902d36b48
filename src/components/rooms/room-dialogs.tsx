"use client";

import { type ReactNode, useState } from "react";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/text-area";
import { useSubmit } from "@/components/use-submit";
import type { MessageView, Person } from "@/server/domains/rooms/contract";
import { type RoomActs, troubleWords } from "./use-room-acts";

/** What a facilitator is about to do and is asked a word about first. */
export type Asked =
  | { about: "message"; message: MessageView }
  | { about: "person"; person: Person }
  | { about: "room" };

/** The dialogs of a facilitator. They belong to the room, so they outlive the message they are about. */
export function RoomDialogs({
  asked,
  open,
  acts,
  onDone,
}: {
  /** Stays what it was while a dialog closes. */
  asked: Asked | null;
  open: boolean;
  acts: RoomActs;
  onDone: () => void;
}) {
  return (
    <>
      <AskingDialog
        open={open && asked?.about === "message"}
        title="Remove this message"
        description="It goes from every screen at once, and “Removed by a facilitator.” stays in its place."
        reasonFor="Its author reads it, and so can the facilitators of this group. Nobody else does."
        act="Remove the message"
        onAct={async (reason) => {
          if (asked?.about === "message") await acts.remove(asked.message.id, reason);
        }}
        onDone={onDone}
      />
      <AskingDialog
        open={open && asked?.about === "person"}
        title={
          asked?.about === "person" ? (
            <>
              Remove <bdi>{asked.person.name}</bdi> from the group
            </>
          ) : (
            "Remove from the group"
          )
        }
        description="The room closes on their screens at once and they can no longer open the group. What they wrote stays, and so does their own practice. This can be undone on the group page."
        reasonFor="Facilitators of this group can read it later. The person is not shown it."
        act="Remove from the group"
        onAct={async (reason) => {
          if (asked?.about === "person") await acts.removePerson(asked.person, reason);
        }}
        onDone={onDone}
      />
      <AskingDialog
        open={open && asked?.about === "room"}
        title="Close the room"
        description="Nobody can post after this, and what was shared for this session only is wiped. A closed room stays closed."
        act="Close the room"
        onAct={() => acts.close()}
        onDone={onDone}
      />
    </>
  );
}

function AskingDialog({
  open,
  title,
  description,
  reasonFor,
  act,
  onAct,
  onDone,
}: {
  open: boolean;
  title: ReactNode;
  description: string;
  /** Who reads the reason; without it none is asked for. */
  reasonFor?: string;
  act: string;
  onAct: (reason: string) => Promise<void>;
  onDone: () => void;
}) {
  const [reason, setReason] = useState("");
  const { busy, error, submit } = useSubmit();

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onDone();
      }}
      title={title}
      description={description}
    >
      <form
        method="post"
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (busy) return;
          void submit(async () => {
            await onAct(reason);
            setReason("");
            onDone();
          });
        }}
      >
        {reasonFor ? (
          <TextArea
            label="A reason, if you like"
            description={reasonFor}
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        ) : null}
        <SubmitError error={error} words={error ? { [error.code]: troubleWords(error) } : {}} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" variant="primary" busy={busy}>
            {act}
          </Button>
          <DialogClose>Not now</DialogClose>
        </div>
      </form>
    </Dialog>
  );
}
