"use client";

import { useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ShareSheet } from "./share-sheet";
import type { SourceRef } from "./use-shareable";
import { useShares } from "./use-shares";
import { WhereShared } from "./where-shared";

/**
 * The one way to share anything of one's own: with whom, for how long, exactly which parts; and
 * below it where it is shared already, with the way back. Nothing is chosen for the person.
 */
export function ShareEntry({
  organisationId,
  source,
  state,
  asksWord = false,
}: {
  organisationId: string;
  source: SourceRef;
  /** An exposure's state, or anything else that says the record changed and is to be read again. */
  state?: string;
  /** Asks the facilitators for their word on a plan that could do harm. */
  asksWord?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  const { shares, error, readAgain } = useShares(organisationId, source.id);
  const toggle = useRef<HTMLButtonElement>(null);
  const sheetId = useId();

  return (
    <div className="grid gap-6">
      <div className="grid gap-4">
        <div>
          <Button
            ref={toggle}
            aria-expanded={open}
            aria-controls={open ? sheetId : undefined}
            onClick={() => {
              setOpen(!open);
              setSaid("");
            }}
          >
            {asksWord ? "Ask a facilitator for a word" : "Share some of it"}
          </Button>
        </div>
        {open ? (
          <div id={sheetId} className="border-rule border-l-2 pl-4 sm:pl-6">
            <ShareSheet
              organisationId={organisationId}
              source={source}
              version={state}
              asksWord={asksWord}
              onShared={(words) => {
                setOpen(false);
                setSaid(words);
                toggle.current?.focus();
                readAgain();
              }}
              onNotNow={() => {
                setOpen(false);
                toggle.current?.focus();
              }}
            />
          </div>
        ) : null}
        <p role="status" className="pencilled">
          {said}
        </p>
      </div>
      <WhereShared
        organisationId={organisationId}
        shares={shares}
        error={error}
        onChanged={readAgain}
      />
    </div>
  );
}
