"use client";

import { useState } from "react";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { useSubmit } from "@/components/use-submit";

const ERRORS = {
  STATE_CHANGED: "Someone can still see it. Take it back where it is shared, then delete it here.",
};

/** Deleting one's own draft, asked about once since it cannot be undone. */
export function DeleteDraft({ erase, onGone }: { erase: () => Promise<void>; onGone: () => void }) {
  const [open, setOpen] = useState(false);
  const { busy, error, submit } = useSubmit();
  return (
    <div>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        trigger={<Button variant="plain">Delete this draft</Button>}
        title="Delete this draft?"
        description="Its words and its photo are gone after that, here and on every device."
      >
        <SubmitError error={error} words={ERRORS} />
        <div className="flex flex-wrap gap-3">
          <Button
            busy={busy}
            onClick={() =>
              void submit(async () => {
                await erase();
                onGone();
              })
            }
          >
            Delete it
          </Button>
          <DialogClose>Keep it</DialogClose>
        </div>
      </Dialog>
    </div>
  );
}
