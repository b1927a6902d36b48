"use client";

import { useRef } from "react";
import { Refused, useAttempt } from "@/components/desk/use-attempt";
import { useLive } from "@/components/rooms/live-context";
import type { WantsBack } from "@/server/domains/rooms/contract";
import type { ActInRound, RoundView } from "@/server/domains/turns/contract";

export type TurnActs = ReturnType<typeof useTurnActs>;

/**
 * What people do in a round. Each says which version they saw: when the round has moved on
 * meanwhile nothing happens and that is said, as the turns on screen follow by themselves.
 */
export function useTurnActs({ id: roundId, version }: RoundView) {
  const { organisationId, snapshot, call } = useLive();
  const { roomId } = snapshot;
  const { busy, attempt } = useAttempt();
  /** What this person's own last act made of it may be acknowledged before it is on screen. */
  const seen = useRef({ roundId, version });
  if (seen.current.roundId !== roundId || seen.current.version < version) {
    seen.current = { roundId, version };
  }

  const act = (
    what: Pick<ActInRound, "act" | "enrolmentId" | "toPosition" | "wantsBack">,
    done?: string,
  ) =>
    attempt(
      async () => {
        const answer = await call("turn:act", {
          organisationId,
          roomId,
          ...seen.current,
          ...what,
        });
        if (!answer.ok) throw new Refused(answer.error);
        seen.current = { roundId, version: answer.version };
      },
      done === undefined ? undefined : { words: done },
      { movesOn: what.act !== "move" },
    );

  return {
    busy,
    start: () => act({ act: "start" }),
    end: () => act({ act: "end" }),
    accept: (wantsBack: WantsBack) => act({ act: "accept", wantsBack }),
    pass: () => act({ act: "pass" }),
    giveBack: () => act({ act: "give_back" }),
    join: () => act({ act: "join" }),
    skip: (enrolmentId: string) => act({ act: "skip", enrolmentId }),
    move: (enrolmentId: string, toPosition: number, done: string) =>
      act({ act: "move", enrolmentId, toPosition }, done),
  };
}
