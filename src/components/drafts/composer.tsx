"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { fieldError } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import { useSubmit } from "@/components/use-submit";
import {
  CONTENT_NOTE_MAX,
  DRAFT_MAX,
  type DraftView,
  isWebAddress,
  LINK_MAX,
} from "@/server/domains/drafts/contract";
import { WANTS_BACK } from "@/server/domains/rooms/contract";
import { DeleteDraft } from "./delete-draft";
import { DraftText } from "./draft-text";
import { ElsewhereNotice } from "./elsewhere-notice";
import { PhotoField } from "./photo-field";
import { SaveState } from "./save-state";
import { useDraft } from "./use-draft";
import { usePhoto } from "./use-photo";
import { DRAFT_ERRORS, WANTS_BACK_OPTIONS } from "./wording";

/** Writing something that may stay a mess. Saves by itself; no squiggles, no aids to polish. */
export function Composer({
  organisationId,
  draftId,
  draft,
  onSealed,
}: {
  organisationId: string;
  draftId: string;
  draft: DraftView | null;
  onSealed: (draft: DraftView) => void;
}) {
  const router = useRouter();
  const used = useDraft({ organisationId, draftId, draft });
  const photo = usePhoto(used);
  const { busy, error, submit } = useSubmit();
  const { fields, keep } = used;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void submit(async () => {
      await photo.settle();
      onSealed(await used.seal());
    });
  }

  return (
    <>
      <ElsewhereNotice used={used} />
      <form method="post" noValidate onSubmit={onSubmit} className="grid gap-6">
        <div className="grid gap-1">
          <TextArea
            label="Your draft"
            description="Half sentences, wrong turns, gaps: all welcome."
            name="body"
            rows={10}
            autoCapitalize="off"
            maxLength={DRAFT_MAX}
            value={fields.body}
            onChange={(event) => keep({ body: event.target.value })}
          />
          <SaveState progress={used.progress} />
        </div>
        {fields.body.trim() === "" ? null : (
          <Disclosure summary="How it will look">
            <p className="mb-3 text-ink-soft text-sm">
              Two stars make it **bold**, one makes it *slanted*, a dash begins a list, &gt; a
              quote. None of it is needed.
            </p>
            <DraftText text={fields.body} />
          </Disclosure>
        )}
        <LinkField
          link={fields.link}
          error={fieldError(used.error, "link")}
          onChange={(link) => keep({ link })}
        />
        <PhotoField organisationId={organisationId} used={photo} />
        <TextField
          label="A note before it"
          description="If some may want to know before they look, such as “about hospital”. It stays folded until they open it."
          name="contentNote"
          autoCapitalize="off"
          maxLength={CONTENT_NOTE_MAX}
          value={fields.contentNote}
          onChange={(event) => keep({ contentNote: event.target.value })}
        />
        <RadioGroup
          name="wantsBack"
          label="What do you want back?"
          description="Only this can be sent to you, once you share it."
          options={WANTS_BACK_OPTIONS}
          value={fields.wantsBack}
          onValueChange={(value) => {
            const wantsBack = WANTS_BACK.find((each) => each === value);
            if (wantsBack) keep({ wantsBack });
          }}
        />
        <SubmitError error={error} words={DRAFT_ERRORS} />
        <div className="grid gap-2">
          <div>
            <Button type="submit" variant="primary" busy={busy || photo.sent !== null}>
              Post as it is
            </Button>
          </div>
          <p className="text-ink-soft text-sm">
            This calls it good enough: it stays just like this, with no more polishing. Who sees it,
            and for how long, you choose next. Nobody does until then.
          </p>
        </div>
      </form>
      <DeleteDraft
        erase={used.erase}
        onGone={() => router.push(`/o/${organisationId}/practice/drafts`)}
      />
    </>
  );
}

function LinkField({
  link,
  error,
  onChange,
}: {
  link: string;
  error: string | undefined;
  onChange: (link: string) => void;
}) {
  const [left, setLeft] = useState(false);
  const typed = link.trim();
  const isHalf = left && typed !== "" && !isWebAddress(typed);
  return (
    <TextField
      label="A link"
      description="To where it lives, if it lives somewhere else. We never open it."
      name="link"
      type="url"
      inputMode="url"
      autoCapitalize="off"
      autoComplete="off"
      maxLength={LINK_MAX}
      value={link}
      error={
        isHalf
          ? "A whole address, please, one that begins with https. It is left out until then."
          : error
      }
      onChange={(event) => onChange(event.target.value)}
      onFocus={() => setLeft(false)}
      onBlur={() => {
        setLeft(true);
        // Nobody types the beginning.
        if (/^[^\s:/]+\.[^\s:/]{2,}/.test(typed) && isWebAddress(`https://${typed}`)) {
          onChange(`https://${typed}`);
        }
      }}
    />
  );
}
