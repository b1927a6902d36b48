"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { TextField } from "@/components/ui/text-field";
import {
  type ExposureView,
  HANDS_OFF_MAX_MINUTES,
  HANDS_OFF_ORDINARY_MINUTES,
  type HandsOff,
} from "@/server/domains/exposures/contract";
import { LocalTime } from "./local-time";
import { isRunning } from "./practice-queue";
import { aboutHowLong } from "./time-words";

/**
 * "Don't check or fix until …". Everything is read from instants, so closing the browser, another
 * device or a change of clocks changes nothing. Breaking it early is noted and starts nothing over.
 */
export function HandsOffWindow({
  handsOff,
  exposure: { notDoing, handsOffMinutes },
  now,
  onBegin,
  onBreak,
}: {
  handsOff: HandsOff | null;
  exposure: Pick<ExposureView, "notDoing" | "handsOffMinutes">;
  /** Epoch ms by the server's clock. */
  now: number;
  onBegin: (minutes: number) => void;
  onBreak: () => void;
}) {
  const running = handsOff && isRunning(handsOff, now) ? handsOff : null;
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed goes away; the focus stays with what it was about.
  const stayHere = () => heading.current?.focus();
  return (
    <Card as="section" aria-labelledby="hands-off" className="grid gap-4">
      <h2 ref={heading} id="hands-off" tabIndex={-1} className="text-xl outline-none">
        Hands off
      </h2>
      {running ? (
        <>
          <p className="text-lg">
            {notDoing ? "Leave it as it is" : "No checking and no fixing"} until{" "}
            <LocalTime instant={running.endsAt} show="moment" />. That is{" "}
            {aboutHowLong(Date.parse(running.endsAt) - now)} from now, and you need not watch it
            pass: this goes on with the page closed.
          </p>
          <div>
            <Button
              onClick={() => {
                stayHere();
                onBreak();
              }}
            >
              {notDoing ? "I did it after all" : "I looked, or fixed it"}
            </Button>
          </div>
        </>
      ) : null}
      <div role="status" className="empty:hidden">
        {handsOff && !running ? <Afterwards handsOff={handsOff} /> : null}
      </div>
      {running || notDoing ? null : (
        <Begin
          isAgain={handsOff !== null}
          initial={handsOffMinutes ?? HANDS_OFF_ORDINARY_MINUTES}
          onBegin={(minutes) => {
            stayHere();
            onBegin(minutes);
          }}
        />
      )}
    </Card>
  );
}

function Afterwards({ handsOff }: { handsOff: HandsOff }) {
  if (!handsOff.brokenAt) return <p>The time has passed. Look or leave it, as you like.</p>;
  const left = aboutHowLong(Date.parse(handsOff.brokenAt) - Date.parse(handsOff.beganAt));
  return (
    <p>
      Noted, and it happens to everyone. You left it alone for {left}, and that stays so: nothing
      starts over.
    </p>
  );
}

function Begin({
  isAgain,
  initial,
  onBegin,
}: {
  isAgain: boolean;
  initial: number;
  onBegin: (minutes: number) => void;
}) {
  const [minutes, setMinutes] = useState(String(initial));
  const [error, setError] = useState<string>();

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const whole = Number(minutes);
    const fits = Number.isInteger(whole) && whole >= 1 && whole <= HANDS_OFF_MAX_MINUTES;
    setError(fits ? undefined : "Minutes as a whole number, up to a week.");
    if (fits) onBegin(whole);
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-3">
      <p>{isAgain ? "Another while, if you like." : "Leave it alone for a while, if you like."}</p>
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label="Minutes without checking or fixing"
          type="number"
          inputMode="numeric"
          name="minutes"
          min={1}
          max={HANDS_OFF_MAX_MINUTES}
          value={minutes}
          onChange={(event) => setMinutes(event.target.value)}
          error={error}
        />
        <Button type="submit">Hands off from now</Button>
      </div>
    </form>
  );
}
