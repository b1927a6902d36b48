"use client";

import { useCallback, useEffect, useState } from "react";

/**
 * The fields of a form, kept in this browser under `key` on every change, so that a reload loses
 * nothing typed. `forget` once the server has them. Only fields that `initial` names are taken back.
 */
export function useKept<Fields extends object>(key: string, initial: Fields) {
  const [fields, setFields] = useState(initial);

  // After the first paint, as the server has no idea what this browser keeps.
  useEffect(() => {
    const kept = read(key);
    if (!kept) return;
    setFields((now) => {
      const known = Object.entries(kept).filter(([name]) => name in now);
      return { ...now, ...Object.fromEntries(known) };
    });
  }, [key]);

  const keep = useCallback(
    (changed: Partial<Fields>) => {
      setFields((now) => {
        const next = { ...now, ...changed };
        write(key, next);
        return next;
      });
    },
    [key],
  );

  const forget = useCallback(() => write(key, null), [key]);

  return { fields, keep, forget };
}

function read(key: string): Record<string, unknown> | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return typeof kept === "object" ? (kept as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

/** Some browsers refuse storage; then a reload loses unsent words, and nothing else changes. */
function write(key: string, fields: object | null): void {
  try {
    if (fields) localStorage.setItem(key, JSON.stringify(fields));
    else localStorage.removeItem(key);
  } catch {}
}
