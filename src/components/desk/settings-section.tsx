"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { api } from "@/components/api";
import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Select } from "@/components/ui/select";
import { isFacilitator } from "@/server/domains/groups/contract";
import { SLOW_MODES } from "@/server/domains/moderation/contract";
import type { DeskTools } from "./desk-tools";
import { useAttempt } from "./use-attempt";

/** What the room permits, beyond what the segment under way says. */
export function SettingsSection({ tools }: { tools: DeskTools }) {
  const { organisationId, snapshot } = useLive();
  const { roomId, groupId, settings, state, mine } = snapshot;
  const ref = { organisationId, roomId };
  const { moderation } = api;
  const closed = state === "closed";

  return (
    <div className="grid gap-4">
      <Toggle
        label="Pause the room"
        description="Members wait with posting. What they write is kept for them."
        on={state === "paused"}
        disabled={closed}
        onChange={(on) =>
          on ? moderation.pauseRoom.mutate(ref) : moderation.resumeRoom.mutate(ref)
        }
      />
      <Toggle
        label="See everything first"
        description="What members post waits until one who leads shows it."
        on={settings.held}
        disabled={closed}
        onChange={(held) => moderation.setHold.mutate({ ...ref, held })}
      />
      <SlowMode disabled={closed} />
      <Toggle
        label="Lobby"
        description="Whoever comes newly waits until you let them in."
        on={settings.lobby}
        disabled={closed}
        onChange={(open) => moderation.setLobby.mutate({ ...ref, open })}
      />
      <Toggle
        label="Lock the room"
        description="Nobody comes newly. Whoever was here today can come and go."
        on={settings.locked}
        disabled={closed}
        onChange={(locked) => moderation.setLock.mutate({ ...ref, locked })}
      />
      <Deputy disabled={closed} />
      {mine.facilitates ? (
        <p className="flex flex-wrap gap-x-5 text-sm">
          <Link
            href={`/o/${organisationId}/groups/${groupId}/settings`}
            className="inline-flex min-h-9 items-center"
          >
            Words that are held
          </Link>
          <Link
            href={`/o/${organisationId}/groups/${groupId}/log`}
            className="inline-flex min-h-9 items-center"
          >
            The moderation log
          </Link>
        </p>
      ) : null}
      {closed || !mine.facilitates ? null : (
        <div>
          <Button
            size="sm"
            onClick={() =>
              tools.ask({
                title: "Close the room",
                description:
                  "Nobody can post after this, and what was shared for this session only is wiped. A closed room stays closed.",
                act: "Close the room",
                onAct: () => api.live.closeRoom.mutate(ref),
              })
            }
          >
            Close the room
          </Button>
        </div>
      )}
    </div>
  );
}

/** Shows at once what was asked for, and what the room says as soon as it says so. */
function useAsked<T>(value: T) {
  const { busy, attempt } = useAttempt();
  const [asked, setAsked] = useState<{ value: T } | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever the room says now outranks it.
  useEffect(() => setAsked(null), [value]);

  return {
    busy,
    shown: asked ? asked.value : value,
    ask: async (next: T, work: () => Promise<unknown>) => {
      setAsked({ value: next });
      if (!(await attempt(work))) setAsked(null);
    },
  };
}

function Toggle({
  label,
  description,
  on,
  disabled,
  onChange,
}: {
  label: string;
  description: string;
  on: boolean;
  disabled: boolean;
  onChange: (on: boolean) => Promise<unknown>;
}) {
  const { shown, ask } = useAsked(on);
  return (
    <Checkbox
      label={label}
      description={description}
      checked={shown}
      disabled={disabled}
      onChange={(event) => {
        const next = event.target.checked;
        void ask(next, () => onChange(next));
      }}
    />
  );
}

const SLOW_WORDS: Record<(typeof SLOW_MODES)[number], string> = {
  10: "Ten seconds between two posts",
  30: "Half a minute between two posts",
  60: "A minute between two posts",
  120: "Two minutes between two posts",
};

function SlowMode({ disabled }: { disabled: boolean }) {
  const { organisationId, snapshot } = useLive();
  const { shown, ask } = useAsked(snapshot.settings.slowModeSeconds);
  return (
    <Select
      label="Slow pace"
      description="How long each member waits between two posts."
      disabled={disabled}
      value={shown === null ? "" : String(shown)}
      onChange={(event) => {
        const seconds = SLOW_MODES.find((each) => String(each) === event.target.value) ?? null;
        const input = { organisationId, roomId: snapshot.roomId, seconds };
        void ask(seconds, () => api.moderation.setSlowMode.mutate(input));
      }}
      options={[
        { value: "", label: "No wait" },
        ...SLOW_MODES.map((seconds) => ({ value: String(seconds), label: SLOW_WORDS[seconds] })),
      ]}
    />
  );
}

function Deputy({ disabled }: { disabled: boolean }) {
  const { organisationId, snapshot, roster } = useLive();
  const { deputy } = snapshot.settings;
  const { shown, ask } = useAsked(deputy?.id ?? "");
  const people = roster.filter(
    ({ person, standing, presence }) =>
      !isFacilitator(person.role) &&
      standing === "active" &&
      presence !== "sent_out" &&
      presence !== "lobby",
  );
  const named = deputy && !people.some(({ person }) => person.id === deputy.id) ? [deputy] : [];
  const options = [...named, ...people.map(({ person }) => person)];
  return (
    <Select
      label="Deputy"
      description="Offered the chair should nobody be left leading. Ask them first."
      disabled={disabled}
      value={shown}
      onChange={(event) => {
        const { value } = event.target;
        const input = { organisationId, roomId: snapshot.roomId, enrolmentId: value || null };
        void ask(value, () => api.moderation.nameDeputy.mutate(input));
      }}
      options={[
        { value: "", label: "Nobody" },
        ...options.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
