"use client";

import { Toast as Base } from "@base-ui/react/toast";
import type { ReactNode } from "react";
import { useCallback } from "react";

export type ToastAction = { label: string; onPress: () => void };

/**
 * Says something in passing: `say("Saved")`, or with a way back
 * `say("Message taken back", { label: "Undo", onPress })`.
 */
export function useToast(): (message: string, action?: ToastAction) => void {
  const manager = Base.useToastManager();
  return useCallback(
    (message, action) => {
      manager.add({
        title: message,
        ...(action && { actionProps: { children: action.label, onClick: action.onPress } }),
      });
    },
    [manager],
  );
}

/**
 * Holds the corner where passing remarks appear and are read aloud at the next pause. They stay
 * ten seconds, longer while someone points at or focuses them.
 */
export function ToastRegion({ children }: { children: ReactNode }) {
  return (
    <Base.Provider timeout={10_000} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport
          aria-label="Passing remarks"
          className="fixed right-4 bottom-4 z-20 grid w-[min(24rem,calc(100vw-2rem))] gap-2"
        >
          <Remarks />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Remarks() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      swipeDirection={["right", "down"]}
      className="wobble inked border-ink bg-scrap transition-opacity duration-150 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <Base.Content className="flex flex-wrap items-center gap-x-4 px-4 py-2">
        {/* A passing remark is no heading of the page. */}
        <Base.Title render={<p />} className="min-w-0 flex-1" />
        <Base.Action className="min-h-11 px-1 font-semibold text-clay underline decoration-2 underline-offset-4" />
        <Base.Close
          aria-label="Put away"
          className="grid size-11 place-items-center text-ink-soft hover:text-ink"
        >
          <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4 fill-none stroke-current">
            <path
              d="M2 2.5c4 3.4 8 7.4 11.8 11.2M13.6 2C9.6 6 5.8 9.6 2.2 14"
              strokeWidth="2"
              strokeLinecap="round"
            />
          </svg>
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
