"use client";

import { useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { ALT_MAX, PHOTO_TYPES } from "@/server/domains/drafts/contract";
import { PhotoView } from "./photo-view";
import type { UsedPhoto } from "./use-photo";

/** Choosing a photo, seeing it, and saying what is on it for those who do not see it. */
export function PhotoField({ organisationId, used }: { organisationId: string; used: UsedPhoto }) {
  const { photo, sent, trouble, alt, attach, takeOff, sayWhatIsOnIt } = used;
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const busy = sent !== null;

  return (
    <fieldset aria-describedby={`${id}-about`} className="grid min-w-0 gap-3">
      <legend className="font-semibold">A photo</legend>
      <p id={`${id}-about`} className="text-ink-soft text-sm">
        One is enough. Where and with what it was taken is cut out before it is kept.
      </p>
      {photo ? <PhotoView organisationId={organisationId} photo={{ ...photo, alt }} /> : null}
      <div className="flex flex-wrap gap-3">
        <input
          ref={input}
          type="file"
          accept={PHOTO_TYPES.join(",")}
          aria-label="Choose a photo"
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            // So that choosing the same file again counts as choosing.
            event.target.value = "";
            if (file) void attach(file);
          }}
        />
        <Button busy={busy} onClick={() => input.current?.click()}>
          {photo ? "Choose another photo" : "Add a photo"}
        </Button>
        {photo ? (
          <Button busy={busy} onClick={() => void takeOff()}>
            Take it off
          </Button>
        ) : null}
      </div>
      <p role="status" className="min-h-[1lh] text-ink-soft text-sm">
        {sent === null ? (trouble ?? "") : progressWords(sent)}
      </p>
      {photo ? (
        <TextField
          label="What is on it, for someone who does not see it?"
          description="A few words help people who listen to this page. You can leave it out."
          name="alt"
          autoCapitalize="off"
          maxLength={ALT_MAX}
          value={alt}
          onChange={(event) => sayWhatIsOnIt(event.target.value)}
        />
      ) : null}
    </fieldset>
  );
}

/** In few steps, as each one is read aloud. */
function progressWords(sent: number): string {
  if (sent >= 1) return "It has arrived. Cutting out where and with what it was taken…";
  return sent >= 0.5 ? "Sending the photo: more than half has arrived…" : "Sending the photo…";
}
