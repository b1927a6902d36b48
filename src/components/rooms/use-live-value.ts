"use client";

import { useMemo } from "react";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { Live } from "./live-context";
import type { RoomConnection } from "./room-connection";
import type { RoomView } from "./room-view";

/** Until the page is alive there is nobody to ask. */
const NO_LINE: Pick<Live, "serverNow" | "call" | "onTyped"> = {
  serverNow: () => Date.now(),
  call: async (name) => unreachable(name),
  onTyped: () => () => {},
};

function unreachable<N extends Parameters<Live["call"]>[0]>(_name: N) {
  return { ok: false, error: { code: "UNREACHABLE" } } as Awaited<
    ReturnType<Live["call"]>
  > as never;
}

/** What every panel of the room works with; see `Live`. */
export function useLiveValue(
  organisationId: string,
  { here, roster, typing, joins }: RoomView,
  snapshot: LiveSnapshot,
  connection: RoomConnection | null,
  { say, showDesk }: Pick<Live, "say" | "showDesk">,
): Live {
  const line = useMemo<Pick<Live, "serverNow" | "call" | "onTyped">>(
    () =>
      connection
        ? {
            serverNow: connection.serverNow,
            call: connection.call,
            onTyped: connection.onTyped,
          }
        : NO_LINE,
    [connection],
  );
  return useMemo(
    () => ({ organisationId, snapshot, here, roster, typing, joins, say, showDesk, ...line }),
    [organisationId, snapshot, here, roster, typing, joins, say, showDesk, line],
  );
}
