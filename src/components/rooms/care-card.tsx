"use client";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";

/**
 * Offered to the sender alone, once in a session. It says nothing about them, holds nothing up and
 * goes as soon as they would rather not have it.
 */
export function CareCard({ onAsk, onPutAway }: { onAsk: () => void; onPutAway: () => void }) {
  return (
    <Card as="aside" tone="clay" className="my-2" aria-labelledby="care">
      <div className="grid gap-2" role="status">
        <h2 id="care" className="text-lg">
          In case this is a hard moment
        </h2>
        <p className="text-sm">
          Only you see this card. Something you wrote reads as if it might weigh on you. Your
          message is where you put it, and nothing else happens because of it.
        </p>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          <a
            href="/help"
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-11 items-center font-semibold"
          >
            Help in my country (new tab)
          </a>
          <Button variant="plain" onClick={onAsk}>
            Ask my facilitator
          </Button>
          <Button variant="plain" onClick={onPutAway}>
            That’s not what I meant
          </Button>
        </div>
      </div>
    </Card>
  );
}
