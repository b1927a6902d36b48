"use client";

import { type ReactNode, useState } from "react";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { useSubmit } from "@/components/use-submit";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import { type RoomActs, troubleWords } from "./use-room-acts";

/** While nobody leads: what it means, something to hold on to, and the chair for who may take it. */
export function SafeBanner({ snapshot, acts }: { snapshot: LiveSnapshot; acts: RoomActs }) {
  const { settings, mine, me } = snapshot;
  if (!settings.safeSince) {
    return settings.chair?.id === me.id ? <OwnChair acts={acts} /> : null;
  }
  if (mine.leads) return <Release {...{ snapshot, acts }} />;
  return (
    <Slip labelledBy="safe">
      <h2 id="safe" className="text-lg">
        The facilitator’s line has dropped
      </h2>
      <p>What you post is kept meanwhile. Somebody who leads decides when it is shown.</p>
      {settings.deputy?.id === me.id ? <ChairOffer acts={acts} /> : null}
      <Grounding />
    </Slip>
  );
}

/** Above the talk, and never all of its place. */
function Slip({ labelledBy, children }: { labelledBy: string; children: ReactNode }) {
  return (
    <section
      aria-labelledby={labelledBy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so a keyboard must reach it.
      tabIndex={0}
      className="wobble inked grid max-h-[45%] shrink-0 content-start gap-3 overflow-y-auto border-clay bg-clay-wash px-4 py-3 max-lg:mt-2"
    >
      {children}
    </section>
  );
}

function Grounding() {
  return (
    <div className="border-clay border-l-3 pl-3">
      <p className="pencilled">While we wait, if you like:</p>
      <p>
        Put both feet on the floor and notice that it holds you. Look around the room you are in and
        name three ordinary things, without hurry. Let one breath out be a little longer than the
        one before. There is nothing to get right here.
      </p>
    </div>
  );
}

function ChairOffer({ acts }: { acts: RoomActs }) {
  const [declined, setDeclined] = useState(false);
  if (declined) {
    return (
      <p className="text-sm">
        That is fine.{" "}
        <Button variant="plain" size="sm" onClick={() => setDeclined(false)}>
          I have changed my mind
        </Button>
      </p>
    );
  }
  return (
    <div className="grid gap-2">
      <p>
        You were named beforehand to keep the room: the run sheet, the turns, and what is shown.
        Nothing told to the facilitators in private comes to you.
      </p>
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => void acts.takeChair()}>Take the chair</Button>
        <Button onClick={() => setDeclined(true)}>Leave it empty</Button>
      </div>
    </div>
  );
}

function OwnChair({ acts }: { acts: RoomActs }) {
  return (
    <p className="flex flex-wrap items-center gap-x-4 text-sm">
      <span>You keep the room for now.</span>
      <Button variant="plain" size="sm" onClick={() => void acts.returnChair()}>
        Give the chair back
      </Button>
    </p>
  );
}

/** The decision of whoever leads again: what of the posts that waited is shown. */
function Release({ snapshot, acts }: { snapshot: LiveSnapshot; acts: RoomActs }) {
  const waiting = snapshot.messages.filter(
    ({ state, heldFor }) => state === "held" && heldFor === "safe",
  );
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const { busy, error, submit } = useSubmit();
  return (
    <Slip labelledBy="release">
      <form
        method="post"
        noValidate
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (busy) return;
          const chosen = waiting.filter(({ id }) => !left.has(id)).map(({ id }) => id);
          void submit(() => acts.release(chosen));
        }}
      >
        <h2 id="release" className="text-lg">
          {waiting.length > 0 ? "While nobody led, these were posted" : "Nobody led for a moment"}
        </h2>
        <p>
          {waiting.length > 0
            ? "Tick what the room should see. What you leave out stays held, and can be shown or removed later."
            : "Nothing was posted meanwhile. Posts are held until you go on."}
        </p>
        {waiting.length > 0 ? (
          <fieldset className="grid gap-1">
            <legend className="sr-only">What was posted</legend>
            {waiting.map(({ id, author, body }) => (
              <Checkbox
                key={id}
                checked={!left.has(id)}
                onChange={(event) => setLeft(toggled(left, id, !event.target.checked))}
                label={
                  <>
                    <bdi className="font-semibold">{author.name}</bdi>:{" "}
                    <span className="whitespace-pre-wrap">{body ?? "a card"}</span>
                  </>
                }
              />
            ))}
          </fieldset>
        ) : null}
        <SubmitError error={error} words={error ? { [error.code]: troubleWords(error) } : {}} />
        <div>
          <Button type="submit" variant="primary" busy={busy}>
            {waiting.length > 0 ? "Show what is ticked and go on" : "Go on"}
          </Button>
        </div>
      </form>
    </Slip>
  );
}

function toggled(all: ReadonlySet<string>, one: string, there: boolean): ReadonlySet<string> {
  const next = new Set(all);
  if (there) next.add(one);
  else next.delete(one);
  return next;
}
