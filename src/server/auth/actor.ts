import type { Database } from "../db/client";
import { withSettings } from "../db/transaction";
import { findMembershipOfUser } from "../domains/organisations/reads";
import { found } from "../lib/errors";
import { hashSecret } from "../lib/ids";

declare const minted: unique symbol;
type Minted = { readonly [minted]: true };

/** Someone signed in who has not chosen an organisation. */
export type UserActor = Minted & { readonly kind: "user"; readonly userId: string };

/** Someone signed in who holds an invite link: may see that group's name and agreement, and join. */
export type InvitedActor = Minted & {
  readonly kind: "invited";
  readonly userId: string;
  readonly organisationId: string;
  readonly inviteHash: string;
};

/** A member of one organisation, acting there. */
export type MemberActor = Minted & {
  readonly kind: "member";
  readonly userId: string;
  readonly organisationId: string;
  readonly membershipId: string;
};

/**
 * The realtime gateway, the write lane and the rooms' jobs, on behalf of rooms of these groups. Sees the group ring
 * and nothing of anyone's own.
 */
export type RoomActor = Minted & {
  readonly kind: "rooms";
  readonly organisationId: string;
  readonly groupIds: readonly string[];
};

/** Nobody: reads and writes identity tables only, before anyone is signed in. */
export type NobodyActor = Minted & { readonly kind: "nobody" };

export type Actor = UserActor | InvitedActor | MemberActor | RoomActor | NobodyActor;

// This file is the only one that makes an Actor; the brand keeps every other from compiling one.
function mint<A extends Actor>(actor: Omit<A, typeof minted>): A {
  return actor as A;
}

export function mintNobody(): NobodyActor {
  return mint<NobodyActor>({ kind: "nobody" });
}

/** `userId` must come from a verified login session. */
export function mintUser(userId: string): UserActor {
  return mint<UserActor>({ kind: "user", userId });
}

/** The holder of an invite; whether it still opens anything is checked when it is used. */
export function mintInvited(userId: string, organisationId: string, secret: string): InvitedActor {
  return mint<InvitedActor>({
    kind: "invited",
    userId,
    organisationId,
    inviteHash: hashSecret(secret),
  });
}

/**
 * The user as a member of that organisation. Whether the membership still holds is checked each
 * time the actor enters a transaction. @throws NOT_FOUND for strangers.
 */
export async function mintMember(
  db: Database,
  userId: string,
  organisationId: string,
): Promise<MemberActor> {
  const membership = await withSettings(db, { userId, organisationId }, (tx) =>
    findMembershipOfUser(tx, organisationId, userId),
  );
  return mint<MemberActor>({
    kind: "member",
    userId,
    organisationId,
    membershipId: found(membership).id,
  });
}

/**
 * Someone who joined or founded an organisation in this very transaction. A claim until `enter` has
 * checked it against the membership's row.
 */
export function mintJoined(
  { userId }: UserActor | InvitedActor,
  organisationId: string,
  membershipId: string,
): MemberActor {
  return mint<MemberActor>({ kind: "member", userId, organisationId, membershipId });
}

/** For the gateway, the write lane and the rooms' jobs only: they authorise each row by itself. */
export function mintRooms(organisationId: string, groupIds: readonly string[]): RoomActor {
  return mint<RoomActor>({ kind: "rooms", organisationId, groupIds });
}
