"use client";

import { useEffect, useRef, useState } from "react";
import { api } from "@/components/api";
import { useTimeZone } from "@/components/sessions/use-time-zone";
import { useSubmit } from "@/components/use-submit";
import type { CheckInItem, CheckInView } from "@/server/domains/checkins/contract";
import { ALL_SKIPPED, answersOf, type Chosen, chosenOf } from "./check-in-answers";

/**
 * This week's answers, the week being that of the viewer's own clock. What is kept already is read
 * once the zone is known; an item that was touched before then stays as it was touched.
 */
export function useCheckIn(organisationId: string) {
  const timeZone = useTimeZone();
  const { busy, error, submit } = useSubmit();
  const [chosen, setChosen] = useState(ALL_SKIPPED);
  const [kept, setKept] = useState<CheckInView | null>(null);
  const [saved, setSaved] = useState(false);
  const touched = useRef<Partial<Chosen>>({});

  useEffect(() => {
    if (!timeZone) return;
    let gone = false;
    api.checkins.findThisWeek.query({ organisationId, timeZone }).then(
      (found) => {
        if (gone || !found) return;
        setKept((now) => now ?? found);
        setChosen({ ...chosenOf(found), ...touched.current });
      },
      // Without it the form is empty, and keeping it says what is wrong.
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [organisationId, timeZone]);

  function choose(item: CheckInItem, value: string) {
    touched.current = { ...touched.current, [item]: value };
    setSaved(false);
    setChosen((now) => ({ ...now, [item]: value }));
  }

  function keep() {
    void submit(async () => {
      setSaved(false);
      const answers = answersOf(chosen);
      const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
      setKept(
        await api.checkins.keepCheckIn.mutate({ organisationId, timeZone: zone, ...answers }),
      );
      setSaved(true);
    });
  }

  return { chosen, choose, keep, kept, saved, busy, error };
}
