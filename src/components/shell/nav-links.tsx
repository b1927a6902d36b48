"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "@/components/ui/class-names";

export type NavLink = { href: string; label: string };

/** Links for the header's `nav`. The one that leads to this page, or above it, is marked. */
export function NavLinks({ links }: { links: NavLink[] }) {
  const here = usePathname();
  const current = links
    .filter(({ href }) => here === href || here.startsWith(`${href}/`))
    // "/o/1" also begins "/o/1/practice": the longest match is where one is.
    .sort((a, b) => b.href.length - a.href.length)[0];
  return (
    <ul className="flex flex-wrap gap-x-5">
      {links.map((link) => (
        <li key={link.href}>
          <Link
            href={link.href}
            aria-current={link === current ? (here === link.href ? "page" : "true") : undefined}
            className={classNames(
              "inline-flex min-h-11 items-center text-ink hover:text-ink",
              link === current ? "font-semibold decoration-clay decoration-[3px]" : "no-underline",
            )}
          >
            {link.label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
