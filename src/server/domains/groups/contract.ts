import * as z from "zod/mini";
import { id, maybeWords, storable, words } from "../../lib/fields";

export const GROUP_ROLES = ["member", "co-facilitator", "facilitator"] as const;
export type GroupRole = (typeof GROUP_ROLES)[number];

/** Leads sessions and looks after the room; co-facilitators do both. */
export function isFacilitator(role: GroupRole): boolean {
  return role !== "member";
}

/** A person as this group knows them. `id` is the enrolment id, and no other ever leaves here. */
export type Person = { id: string; name: string; role: GroupRole };

export type Standing = "active" | "muted" | "held" | "removed";

export const GROUP_NAME_MAX = 80;
export const PURPOSE_MAX = 400;
export const AGREEMENT_MAX = 8000;
export const SHOWN_NAME_MAX = 40;
/** Days for which a session's transcript may stay readable. */
export const RETENTION_MIN_DAYS = 1;
export const RETENTION_MAX_DAYS = 3650;

// Marks that draw nothing or turn the direction of text: with them one person could wear what looks
// like another's name. Joiners stay where scripts and emoji need them, not beside Latin letters.
const UNSEEN =
  /(?![\p{Join_Control}\p{Variation_Selector}])[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800]/gu;
const IDLE_JOINERS =
  /(?<![^\p{Script=Latin}\s])[\p{Join_Control}\p{Variation_Selector}]+|[\p{Join_Control}\p{Variation_Selector}]+(?![^\p{Script=Latin}\s])/gu;

function tidyName(name: string): string {
  return name
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .replace(UNSEEN, "")
    .replace(IDLE_JOINERS, "")
    .trim();
}

/** The name someone is known by in one group; composed, and with single spaces. */
export function shownName() {
  return z
    .string("Choose a name to be known by here.")
    .check(
      z.overwrite(tidyName),
      z.minLength(1, "Choose a name to be known by here. It can be anything."),
      z.maxLength(SHOWN_NAME_MAX, `Up to ${SHOWN_NAME_MAX} characters, please.`),
    );
}

const agreementText = () =>
  words(AGREEMENT_MAX, "Write a sentence or two that people here agree to.");

const groupRef = { organisationId: id(), groupId: id() };

export const GroupRef = z.object(groupRef);
export type GroupRef = z.infer<typeof GroupRef>;

export const CreateGroup = z.object({
  organisationId: id(),
  /** Made by the client, so that asking twice creates one. */
  groupId: id(),
  name: words(GROUP_NAME_MAX, "Give the group a name, any name will do for now."),
  purpose: maybeWords(PURPOSE_MAX),
  agreement: agreementText(),
  /** How its first facilitator is known in this group. */
  shownName: shownName(),
});
export type CreateGroup = z.infer<typeof CreateGroup>;

export const ListGroups = z.object({
  organisationId: id(),
  /** `next` of the page before. */
  after: z.optional(id()),
});
export type ListGroups = z.infer<typeof ListGroups>;

export const ListPeople = z.object({
  ...groupRef,
  /** `next` of the page before. */
  after: z.optional(z.string().check(storable, z.maxLength(200))),
});
export type ListPeople = z.infer<typeof ListPeople>;

export const ReviseAgreement = z.object({
  ...groupRef,
  /** The version that was revised: if another came in between, nothing is saved. */
  revisedVersion: z.int().check(z.positive()),
  agreement: agreementText(),
});
export type ReviseAgreement = z.infer<typeof ReviseAgreement>;

export const AcceptAgreement = z.object({ ...groupRef, version: z.int().check(z.positive()) });
export type AcceptAgreement = z.infer<typeof AcceptAgreement>;

const RETENTION = `From ${RETENTION_MIN_DAYS} to ${RETENTION_MAX_DAYS} days, please.`;

export const SetRetention = z.object({
  ...groupRef,
  days: z
    .int(RETENTION)
    .check(z.minimum(RETENTION_MIN_DAYS, RETENTION), z.maximum(RETENTION_MAX_DAYS, RETENTION)),
});
export type SetRetention = z.infer<typeof SetRetention>;

export const CreateInvite = z.object({
  ...groupRef,
  role: z.enum(GROUP_ROLES, "Choose what the link is for."),
});
export type CreateInvite = z.infer<typeof CreateInvite>;

export const ListInvites = z.object({ ...groupRef, after: z.optional(id()) });
export type ListInvites = z.infer<typeof ListInvites>;

export const InviteRef = z.object({ ...groupRef, inviteId: id() });
export type InviteRef = z.infer<typeof InviteRef>;

const invitationRef = { organisationId: id(), secret: z.string().check(z.maxLength(100)) };

export const InvitationRef = z.object(invitationRef);

export const AcceptInvitation = z.object({
  ...invitationRef,
  shownName: shownName(),
  /** The version that was on the screen; another one in force is AGREEMENT_CHANGED. */
  agreedVersion: z.int("Please read the agreement first.").check(z.positive()),
});
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;

export type AgreementView = { version: number; text: string };

export type GroupSummaryView = { id: string; name: string; iAmIn: boolean };

export type GroupView = {
  id: string;
  name: string;
  purpose: string;
  agreement: AgreementView;
  /** Null for an owner looking at a group they are not in. */
  me: (Person & { standing: Standing }) | null;
  /** False when the agreement has changed since they last said yes to it. */
  iAgreed: boolean;
  /** What the person may do here, so that pages need not know the rules. */
  mayInvite: GroupRole[];
  mayReviseAgreement: boolean;
  mayFacilitate: boolean;
  maySetRetention: boolean;
  /** For how long a session's transcript stays readable, in days; null for all but those who lead. */
  retentionDays: number | null;
};

/** Someone in the group. Standing is between a person and the facilitators: null for others. */
export type PersonView = Person & { standing: Standing | null };

export type InviteView = {
  id: string;
  role: GroupRole;
  state: "open" | "over" | "called_back";
  /** ISO instants. */
  createdAt: string;
  expiresAt: string;
};

/** What the holder of a link may know before joining. */
export type InvitationView = {
  organisationName: string;
  groupId: string;
  groupName: string;
  purpose: string;
  role: GroupRole;
  agreement: AgreementView;
  /** They have joined already; the link then leads straight to the group. */
  iAmIn: boolean;
};

export type Page<T> = { items: T[]; next: string | null };

/** Offered in the form for a new group; facilitators change it as they like. */
export const AGREEMENT_SUGGESTION = `What we do here
We practise letting things be unfinished, plain or a bit wrong, and we tell each other what we found. Nobody has to do it well.

What stays here
What people say and share stays with the people it was said to. We keep no screenshots and repeat no names or stories elsewhere, not even kindly.

How we answer each other
We listen before anything else. We give ideas only when someone has asked for them, and we leave their work as it is.

Passing is always fine
You may pass, pause, rest or leave early without giving a reason. Nobody keeps count.

Taking care
This group is company, not treatment, and it is not a crisis service. If you are not safe, use “Help now”, which is on every page. A facilitator may pause the room, hold a message or ask someone to leave so that the room stays safe for everyone.

You stay in charge
You choose what you share, with whom and for how long. You may take back anything that is yours, at any time.`;

const ID_BYTES = 16;
const SECRET_BYTES = 32;

/** The end of an invite's link, `/join/<token>`: the organisation's id, then the secret. */
export function inviteToken(organisationId: string, secret: string): string {
  const hex = organisationId.replaceAll("-", "");
  const organisation = Uint8Array.from({ length: ID_BYTES }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  );
  return toBase64Url(new Uint8Array([...organisation, ...fromBase64Url(secret)]));
}

/** Takes a token apart; null when it is not one, for example cut short by a mail program. */
export function readInviteToken(token: string): { organisationId: string; secret: string } | null {
  if (!/^[\w-]{64}$/.test(token)) return null;
  const bytes = fromBase64Url(token);
  if (bytes.length !== ID_BYTES + SECRET_BYTES) return null;
  const hex = Array.from(bytes.subarray(0, ID_BYTES), (byte) => byte.toString(16).padStart(2, "0"));
  const organisationId = hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  if (!id().safeParse(organisationId).success) return null;
  return { organisationId, secret: toBase64Url(bytes.subarray(ID_BYTES)) };
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
