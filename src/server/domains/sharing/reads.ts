import { and, desc, eq } from "drizzle-orm";
import type { MemberActor } from "../../auth/actor";
import type { Tx } from "../../db/client";
import { withActor } from "../../db/transaction";
import type { Ctx } from "../../lib/ctx";
import { loadOwnExposure } from "../exposures/reads";
import { accessAsFacilitator } from "../groups/reads";
import { accessRoom, listCardsIn, readMessages } from "../rooms/reads";
import { openBoardIn } from "../rooms/writes";
import type { Brief, ShareView, WordView } from "./contract";
import { briefPlans, isLive, isThere, newestWord, type Word } from "./rules";
import { shares, sharingPreferences } from "./tables";

export type ShareRow = typeof shares.$inferSelect;

/** More places than anyone shares one record in. */
const SHARES_READ = 50;
const BRIEF_CARDS = 100;

/** Row-level security says the same; saying it here too lets the index be used. */
function ownedBy(actor: MemberActor) {
  return and(
    eq(shares.organisationId, actor.organisationId),
    eq(shares.membershipId, actor.membershipId),
  );
}

/** My shares of one record, newest first, each with its post where I still see that group. */
export async function listSharesIn(tx: Tx, actor: MemberActor, sourceId: string) {
  const rows = await tx
    .select()
    .from(shares)
    .where(and(ownedBy(actor), eq(shares.sourceId, sourceId)))
    .orderBy(desc(shares.id))
    .limit(SHARES_READ);
  const ids = rows.map((row) => row.messageId);
  const posts = await readMessages(tx, actor.organisationId, ids);
  return rows.flatMap((row) => {
    const post = posts.get(row.messageId);
    return post ? [{ row, post }] : [];
  });
}

/** The consent behind one of my messages, held to the end of `tx`; null for anything else. */
export async function findOwnShareIn(
  tx: Tx,
  actor: MemberActor,
  messageId: string,
): Promise<ShareRow | null> {
  const [row] = await tx
    .select()
    .from(shares)
    .where(and(ownedBy(actor), eq(shares.messageId, messageId)))
    .for("update");
  return row ?? null;
}

/** Where one of my records is shared, newest first. Someone else's record has no shares here. */
export function listShares(
  ctx: Ctx<MemberActor>,
  { sourceId }: { sourceId: string },
): Promise<ShareView[]> {
  return withActor(ctx, async (tx) => {
    const found = await listSharesIn(tx, ctx.actor, sourceId);
    return found.map(({ row, post }) => ({
      messageId: row.messageId,
      roomId: post.roomId,
      groupId: post.groupId,
      audience: row.audience,
      fields: row.fields,
      lifetime: row.lifetime,
      sharedAt: row.sharedAt.toISOString(),
      expiresAt: post.expiresAt?.toISOString() ?? null,
      retracted: post.state === "retracted" || post.state === "unsent",
      live: isLive(post, ctx.now),
    }));
  });
}

/**
 * What a facilitator last said to my plan as it reads now; null while nobody said anything.
 * @throws NOT_FOUND for everyone but the plan's author.
 */
export function findWord(
  ctx: Ctx<MemberActor>,
  { exposureId }: { exposureId: string },
): Promise<WordView | null> {
  return withActor(ctx, async (tx) => {
    const exposure = await loadOwnExposure(tx, ctx.actor, exposureId);
    const word = await findWordIn(tx, ctx, exposure);
    return word && { word: word.word, by: word.by, words: word.words };
  });
}

/** As `findWord`, with the message that says it. */
export async function findWordIn(
  tx: Tx,
  { actor, now }: Ctx<MemberActor>,
  exposure: { id: string; plan: string },
): Promise<Word | null> {
  const idsByRoom = new Map<string, string[]>();
  for (const { post, row } of await listSharesIn(tx, actor, exposure.id)) {
    idsByRoom.set(post.roomId, [...(idsByRoom.get(post.roomId) ?? []), row.messageId]);
  }
  const cards = [];
  for (const [roomId, ids] of idsByRoom) {
    const place = await accessRoom(tx, actor, { organisationId: actor.organisationId, roomId });
    cards.push(...(await listCardsIn(tx, place, { kinds: ["plan"], limit: ids.length, ids }, now)));
  }
  return newestWord(cards, exposure.plan);
}

/**
 * The two minutes before a session: plans and quiet words that were released to this group, as
 * they can be seen now. Reads the board and nothing else, so nothing unreleased can be in it.
 * @throws NOT_FOUND for members, as for outsiders.
 */
export function accessBrief(
  ctx: Ctx<MemberActor>,
  { groupId }: { groupId: string },
): Promise<Brief> {
  const { organisationId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    await accessAsFacilitator(tx, ctx.actor, groupId);
    const roomId = await openBoardIn(tx, ctx.actor, groupId, ctx.now);
    const place = await accessRoom(tx, ctx.actor, { organisationId, roomId });
    const limit = BRIEF_CARDS;
    const plans = await listCardsIn(tx, place, { kinds: ["plan"], limit }, ctx.now);
    const words = await listCardsIn(tx, place, { kinds: ["words"], limit }, ctx.now);
    return { roomId, plans: briefPlans(plans), quietWords: words.filter(isThere) };
  });
}

/** The topics I prefer collapsed; none until I name some. */
export function findCollapsedTopics(ctx: Ctx<MemberActor>): Promise<string[]> {
  const { organisationId, membershipId } = ctx.actor;
  return withActor(ctx, async (tx) => {
    const [row] = await tx
      .select({ topics: sharingPreferences.collapsedTopics })
      .from(sharingPreferences)
      .where(
        and(
          eq(sharingPreferences.organisationId, organisationId),
          eq(sharingPreferences.membershipId, membershipId),
        ),
      );
    return row?.topics ?? [];
  });
}
