"use client";

import { Menu as Base } from "@base-ui/react/menu";
import Link from "next/link";
import type { ReactElement, ReactNode } from "react";

/** Actions behind one button, by arrow keys, first letters and Escape. */
export function Menu({
  trigger,
  label,
  children,
}: {
  /** A `Button`. */
  trigger: ReactElement;
  /** Names the list for a screen reader, for example "About this message". */
  label: string;
  /** `MenuItem`s. */
  children: ReactNode;
}) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="end" className="z-10">
          <Base.Popup
            aria-label={label}
            className="wobble inked min-w-48 overflow-hidden max-w-[calc(100vw-1rem)] border-ink bg-scrap py-1.5 transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const line =
  "flex min-h-11 cursor-pointer items-center gap-2 px-4 text-ink no-underline outline-none " +
  "data-highlighted:bg-clay-wash data-highlighted:underline data-highlighted:text-ink " +
  "data-disabled:cursor-default data-disabled:text-ink-soft";

/** One action in a `Menu`; with `href` it is a link. */
export function MenuItem({
  href,
  onSelect,
  disabled,
  children,
}: {
  href?: string;
  onSelect?: () => void;
  disabled?: boolean;
  children: ReactNode;
}) {
  if (href !== undefined) {
    return (
      <Base.LinkItem render={<Link href={href} />} closeOnClick className={line}>
        {children}
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item onClick={onSelect} disabled={disabled} className={line}>
      {children}
    </Base.Item>
  );
}
