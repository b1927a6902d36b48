"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

export type Tab = { value: string; label: ReactNode };

/**
 * Several sheets behind one another. Arrow keys move along the tabs, Enter turns to one; on a
 * narrow screen the tabs stand in rows, so that all of them stay in sight.
 */
export function Tabs({
  label,
  tabs,
  value,
  onValueChange,
  children,
}: {
  /** Names the row of tabs for a screen reader. */
  label: string;
  tabs: Tab[];
  value: string;
  onValueChange: (value: string) => void;
  /** A `TabSheet` for each tab. */
  children: ReactNode;
}) {
  return (
    <Base.Root value={value} onValueChange={(next) => onValueChange(String(next))}>
      <Base.List aria-label={label} className="flex flex-wrap gap-1.5">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="wobble inked even:wobble-alt min-h-11 cursor-pointer border-edge bg-transparent px-3 py-1 text-sm leading-tight hover:border-ink hover:bg-scrap data-active:border-clay-deep data-active:bg-clay-wash data-active:font-semibold"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {children}
    </Base.Root>
  );
}

/** What one tab of `Tabs` turns to. */
export function TabSheet({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Base.Panel value={value} className="mt-4">
      {children}
    </Base.Panel>
  );
}
