import * as z from "zod/mini";
import { id, timeZone } from "../../lib/fields";

// The weekly note: who wants it, when, and with how much in it.

export const DIGEST_STATES = ["pending", "sending", "sent", "skipped", "failed"] as const;
export type DigestState = (typeof DIGEST_STATES)[number];

/** A member's wishes. Off until they turn it on. */
export type DigestPreferencesView = {
  optedIn: boolean;
  /** ISO weekday, 1 Monday – 7 Sunday. */
  weekday: number;
  /** 0–23 by the clock of `timeZone`. */
  hour: number;
  /** IANA name; null until the member has chosen, so that a form can offer the browser's. */
  timeZone: string | null;
  /** False: the email says nothing about the practice. */
  withDetail: boolean;
};

/** A note as it would read now. `html` is a whole document: show it in a sandboxed frame only. */
export type NotePreview = { subject: string; html: string; text: string };

/** What asking for this week's note led to. */
export type PlannedDigest =
  | { kind: "planned" | "sent_already"; digestId: string; weekStartOn: string }
  | { kind: "not_opted_in" };

export const AccessDigestPreferences = z.object({ organisationId: id() });

export const SetDigestPreferences = z.object({
  organisationId: id(),
  optedIn: z.boolean(),
  weekday: z.int().check(z.minimum(1, "Please pick a day."), z.maximum(7, "Please pick a day.")),
  hour: z.int().check(z.minimum(0, "Please pick an hour."), z.maximum(23, "Please pick an hour.")),
  timeZone: timeZone(),
  withDetail: z.boolean(),
});
export type SetDigestPreferences = z.infer<typeof SetDigestPreferences>;

export const PreviewNote = z.object({ organisationId: id(), withDetail: z.boolean() });
export type PreviewNote = z.infer<typeof PreviewNote>;
