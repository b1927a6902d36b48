"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api, fieldError } from "@/components/api";
import { useTimeZone, useTimeZones } from "@/components/sessions/use-time-zone";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { useSubmit } from "@/components/use-submit";
import type { DigestPreferencesView } from "@/server/domains/digests/contract";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const dayOptions = DAYS.map((label, at) => ({ value: String(at + 1), label }));
const hourOptions = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));

/** Whether, when and with how much in it the weekly note comes. Off until ticked. */
export function PreferencesForm({
  organisationId,
  preferences,
}: {
  organisationId: string;
  preferences: DigestPreferencesView;
}) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit();
  const [wishes, setWishes] = useState(preferences);
  const [saved, setSaved] = useState(false);
  const mine = useTimeZone();
  const known = useTimeZones();
  const timeZone = wishes.timeZone ?? mine ?? "UTC";
  const zones = known.includes(timeZone) ? known : [timeZone, ...known];

  function change(changed: Partial<DigestPreferencesView>) {
    setSaved(false);
    setWishes((now) => ({ ...now, ...changed }));
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit(async () => {
      await api.digests.setDigestPreferences.mutate({ organisationId, ...wishes, timeZone });
      setSaved(true);
      router.refresh();
    });
  }

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-5">
      <Checkbox
        label="Send me a short note once a week"
        description="Off unless you want it. It can be stopped from the email itself, without signing in."
        name="optedIn"
        checked={wishes.optedIn}
        onChange={(event) => change({ optedIn: event.target.checked })}
      />
      <Checkbox
        label="Put my own week into the email"
        description="Otherwise the email holds a link and no word about you. With this, anyone who can read your email can read what you tried and learned."
        name="withDetail"
        checked={wishes.withDetail}
        onChange={(event) => change({ withDetail: event.target.checked })}
      />
      <div className="grid gap-5 sm:grid-cols-[1fr_1fr_2fr]">
        <Select
          label="Day"
          name="weekday"
          value={String(wishes.weekday)}
          onChange={(event) => change({ weekday: Number(event.target.value) })}
          options={dayOptions}
          error={fieldError(error, "weekday")}
        />
        <Select
          label="Hour"
          name="hour"
          value={String(wishes.hour)}
          onChange={(event) => change({ hour: Number(event.target.value) })}
          options={hourOptions}
          error={fieldError(error, "hour")}
        />
        <Select
          label="By the clock of"
          name="timeZone"
          value={timeZone}
          onChange={(event) => change({ timeZone: event.target.value })}
          options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
          error={fieldError(error, "timeZone")}
        />
      </div>
      <p className="text-ink-soft text-sm">
        For now the note goes out when whoever looks after this installation sends it. Your day and
        hour are kept for when it leaves by itself.
      </p>
      <SubmitError error={error} />
      {saved ? (
        <Notice kind="saved" announce>
          Saved.
        </Notice>
      ) : null}
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          Save
        </Button>
      </div>
    </form>
  );
}
