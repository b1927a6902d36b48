"use client";

import { Button } from "@/components/ui/button";
import type { Remark } from "./use-remark";

/** The line above the composer where the room says what just happened; read aloud once. */
export function PassingRemark({ remark, onDone }: { remark: Remark | null; onDone: () => void }) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-4">
      {remark ? (
        <>
          <p className="pb-1 text-sm pencilled">{remark.words}</p>
          {remark.action ? (
            <Button
              variant="plain"
              size="sm"
              onClick={() => {
                onDone();
                remark.action?.onPress();
              }}
            >
              {remark.action.label}
            </Button>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
