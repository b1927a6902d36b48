import * as z from "zod/mini";
import { id } from "../../lib/fields";
import { LIFETIMES, WIN_FIELDS } from "../rooms/contract";

const target = {
  organisationId: id(),
  roomId: id(),
  /** Made by the sender, so that sharing twice shares once. */
  clientMessageId: id(),
  lifetime: z.enum(LIFETIMES, "Choose how long it may be seen."),
};

/** Shares ticked fields of an exposure as a win card; a field that is empty is left out. */
export const ShareExposure = z.object({
  ...target,
  exposureId: id(),
  fields: z.array(z.enum(WIN_FIELDS)).check(z.minLength(1, "Tick at least one thing to share.")),
});
export type ShareExposure = z.infer<typeof ShareExposure>;

/** Calls a draft good enough, which seals it, and puts it in the middle of the room. */
export const ShareDraft = z.object({ ...target, draftId: id() });
export type ShareDraft = z.infer<typeof ShareDraft>;

export const ListShares = z.object({ organisationId: id(), sourceId: id() });

/** Where something of mine is shared; the message it lives on can be retracted. */
export type ShareView = {
  messageId: string;
  roomId: string;
  fields: string[];
  lifetime: (typeof LIFETIMES)[number];
  /** ISO instant. */
  sharedAt: string;
  retracted: boolean;
};
