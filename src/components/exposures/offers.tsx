"use client";

import { Button, EvenChoices } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { RisingDistress, Suggestion } from "@/server/domains/exposures/contract";
import { useSetAside } from "./use-set-aside";
import { DIAL_WORDS } from "./wording";

/** A next rung, if they like. Set aside, it stays aside. */
export function NextRung({ practice, suggestion }: { practice: string; suggestion: Suggestion }) {
  const { words, href, action, name } = wordsFor(practice, suggestion);
  const { isAside, setAside } = useSetAside(name, 365, true);
  if (isAside) return null;
  return (
    <Card as="section" aria-labelledby="next-rung" className="grid gap-3">
      <h2 id="next-rung" className="text-xl">
        A next rung, if you like
      </h2>
      <p>{words}</p>
      <div className="flex flex-wrap gap-3">
        <Button href={href}>{action}</Button>
        <Button onClick={setAside}>Set it aside</Button>
      </div>
    </Card>
  );
}

function wordsFor(practice: string, suggestion: Suggestion) {
  const { from } = suggestion;
  const again = `${practice}/new?again=${from.id}`;
  if (suggestion.kind === "another_context") {
    const soFar =
      suggestion.contexts.length > 0 ? ` So far: ${suggestion.contexts.join("; ")}.` : "";
    return {
      words: `You have tried “${from.plan}” more than once. The same somewhere else, or with someone else, often teaches more than a harder step.${soFar}`,
      href: again,
      action: "Plan it elsewhere",
      name: `${from.id}:context`,
    };
  }
  if (suggestion.kind === "turn_dial") {
    const { dial, to } = suggestion;
    const { label, levels } = DIAL_WORDS[dial];
    return {
      words: `“${from.plan}” once more, with one thing a little further along. ${label}: ${levels[to] ?? ""}.`,
      href: `${again}&dial=${dial}&to=${to}`,
      action: "Plan it like that",
      name: `${from.id}:${dial}:${to}`,
    };
  }
  return {
    words: `After “${from.plan}” comes “${suggestion.rung.plan}” on your own ladder.`,
    href: `${practice}/${suggestion.rung.id}`,
    action: "Look at it",
    name: `${from.id}:${suggestion.rung.id}`,
  };
}

const BECAUSE: Record<RisingDistress["because"], string> = {
  peaks: "Your last tries of this kind each felt harder than the one before.",
  check_ins: "The last two weeks felt heavier than the ones before.",
};

/** When it has been getting harder. Never "push on", and nobody else learns of it. */
export function Gentler({
  organisationId,
  risingDistress: { because },
}: {
  organisationId: string;
  risingDistress: RisingDistress;
}) {
  const practice = `/o/${organisationId}/practice`;
  const { isAside, setAside } = useSetAside(`gentler:${because}`, 7, false);
  if (isAside) return null;
  return (
    <Card as="section" tone="clay" aria-labelledby="gentler" className="grid gap-4">
      <h2 id="gentler" className="text-xl">
        It may be time for something gentler
      </h2>
      <p>
        {BECAUSE[because]} That happens, and it says nothing about you. Only you see this; a
        facilitator knows of it if you tell them.
      </p>
      <EvenChoices label="Something gentler">
        <Button variant="even" href={`${practice}/library?difficulty=1`}>
          Something smaller
        </Button>
        <Button variant="even" href={`${practice}/log?kind=rest`}>
          Rest
        </Button>
        <Button variant="even" href={`/o/${organisationId}`}>
          Talk to your facilitator
        </Button>
      </EvenChoices>
      <p className="text-sm">
        Your group’s page has a place for asking for a quiet word.{" "}
        <Button variant="plain" size="sm" onClick={setAside}>
          Put this away
        </Button>
      </p>
    </Card>
  );
}
