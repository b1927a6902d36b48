"use client";

import { type RefObject, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";

export type Direction = "earlier" | "later";

/** Moves one person a place in a list, for fingers and keyboards alike. */
export function MoveButtons({
  id,
  name,
  may,
  onMove,
}: {
  id: string;
  name: string;
  may: Record<Direction, boolean>;
  onMove: (direction: Direction) => void;
}) {
  return (["earlier", "later"] as const).map((direction) => (
    <Button
      key={direction}
      variant="plain"
      size="sm"
      data-move={moveKey(id, direction)}
      aria-label={`${name} ${direction}`}
      busy={!may[direction]}
      className="aria-disabled:text-ink-soft aria-disabled:no-underline"
      onClick={() => onMove(direction)}
    >
      {direction === "earlier" ? "Earlier" : "Later"}
    </Button>
  ));
}

function moveKey(id: string, direction: Direction): string {
  return `${id}:${direction}`;
}

/**
 * Keeps the keyboard on the button that moved someone: a browser lets go of what it held when it
 * lies elsewhere in the page. `order` is whatever changes when the list does.
 */
export function useMoveFocus(order: unknown): {
  list: RefObject<HTMLOListElement | null>;
  pressed: (id: string, direction: Direction) => void;
} {
  const list = useRef<HTMLOListElement>(null);
  const last = useRef<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new order is what takes the focus away.
  useEffect(() => {
    if (!last.current || document.activeElement !== document.body) return;
    list.current?.querySelector<HTMLElement>(`[data-move="${last.current}"]`)?.focus();
  }, [order]);

  return {
    list,
    pressed: (id, direction) => {
      last.current = moveKey(id, direction);
    },
  };
}
