"use client";

import { useEffect, useState } from "react";
import { Disclosure } from "@/components/ui/disclosure";
import type { RoundView } from "@/server/domains/turns/contract";
import { orderFromSeed } from "./seed-order";
import { ORDERED_WORDS } from "./wording";

/** How the order came about; of a shuffle also what it grew from, so that anyone can check it. */
export function HowOrdered({ round }: { round: RoundView }) {
  return (
    <div className="mt-2 text-sm">
      <p className="text-ink-soft">{ORDERED_WORDS[round.orderedBy]}</p>
      {round.seed === null ? null : (
        <Disclosure summary="Check the shuffle">
          <SeedCheck round={round} seed={round.seed} />
        </Disclosure>
      )}
    </div>
  );
}

function SeedCheck({ round, seed }: { round: RoundView; seed: string }) {
  const [order, setOrder] = useState<string[] | null>(null);
  const ids = round.turns.map(({ person }) => person.id).join(" ");

  useEffect(() => {
    let gone = false;
    void orderFromSeed(seed, ids.split(" ")).then((found) => {
      if (!gone) setOrder(found);
    });
    return () => {
      gone = true;
    };
  }, [seed, ids]);

  const names = new Map(round.turns.map(({ person }) => [person.id, person.name]));
  return (
    <div className="grid gap-1">
      <p>
        The lot was drawn once, for this round: <code className="break-all">{seed}</code>
      </p>
      {order ? (
        <p>
          Reckoned again on your own device it gives: {order.map((id) => names.get(id)).join(", ")}.
          Whoever joined later, was moved, or has had their turn may stand elsewhere by now.
        </p>
      ) : null}
      <p className="text-ink-soft">
        Each person’s place comes from the SHA-256 of the lot, a colon, and the number this group
        knows them by.
      </p>
    </div>
  );
}
