"use client";

import { useCallback, useRef, useState } from "react";
import { wireErrorOf } from "@/components/api";
import { useLive } from "@/components/rooms/live-context";
import type { Remark } from "@/components/rooms/use-remark";
import type { WireError } from "@/server/domains/rooms/contract";
import { troubleWords } from "./trouble";

/** What a call over the socket was refused with. */
export class Refused extends Error {
  constructor(readonly error: WireError) {
    super(error.code);
  }
}

/** A finger that presses twice in a row means it once. */
const DOUBLE_PRESS_MS = 600;

/**
 * Asks the server for one thing at a time; what it changes arrives on this screen as an event, like
 * on everyone else's. What went wrong is said in passing, and so is `done` when it went well.
 */
export function useAttempt() {
  const { say } = useLive();
  const [busy, setBusy] = useState(false);
  const asking = useRef(false);

  const attempt = useCallback(
    async (
      work: () => Promise<unknown>,
      done?: Remark,
      /** It moves the session on: the button stands for the next step as soon as it has. */
      { movesOn = false } = {},
    ): Promise<boolean> => {
      // A second press on the way would come too late by a version.
      if (asking.current) return false;
      asking.current = true;
      setBusy(true);
      try {
        await work();
        if (done) say(done);
        if (movesOn) await new Promise((resolve) => setTimeout(resolve, DOUBLE_PRESS_MS));
        return true;
      } catch (thrown) {
        const error = thrown instanceof Refused ? thrown.error : wireErrorOf(thrown);
        say({ words: troubleWords(error) });
        return false;
      } finally {
        asking.current = false;
        setBusy(false);
      }
    },
    [say],
  );

  return { busy, attempt };
}
