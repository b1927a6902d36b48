import * as z from "zod/mini";
import { id, maybeWords, storable } from "../../lib/fields";
import type { Person } from "../groups/contract";
import { LIFETIMES, MESSAGE_MAX, WANTS_BACK } from "../rooms/contract";

export const BOX_TEXT_MAX = MESSAGE_MAX;
export const BOX_MINUTES_MAX = 60;
/** What the store counts up to. */
const BOX_KEYSTROKES_MAX = 2 ** 31 - 1;

/** The same for everyone in the room; what is being written is for those who joined alone. */
export type BoxView = {
  id: string;
  prompt: string | null;
  /** ISO instants. */
  openedAt: string;
  closesAt: string;
  closedAt: string | null;
  /** Those writing, in the order in which they joined. Who passed is not among them. */
  writers: Person[];
};

/** What somebody has written so far; one's own is among them. `text` is null once they passed. */
export type TypedEntry = { person: Person; text: string | null; version: number };

const roomRef = { organisationId: id(), roomId: id() };
const boxRef = { ...roomRef, boxId: id() };

export const OpenBox = z.object({
  ...boxRef,
  minutes: z
    .int("Minutes as a whole number, please.")
    .check(
      z.minimum(1, "At least a minute."),
      z.maximum(BOX_MINUTES_MAX, `At most ${BOX_MINUTES_MAX} minutes.`),
    ),
  prompt: maybeWords(500),
});
export type OpenBox = z.infer<typeof OpenBox>;

export const JoinBox = z.object({
  ...boxRef,
  wantsBack: z._default(z.enum(WANTS_BACK), "witness"),
  lifetime: z._default(z.enum(LIFETIMES), "session"),
});
export type JoinBox = z.infer<typeof JoinBox>;

/** The whole text as it stands after a keystroke; a version not newer than the last is ignored. */
export const TypeInBox = z.object({
  ...boxRef,
  text: z
    .string("This needs to be text.")
    .check(storable, z.maxLength(BOX_TEXT_MAX, "That is longer than the box.")),
  version: z.int().check(z.positive(), z.maximum(BOX_KEYSTROKES_MAX)),
});
export type TypeInBox = z.infer<typeof TypeInBox>;

export const PassBox = z.object(boxRef);
export type PassBox = z.infer<typeof PassBox>;

export const CloseBox = z.object(boxRef);
export type CloseBox = z.infer<typeof CloseBox>;

/** Keeps what one wrote in a box among one's own drafts. */
export const KeepFromBox = z.object({
  organisationId: id(),
  boxId: id(),
  /** Made by the client (UUIDv7), so that keeping twice keeps once. */
  draftId: z.uuidv7("That link does not look whole."),
});
export type KeepFromBox = z.infer<typeof KeepFromBox>;
