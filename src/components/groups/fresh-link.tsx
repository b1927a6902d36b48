"use client";

import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { writable } from "@/components/ui/text-field";
import { useToast } from "@/components/ui/toast";

/** A link that cannot be shown again, since only its fingerprint is kept. */
export function FreshLink({ link }: { link: string }) {
  const field = useRef<HTMLInputElement>(null);
  const say = useToast();

  async function copy() {
    try {
      await navigator.clipboard.writeText(link);
      say("Copied.");
    } catch {
      // Browsers keep the clipboard from plain-http pages; selecting still lets a person copy.
      field.current?.select();
      say("It is selected. Your device’s own way of copying works from here.");
    }
  }

  return (
    <Notice kind="saved" announce title="Here is the link">
      <p>We cannot show it again, so take it with you now.</p>
      <div className="mt-3 grid gap-3">
        <Field label="Link" hideLabel>
          {(wiring) => (
            <input
              {...wiring}
              ref={field}
              readOnly
              value={link}
              onFocus={(event) => event.target.select()}
              className={`${writable} min-h-11`}
            />
          )}
        </Field>
        <div>
          <Button onClick={copy}>Copy the link</Button>
        </div>
      </div>
    </Notice>
  );
}
