"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { ScaleField } from "@/components/ui/scale-field";
import { VisuallyHidden } from "@/components/ui/visually-hidden";

const TENS = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

/** One tap notes how it is right now; an exact number for whoever likes one. */
export function DistressTaps({ onTap }: { onTap: (suds: number) => void }) {
  const [exact, setExact] = useState<number | null>(null);
  const [said, setSaid] = useState("");

  function tap(suds: number) {
    onTap(suds);
    setSaid(`Noted: ${suds}.`);
  }

  return (
    <Card as="section" aria-labelledby="right-now" className="grid gap-3">
      <h2 id="right-now" className="text-xl">
        How is it right now?
      </h2>
      <p className="text-ink-soft text-sm">
        0 calm <span aria-hidden="true">·</span> 100 the worst I can imagine. As often as you like,
        or never.
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these act. */}
      <div
        role="group"
        aria-labelledby="right-now"
        className="grid grid-cols-4 gap-2 min-[26rem]:grid-cols-6 sm:grid-cols-11"
      >
        {TENS.map((suds) => (
          <Button
            key={suds}
            variant="even"
            className="px-0! tabular-nums"
            onClick={() => tap(suds)}
          >
            {suds}
            <VisuallyHidden> of 100</VisuallyHidden>
          </Button>
        ))}
      </div>
      <p role="status" className="pencilled min-h-6">
        {said}
      </p>
      <Disclosure summary="An exact number">
        <div className="grid gap-3 py-2">
          <ScaleField
            label="How is it right now, exactly?"
            lowLabel="calm"
            highLabel="the worst I can imagine"
            value={exact}
            onValueChange={setExact}
          />
          <div>
            <Button
              disabled={exact === null}
              onClick={() => {
                if (exact !== null) tap(exact);
                setExact(null);
              }}
            >
              Note this number
            </Button>
          </div>
        </div>
      </Disclosure>
    </Card>
  );
}
