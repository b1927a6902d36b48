"use client";

import { Dots } from "@/components/rooms/circle";
import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { RosterEntry } from "@/server/domains/rooms/contract";
import type { DeskTools } from "./desk-tools";
import { ACT_WORDS, actsOn, type PersonAct } from "./person-acts";
import { LOG_READS_REASON } from "./reason-dialog";
import { usePersonActs } from "./use-person-acts";

/** What can be done about one person; nothing where there is nothing. */
export function PersonMenu({ entry, tools }: { entry: RosterEntry; tools: DeskTools }) {
  const { snapshot } = useLive();
  const { busy, doAtOnce, doFor } = usePersonActs();
  const { person } = entry;
  const { me, mine, settings } = snapshot;
  const acts = actsOn({ me, mine, deputy: settings.deputy }, entry);
  const mayWrite = mine.facilitates && person.role === "member";
  if (snapshot.state === "closed" || (acts.length === 0 && !mayWrite)) return null;

  function choose(act: PersonAct) {
    const { asking } = ACT_WORDS[act];
    if (!asking) return void doAtOnce(act, entry);
    tools.ask({
      title: asking.title(person.name),
      description: asking.description,
      reasonFor: LOG_READS_REASON,
      act: asking.act,
      onAct: (reason) => doFor(act, entry, reason),
    });
  }

  return (
    <Menu
      label={`About ${person.name}`}
      trigger={
        <Button
          variant="plain"
          size="sm"
          busy={busy}
          aria-label={`About ${person.name}`}
          className="min-h-11 min-w-11 text-ink-soft no-underline hover:text-ink"
        >
          <Dots />
        </Button>
      }
    >
      {mayWrite ? (
        <MenuItem onSelect={() => tools.openLine(person)}>Write privately</MenuItem>
      ) : null}
      {acts.map((act) => (
        <MenuItem key={act} onSelect={() => choose(act)}>
          {ACT_WORDS[act].item}
        </MenuItem>
      ))}
    </Menu>
  );
}
