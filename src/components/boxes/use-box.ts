"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useLive } from "@/components/rooms/live-context";
import type { BoxView, JoinBox, TypedEntry } from "@/server/domains/boxes/contract";
import type { WireError } from "@/server/domains/rooms/contract";
import { createBoxTyping, createPageStore, type OwnPage } from "./box-typing";
import { withTyped } from "./box-view";

/** What is asked for when joining anew is what was asked for first; see `joinBox`. */
const AS_BEFORE = { wantsBack: "witness", lifetime: "session" } as const;

type Asked = Pick<JoinBox, "wantsBack" | "lifetime">;
type Typing = ReturnType<typeof createBoxTyping>;

/**
 * One person's part in a box: joining it, on every line anew, their own page, and what the others
 * write. `isIn`: this person is among the writers, perhaps from before a reload.
 */
export function useBox(box: BoxView, isIn: boolean) {
  const { organisationId, snapshot, call, onTyped, joins } = useLive();
  const { roomId, me } = snapshot;
  const [page, setPage] = useState<OwnPage | null>(null);
  const [others, setOthers] = useState<TypedEntry[]>([]);
  const [error, setError] = useState<WireError | null>(null);
  const [busy, setBusy] = useState(false);
  const typing = useRef<Typing | null>(null);
  const isOpen = box.closedAt === null;
  const boxId = box.id;
  const mayWrite = isOpen && isIn;

  // Calls are made with whatever line there is then; a new one is no reason to begin anew.
  const line = useRef(call);
  line.current = call;
  const open = useRef(isOpen);
  open.current = isOpen;

  useEffect(() => {
    const ref = { organisationId, roomId, boxId };
    const store = createPageStore(() => localStorage, { boxId, enrolmentId: me.id });
    const own = createBoxTyping({
      send: (text, version) => line.current("box:type", { ...ref, text, version }),
      store,
      onChange: setPage,
    });
    typing.current = own;
    setPage(own.page());
    return () => {
      own.stop();
      // The room has gone on: nothing of it stays behind on this device.
      if (!open.current) store.keep(null);
    };
  }, [organisationId, roomId, boxId, me.id]);

  const join = useCallback(
    async (asked: Asked): Promise<boolean> => {
      const answer = await line.current("box:join", { organisationId, roomId, boxId, ...asked });
      setError(answer.ok ? null : answer.error);
      if (!answer.ok) return false;
      const mine = answer.entries.find(({ person }) => person.id === me.id);
      typing.current?.begin({ text: mine?.text ?? "", version: mine?.version ?? 0 });
      setOthers((held) => withTyped(held, answer.entries, me.id));
      return true;
    },
    [organisationId, roomId, boxId, me.id],
  );

  useEffect(
    () =>
      onTyped((id, entries) => {
        if (id !== boxId) return;
        const mine = entries.find(({ person }) => person.id === me.id);
        if (mine) typing.current?.hear(mine);
        setOthers((held) => withTyped(held, entries, me.id));
      }),
    [onTyped, boxId, me.id],
  );

  // A line that dropped and came back no longer hears the box until it is joined once more.
  useEffect(() => {
    if (mayWrite && joins > 0) void join(AS_BEFORE);
  }, [mayWrite, joins, join]);

  async function asking(work: () => Promise<boolean>): Promise<boolean> {
    setBusy(true);
    const done = await work();
    setBusy(false);
    return done;
  }

  return {
    page,
    others,
    error,
    busy,
    write: (text: string) => typing.current?.write(text),
    join: (asked: Asked) => asking(() => join(asked)),
    pass: () =>
      asking(async () => {
        const answer = await line.current("box:pass", { organisationId, roomId, boxId });
        setError(answer.ok ? null : answer.error);
        if (answer.ok) typing.current?.forget();
        return answer.ok;
      }),
  };
}
