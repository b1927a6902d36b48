import Link from "next/link";
import type { ReactNode } from "react";
import { Underline } from "@/components/ui/strokes";
import { LeaveQuickly } from "./leave-quickly";
import { Mark } from "./mark";

/**
 * The top of every page: where one is, who one is, and the two ways out that must never be more
 * than one tap away.
 */
export function SiteHeader({
  nav,
  person,
  home = "/",
}: {
  /** Links to the parts of this place, usually a `<ul>` of them. */
  nav?: ReactNode;
  /** Who is signed in, and the way to sign out. */
  person?: ReactNode;
  /** Where the name leads: the public page, or a signed-in person's own start. */
  home?: string;
}) {
  return (
    <header className="px-4 pt-2 sm:px-8">
      <div className="mx-auto flex max-w-page flex-wrap items-center gap-x-3 sm:gap-x-6">
        <Link
          href={home}
          className="mr-auto flex min-h-11 items-center gap-1.5 font-heading text-ink text-lg no-underline hover:text-ink hover:underline sm:gap-2 sm:text-xl [font-variation-settings:'WONK'_1]"
        >
          <Mark className="size-7 sm:size-9" />
          <span className="font-semibold">Unpolished</span>
        </Link>
        <div className="flex items-center gap-x-3 text-sm sm:gap-x-5 sm:text-base">
          <a href="/help" className="inline-flex min-h-11 items-center font-semibold">
            Help now
          </a>
          <LeaveQuickly className="inline-flex min-h-11 items-center text-ink hover:text-ink" />
        </div>
        {nav || person ? (
          <div className="flex w-full flex-wrap items-center justify-between gap-x-6">
            {nav ? <nav aria-label="Main">{nav}</nav> : null}
            {person}
          </div>
        ) : null}
      </div>
      <div className="mx-auto max-w-page">
        <Underline className="mt-1 text-rule" />
      </div>
    </header>
  );
}
