"use client";

import { type FormEvent, useState } from "react";
import { api, fieldError, wireErrorOf } from "@/components/api";
import { LocalTime } from "@/components/exposures/local-time";
import { useKept } from "@/components/exposures/use-kept";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { useToast } from "@/components/ui/toast";
import { useSubmit } from "@/components/use-submit";
import { ANSWER_MAX, NOTE_MAX, type SessionNoteView } from "@/server/domains/debriefs/contract";
import { KeptMeanwhile } from "./kept-meanwhile";
import { type Written, writtenOf } from "./note-words";
import { HANDOVER, NOTE, type NoteField, QUESTIONS } from "./wording";

/**
 * The one note of all who lead. Each may write; whoever keeps second is shown the first one's words
 * beside their own, so that neither is lost.
 */
export function DebriefForm({
  organisationId,
  note,
}: {
  organisationId: string;
  note: SessionNoteView;
}) {
  const { sessionId } = note;
  const say = useToast();
  const { busy, error, submit } = useSubmit();
  const [kept, setKept] = useState(note);
  const [theirs, setTheirs] = useState<SessionNoteView | null>(null);
  const { fields, keep, forget } = useKept(`debrief:${sessionId}`, {
    ...writtenOf(note),
    basedOn: note.version,
  });

  function save(basedOn: number) {
    void submit(async () => {
      const { basedOn: _, ...written } = fields;
      try {
        const now = await api.debriefs.keepSessionNote.mutate({
          ...{ organisationId, sessionId, basedOn },
          ...written,
        });
        setKept(now);
        setTheirs(null);
        keep({ basedOn: now.version });
        forget();
        say("Kept, for those who lead.");
      } catch (thrown) {
        if (wireErrorOf(thrown).code !== "STATE_CHANGED") throw thrown;
        setTheirs(await api.debriefs.findSessionNote.query({ organisationId, sessionId }));
      }
    });
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    save(fields.basedOn);
  }

  /** Goes on from what the other one kept; nothing is sent until it is kept again. */
  function goOnWith(written: Written, { version }: SessionNoteView) {
    keep({ ...written, basedOn: version });
    setTheirs(null);
  }

  const area = (field: NoteField) => ({
    name: field,
    value: fields[field],
    onChange: (event: { target: { value: string } }) => keep({ [field]: event.target.value }),
    error: fieldError(error, field),
  });

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-6">
      <TextArea {...NOTE} rows={5} maxLength={NOTE_MAX} {...area("note")} />
      {QUESTIONS.map(({ field, ...question }) => (
        <TextArea key={field} {...question} maxLength={ANSWER_MAX} {...area(field)} />
      ))}
      <TextArea {...HANDOVER} maxLength={ANSWER_MAX} {...area("handover")} />
      {theirs ? (
        <KeptMeanwhile mine={fields} theirs={theirs} onDecide={goOnWith} />
      ) : (
        <SubmitError error={error} />
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" variant="primary" busy={busy}>
          Keep it
        </Button>
        {kept.changedBy && kept.changedAt ? (
          <p className="text-ink-soft text-sm">
            Kept by <bdi>{kept.changedBy.name}</bdi>,{" "}
            <LocalTime instant={kept.changedAt} show="moment" />
          </p>
        ) : null}
      </div>
    </form>
  );
}
