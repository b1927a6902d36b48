import * as z from "zod/mini";
import { id, maybeWords } from "../../lib/fields";

const roomRef = { organisationId: id(), roomId: id() };

export const ModerateRoom = z.object(roomRef);
export type ModerateRoom = z.infer<typeof ModerateRoom>;

export const ModerateMessage = z.object({ ...roomRef, messageId: id(), reason: maybeWords(500) });
export type ModerateMessage = z.infer<typeof ModerateMessage>;

export const ModeratePerson = z.object({
  organisationId: id(),
  groupId: id(),
  enrolmentId: id(),
  reason: maybeWords(500),
});
export type ModeratePerson = z.infer<typeof ModeratePerson>;

export const ListActs = z.object({
  organisationId: id(),
  groupId: id(),
  /** Only acts before this one; left out for the newest. */
  beforeId: z.optional(id()),
});

export const ACTS_PAGE = 50;

export type ActView = {
  id: string;
  act: "paused" | "resumed" | "held" | "shown" | "removed" | "person_removed" | "person_returned";
  by: string;
  /** The name of the person it was about, if about a person. */
  about: string | null;
  messageId: string | null;
  reason: string | null;
  /** ISO instant. */
  actedAt: string;
};
