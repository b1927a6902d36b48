"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef } from "react";
import { api, fieldError, wireErrorOf } from "@/components/api";
import { textOf } from "@/components/form-text";
import { newId } from "@/components/new-id";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { TextField } from "@/components/ui/text-field";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";
import {
  type RunView,
  type SegmentView,
  type TemplateView,
  TITLE_MAX,
} from "@/server/domains/run-sheets/contract";
import { Outline } from "./outline";
import { SegmentsFieldset } from "./segments-fieldset";
import { useSegments } from "./use-segments";
import { RUN_SHEET_ERRORS, sayMinutes, sumOf } from "./wording";

/** A session's own run sheet: taken from a template, and then as the session needs it. */
export function PlanForm({
  organisationId,
  sessionId,
  sessionTitle,
  sessionMinutes,
  run,
  templates,
}: {
  organisationId: string;
  sessionId: string;
  sessionTitle: string;
  sessionMinutes: number;
  /** Null until one is planned. */
  run: RunView | null;
  templates: TemplateView[];
}) {
  const router = useRouter();
  const say = useToast();
  const form = useRef<HTMLFormElement>(null);
  const name = useRef<HTMLInputElement>(null);
  const { busy, error, submit } = useSubmit();
  const basedOn = useRef(run?.version ?? 0);
  // The id of each segment that is new, so that what is sent a second time is the same plan.
  const newIds = useRef(new Map<string, string>());
  const begun = (run?.segments ?? []).filter(({ state }) => state !== "planned");
  const planned = (run?.segments ?? []).filter(({ state }) => state === "planned");
  const list = useSegments(
    form,
    planned.map((segment) => ({ ...segment, minutes: minutesOf(segment), key: segment.id })),
  );

  function idOf(key: string): string {
    if (planned.some(({ id }) => id === key)) return key;
    const id = newIds.current.get(key) ?? newId();
    newIds.current.set(key, id);
    return id;
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const plan = {
      organisationId,
      sessionId,
      name: textOf(event.currentTarget, "name"),
      segments: list.read().map(({ key, kind, title, minutes, prompt }) => ({
        ...{ id: idOf(key), kind, title, minutes, prompt },
      })),
    };
    void submit(async () => {
      try {
        await api.runSheets.planRun.mutate({ ...plan, basedOn: basedOn.current });
      } catch (thrown) {
        if (wireErrorOf(thrown).code === "STATE_CHANGED") {
          const now = await api.runSheets.findRun.query({ organisationId, sessionId });
          basedOn.current = now?.version ?? 0;
        }
        throw thrown;
      }
      say("The plan is kept.");
      router.push(`/o/${organisationId}/sessions/${sessionId}`);
      router.refresh();
    });
  }

  function take(template: TemplateView) {
    list.replaceWith(template.segments, `“${template.name}” is in its place.`);
    if (!name.current) return;
    name.current.value = template.name;
    name.current.focus();
  }

  const choice = (
    <ul className="grid gap-4">
      {templates.map((template) => (
        <li key={template.id} className="grid gap-2">
          <p>
            <span className="font-semibold">{template.name}</span>{" "}
            <span className="text-ink-soft">{sayMinutes(sumOf(template.segments))}</span>
          </p>
          {template.purpose ? <p>{template.purpose}</p> : null}
          <div>
            <Button size="sm" onClick={() => take(template)}>
              Take “{template.name}”
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );

  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={onSubmit}
      onInput={list.count}
      className="grid gap-8"
    >
      <Disclosure summary="Take a run sheet to begin with" open={run === null}>
        {choice}
      </Disclosure>
      <TextField
        ref={name}
        label="What the run sheet is called"
        name="name"
        autoComplete="off"
        maxLength={TITLE_MAX}
        defaultValue={run?.name ?? sessionTitle}
        error={fieldError(error, "name")}
      />
      {begun.length > 0 ? (
        <section aria-labelledby="begun" className="grid gap-3">
          <h2 id="begun" className="text-xl">
            Has been, or is under way
          </h2>
          <Outline segments={begun.map((each) => ({ ...each, minutes: minutesOf(each) }))} />
        </section>
      ) : null}
      <SegmentsFieldset
        list={list}
        error={error}
        beside={besideSum(list.minutes, begun.length > 0 ? null : sessionMinutes)}
      />
      <div className="grid gap-4">
        <SubmitError error={error} words={RUN_SHEET_ERRORS} />
        <div>
          <Button type="submit" variant="primary" busy={busy}>
            Keep this plan
          </Button>
        </div>
      </div>
    </form>
  );
}

function minutesOf({ plannedSeconds }: SegmentView): number {
  return Math.round(plannedSeconds / 60);
}

/** How the sum stands to the session's length. A session ends on time, so it is no complaint. */
function besideSum(minutes: number, sessionMinutes: number | null): string {
  if (sessionMinutes === null) return "What is left of the session is shared out among them.";
  const session = `The session is planned for ${sayMinutes(sessionMinutes)}`;
  if (minutes === sessionMinutes) return `${session}.`;
  return `${session}, so each will take a little ${minutes > sessionMinutes ? "less" : "more"}.`;
}
