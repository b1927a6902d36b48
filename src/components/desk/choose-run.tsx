"use client";

import { useEffect, useRef, useState } from "react";
import { api, wireErrorOf } from "@/components/api";
import { useKept } from "@/components/exposures/use-kept";
import { newId } from "@/components/new-id";
import { useLive } from "@/components/rooms/live-context";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { useSubmit } from "@/components/use-submit";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { TemplateView } from "@/server/domains/run-sheets/contract";
import { troubleWords } from "./trouble";

/** For a session that nobody planned: a run sheet to go by, or none. */
export function ChooseRun({ session }: { session: NonNullable<LiveSnapshot["session"]> }) {
  const { snapshot } = useLive();
  const { fields, keep } = useKept(`run-sheet-without:${snapshot.roomId}`, { without: false });
  const [choosing, setChoosing] = useState(false);

  if (choosing) return <TemplateForm session={session} onDone={() => setChoosing(false)} />;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {fields.without ? null : <p className="text-ink-soft">There is no run sheet for today.</p>}
      <Button
        size="sm"
        variant={fields.without ? "plain" : "quiet"}
        onClick={() => setChoosing(true)}
      >
        Choose a run sheet
      </Button>
      {fields.without ? null : (
        <Button size="sm" onClick={() => keep({ without: true })}>
          Go without
        </Button>
      )}
    </div>
  );
}

function TemplateForm({
  session,
  onDone,
}: {
  session: NonNullable<LiveSnapshot["session"]>;
  onDone: () => void;
}) {
  const { organisationId } = useLive();
  const [templates, setTemplates] = useState<TemplateView[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const { busy, error, submit } = useSubmit();
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    let gone = false;
    api.runSheets.listTemplates
      .query({ organisationId })
      .then((list) => gone || setTemplates(list))
      .catch((thrown) => gone || setTrouble(troubleWords(wireErrorOf(thrown))));
    return () => {
      gone = true;
    };
  }, [organisationId]);

  // The button that opened the form has gone.
  useEffect(() => form.current?.focus({ preventScroll: true }), []);

  const template = templates?.find(({ id }) => id === chosen);

  return (
    <form
      ref={form}
      method="post"
      noValidate
      tabIndex={-1}
      aria-label="Choose a run sheet"
      className="grid gap-3 outline-none"
      onSubmit={(event) => {
        event.preventDefault();
        if (busy || !template) return;
        void submit(async () => {
          await api.runSheets.planRun.mutate({
            organisationId,
            sessionId: session.id,
            name: template.name,
            segments: template.segments.map((segment) => ({ id: newId(), ...segment })),
            basedOn: 0,
          });
          onDone();
        });
      }}
    >
      {templates ? (
        <RadioGroup
          name="template"
          label="Which run sheet?"
          description={`This session is planned for ${session.durationMinutes} minutes. Every part can be made longer, shorter or left out as you go.`}
          options={templates.map((each) => ({
            value: each.id,
            label: `${each.name}, ${minutesOf(each)} minutes`,
            description: each.purpose,
          }))}
          value={chosen}
          onValueChange={setChosen}
        />
      ) : (
        <p className="text-ink-soft">{trouble ?? "Fetching the run sheets."}</p>
      )}
      <SubmitError
        error={error}
        words={{ STATE_CHANGED: "Another facilitator has just chosen one." }}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant="primary" size="sm" busy={busy} disabled={!template}>
          Use this run sheet
        </Button>
        <Button size="sm" onClick={onDone}>
          Not now
        </Button>
      </div>
    </form>
  );
}

function minutesOf({ segments }: TemplateView): number {
  return segments.reduce((sum, { minutes }) => sum + minutes, 0);
}
