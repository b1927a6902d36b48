"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { Button } from "./button";

/**
 * A sheet laid over the page. Focus goes in, stays in and comes back to the trigger; Escape and
 * pressing beside it close it. Give it a `trigger`, or drive it with `open` and `onOpenChange`.
 */
export function Dialog({
  trigger,
  title,
  description,
  open,
  onOpenChange,
  children,
}: {
  /** A `Button` (or another element that takes a ref and button props). */
  trigger?: ReactElement;
  title: ReactNode;
  description?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children?: ReactNode;
}) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 min-h-dvh bg-well opacity-80 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 supports-[-webkit-touch-callout:none]:absolute" />
        <Base.Popup className="wobble inked fixed top-1/2 left-1/2 grid max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto border-ink bg-scrap p-5 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:p-7">
          <Base.Title className="text-xl">{title}</Base.Title>
          {description ? (
            <Base.Description className="text-ink-soft">{description}</Base.Description>
          ) : null}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** A button inside a `Dialog` that closes it. Takes what `Button` takes. */
export function DialogClose(props: ComponentProps<typeof Button>) {
  return <Base.Close render={<Button {...props} />} />;
}
