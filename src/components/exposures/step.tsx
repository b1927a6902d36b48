"use client";

import { type ReactNode, useEffect, useRef } from "react";

/**
 * What a page shows at one step. When the step changes, what had the focus is gone: whoever uses a
 * keyboard or a screen reader goes on at the top of what came instead.
 */
export function Step({ name, children }: { name: string; children: ReactNode }) {
  const region = useRef<HTMLDivElement>(null);
  const shown = useRef(name);

  useEffect(() => {
    if (shown.current === name) return;
    shown.current = name;
    region.current?.focus();
  }, [name]);

  return (
    <div ref={region} tabIndex={-1} className="grid scroll-mt-40 gap-8 outline-none">
      {children}
    </div>
  );
}
