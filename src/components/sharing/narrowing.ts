import type { Lifetime } from "@/server/domains/rooms/contract";
import {
  type NarrowShare,
  SHARE_FIELDS,
  type ShareField,
  type ShareView,
} from "@/server/domains/sharing/contract";

type Shorter = Exclude<Lifetime, "kept">;
type Narrowed = Pick<NarrowShare, "fields" | "audience" | "lifetime">;

/** The fields of a share that we know by name, in the order of cards. */
export function knownFields({ fields }: Pick<ShareView, "fields">): ShareField[] {
  return SHARE_FIELDS.filter((field) => fields.includes(field));
}

/** How much shorter a share may be made; a room's own life cannot be stretched to seven days. */
export function shorterLifetimes(lifetime: Lifetime): Shorter[] {
  if (lifetime === "kept") return ["session", "seven_days"];
  return lifetime === "seven_days" ? ["session"] : [];
}

/** What to ask for so that the share becomes as chosen; null when that is what it is already. */
export function narrowingTo(
  share: Pick<ShareView, "fields" | "audience" | "lifetime">,
  chosen: { fields: readonly ShareField[]; facilitatorsOnly: boolean; lifetime: Lifetime },
): Narrowed | null {
  const before = knownFields(share);
  const after = before.filter((field) => chosen.fields.includes(field));
  const shorter = shorterLifetimes(share.lifetime).find((each) => each === chosen.lifetime);
  const narrowed: Narrowed = {
    ...(after.length < before.length && { fields: after }),
    ...(chosen.facilitatorsOnly &&
      share.audience !== "facilitators" && { audience: "facilitators" as const }),
    ...(shorter && { lifetime: shorter }),
  };
  return Object.keys(narrowed).length > 0 ? narrowed : null;
}
