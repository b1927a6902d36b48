"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { api, fieldError } from "@/components/api";
import { textOf } from "@/components/form-text";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";
import {
  DURATION_MAX_MINUTES,
  DURATION_MIN_MINUTES,
  TITLE_MAX,
} from "@/server/domains/sessions/contract";
import { useTimeZone, useTimeZones } from "./use-time-zone";
import { placeOf } from "./wording";

/** Puts a session on the group's calendar, or begins one now and opens its room. */
export function SessionForm({
  organisationId,
  groupId,
  groupTimeZone,
}: {
  organisationId: string;
  groupId: string;
  /** Where the group's clock hangs, as far as its sessions tell. */
  groupTimeZone: string | null;
}) {
  const router = useRouter();
  const say = useToast();
  const { busy, error, submit } = useSubmit();
  const myTimeZone = useTimeZone();
  const [sessionId, setSessionId] = useState(() => newId());
  const [when, setWhen] = useState("later");
  const [chosenZone, setChosenZone] = useState<string | null>(null);
  const timeZone = chosenZone ?? groupTimeZone ?? myTimeZone ?? "UTC";

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const session = {
      organisationId,
      groupId,
      sessionId,
      title: textOf(form, "title"),
      timeZone,
      durationMinutes: Number(textOf(form, "minutes")),
    };
    const wallClock = { date: textOf(form, "date"), time: textOf(form, "time") };
    void submit(async () => {
      if (textOf(form, "when") === "now") {
        await api.sessions.startSession.mutate(session);
        const { roomId } = await api.rooms.openRoom.mutate({ organisationId, sessionId });
        router.push(`/o/${organisationId}/rooms/${roomId}`);
        return;
      }
      await api.sessions.scheduleSession.mutate({ ...session, ...wallClock });
      setSessionId(newId());
      say("It is on the group’s calendar.");
      router.refresh();
    });
  }

  return (
    // The next session has a form of its own, empty again.
    <form key={sessionId} method="post" noValidate onSubmit={onSubmit} className="grid gap-5">
      <TextField
        label="What it is called"
        name="title"
        autoComplete="off"
        maxLength={TITLE_MAX}
        defaultValue="Our circle"
        error={fieldError(error, "title")}
      />
      <RadioGroup
        name="when"
        label="When"
        inline
        defaultValue="later"
        onValueChange={setWhen}
        options={[
          { value: "later", label: "At a set time" },
          { value: "now", label: "Now" },
        ]}
      />
      {when === "later" ? (
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField label="Day" type="date" name="date" error={fieldError(error, "date")} />
          <TextField
            label="Time"
            type="time"
            name="time"
            defaultValue="19:00"
            error={fieldError(error, "time")}
          />
          <TimeZoneSelect
            value={timeZone}
            onChange={setChosenZone}
            error={fieldError(error, "timeZone")}
          />
        </div>
      ) : null}
      <TextField
        label="Minutes"
        description="It ends when it said it would, unless you say otherwise."
        type="number"
        name="minutes"
        inputMode="numeric"
        min={DURATION_MIN_MINUTES}
        max={DURATION_MAX_MINUTES}
        defaultValue="75"
        error={fieldError(error, "durationMinutes")}
      />
      <SubmitError error={error} />
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          {when === "now" ? "Begin, and open the room" : "Put it on the calendar"}
        </Button>
      </div>
    </form>
  );
}

function TimeZoneSelect({
  value,
  onChange,
  error,
}: {
  value: string;
  onChange: (timeZone: string) => void;
  error?: string;
}) {
  const known = useTimeZones();
  const zones = known.includes(value) ? known : [value, ...known];
  return (
    <Select
      label="On the clocks of"
      name="timeZone"
      className="sm:col-span-2"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={error}
      options={zones.map((zone) => ({ value: zone, label: `${placeOf(zone)} (${zone})` }))}
    />
  );
}
