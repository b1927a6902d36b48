"use client";

import { api } from "@/components/api";
import { useLive } from "@/components/rooms/live-context";
import type { RosterEntry } from "@/server/domains/rooms/contract";
import { ACT_WORDS, type PersonAct, undoOf } from "./person-acts";
import { useAttempt } from "./use-attempt";

/** Does what can be done about a person; says it, with a way back. */
export function usePersonActs() {
  const { organisationId, snapshot, say } = useLive();
  const { busy, attempt } = useAttempt();
  const { roomId, groupId } = snapshot;

  function ask(act: PersonAct | "return", enrolmentId: string, reason: string | null) {
    const member = { organisationId, groupId, enrolmentId, reason };
    const visitor = { organisationId, roomId, enrolmentId, reason };
    const { moderation } = api;
    switch (act) {
      case "mute":
        return moderation.mutePerson.mutate(member);
      case "unmute":
        return moderation.unmutePerson.mutate(member);
      case "hold":
        return moderation.holdPerson.mutate(member);
      case "unhold":
        return moderation.unholdPerson.mutate(member);
      case "send_out":
        return moderation.sendOut.mutate(visitor);
      case "let_back_in":
        return moderation.letBackIn.mutate(visitor);
      case "remove":
        return moderation.removePerson.mutate(member);
      case "return":
        return moderation.returnPerson.mutate(member);
      case "name_deputy":
        return moderation.nameDeputy.mutate({ organisationId, roomId, enrolmentId });
      case "unname_deputy":
        return moderation.nameDeputy.mutate({ organisationId, roomId, enrolmentId: null });
    }
  }

  /** Offers the way back once, so that an undo is not itself undone for ever. */
  function remarkOf(act: PersonAct, { person, standing }: RosterEntry) {
    const { id, name } = person;
    const { done } = ACT_WORDS[act];
    const undo = undoOf(act, standing);
    const takeBack = () =>
      void attempt(() => ask(undo, id, null), { words: ACT_WORDS[undo].done(name) });
    return { words: done(name), action: { label: "Undo", onPress: takeBack } };
  }

  return {
    busy,
    /** Says itself what went wrong. */
    doAtOnce: (act: PersonAct, entry: RosterEntry) =>
      attempt(() => ask(act, entry.person.id, null), remarkOf(act, entry)),
    /** Asked for in a form, which says itself what went wrong. */
    doFor: async (act: PersonAct, entry: RosterEntry, reason: string | null) => {
      await ask(act, entry.person.id, reason);
      say(remarkOf(act, entry));
    },
  };
}
