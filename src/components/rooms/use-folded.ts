"use client";

import { useCallback, useEffect, useMemo, useState } from "react";
import { api, wireErrorOf } from "@/components/api";
import type { Person } from "@/server/domains/rooms/contract";
import type { Remark } from "./use-remark";
import { troubleWords } from "./use-room-acts";

const NOBODY: ReadonlySet<string> = new Set();

/** Whom this person keeps folded in a group, by enrolment. Nobody else is told. */
export function useFolded(
  place: { organisationId: string; groupId: string },
  say: (remark: Remark | null) => void,
) {
  const { organisationId, groupId } = place;
  const [folded, setFolded] = useState(NOBODY);

  useEffect(() => {
    let wanted = true;
    api.rooms.findFolded.query({ organisationId, groupId }).then(
      (ids) => wanted && setFolded(new Set(ids)),
      // Without it everything is read as it stands, which is no harm.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [organisationId, groupId]);

  const change = useCallback(
    async ({ id: enrolmentId, name }: Person, fold: boolean) => {
      const person = { organisationId, groupId, enrolmentId };
      try {
        if (fold) await api.rooms.foldPerson.mutate(person);
        else await api.rooms.unfoldPerson.mutate(person);
      } catch (thrown) {
        return say({ words: troubleWords(wireErrorOf(thrown)) });
      }
      setFolded((before) => {
        const after = new Set(before);
        if (fold) after.add(enrolmentId);
        else after.delete(enrolmentId);
        return after;
      });
      say({
        words: fold
          ? `What ${name} writes is folded away on your screens. Nobody is told.`
          : `What ${name} writes stands open again.`,
      });
    },
    [organisationId, groupId, say],
  );

  return useMemo(
    () => ({
      folded,
      fold: (person: Person) => void change(person, true),
      unfold: (person: Person) => void change(person, false),
    }),
    [folded, change],
  );
}
