"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { BOX_KEYS, SHORTCUTS } from "./shortcuts";

/** The keys of a room, and the way to do without the single letters. */
export function ShortcutsDialog({
  open,
  onClose,
  leads,
  on,
  onTurn,
}: {
  open: boolean;
  onClose: () => void;
  leads: boolean;
  on: boolean;
  onTurn: (on: boolean) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => next || onClose()}
      title="Keys in this room"
      description="Everything here can also be reached with Tab. The letters work while you are not writing."
    >
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2">
        {SHORTCUTS.filter((line) => leads || !line.leads).map(({ key, words }) => (
          <Pair key={key} keys={key} words={words} off={!on} />
        ))}
        {BOX_KEYS.map(({ keys, words }) => (
          <Pair key={keys} keys={keys} words={words} />
        ))}
      </dl>
      <Checkbox
        label="Use single letters"
        description="Turn this off if you speak to your computer, or press keys by accident."
        checked={on}
        onChange={(event) => onTurn(event.target.checked)}
      />
      <div>
        <DialogClose>Back to the room</DialogClose>
      </div>
    </Dialog>
  );
}

function Pair({ keys, words, off }: { keys: string; words: string; off?: boolean }) {
  return (
    <>
      <dt>
        <kbd className="wobble inked inline-block min-w-9 border-edge bg-paper px-2 py-0.5 text-center font-semibold font-text text-sm">
          {keys}
        </kbd>
      </dt>
      <dd className={off ? "text-ink-soft" : undefined}>
        {words}
        {off ? " (turned off)" : null}
      </dd>
    </>
  );
}
