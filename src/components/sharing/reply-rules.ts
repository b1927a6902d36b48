import {
  FACILITATOR_WORDS,
  type MessageView,
  type Person,
  type ReplyKind,
  repliesFor,
  WARM_REPLIES,
  WORDED_REPLIES,
} from "@/server/domains/rooms/contract";

type Warm = (typeof WARM_REPLIES)[number];
type Worded = (typeof WORDED_REPLIES)[number];

/** The replies to a card, sorted by what a screen does with them. */
export type RepliesOn = {
  /** The warm ones that I may press; none on a card of my own. */
  warm: readonly Warm[];
  /** My own warm ones, by kind. */
  mine: Partial<Record<Warm, MessageView>>;
  /** On a card of my own: who said what, in the order it came. Names, and never how many. */
  said: { kind: Warm; names: string[] }[];
  /** In own words, oldest first; also a facilitator's word. */
  worded: MessageView[];
  /**
   * What the author asked for in own words, or null. On a card of my own it opens once somebody
   * has answered, so that I can say something back.
   */
  askedFor: Worded | null;
  /** The card is my own. */
  own: boolean;
  /** I may give a facilitator's word on this plan. */
  mayGiveWord: boolean;
  /** It has a facilitator's word already. */
  hasWord: boolean;
};

/** What `me` sees of, and may say to, the card on `message`. */
export function repliesOn(message: MessageView, me: Person, facilitates: boolean): RepliesOn {
  const own = message.author.id === me.id;
  const offered: ReplyKind[] = message.card ? repliesFor(message.card, { facilitates }) : [];
  const shown = message.replies.filter(({ state }) => isThere(state));
  const mine: RepliesOn["mine"] = {};
  for (const reply of shown) {
    const kind = warmKind(reply);
    if (kind && reply.author.id === me.id) mine[kind] = reply;
  }
  const worded = message.replies.filter((reply) => !warmKind(reply));
  const wanted = WORDED_REPLIES.find((kind) => offered.includes(kind)) ?? null;
  const someoneAnswered = worded.some(({ author, state }) => author.id !== me.id && isThere(state));
  return {
    own,
    warm: own ? [] : WARM_REPLIES.filter((kind) => offered.includes(kind)),
    mine,
    said: own
      ? WARM_REPLIES.map((kind) => ({
          kind,
          names: shown.filter((reply) => reply.replyKind === kind).map(({ author }) => author.name),
        })).filter(({ names }) => names.length > 0)
      : [],
    worded,
    askedFor: own && !someoneAnswered ? null : wanted,
    mayGiveWord: !own && offered.includes("go_ahead"),
    hasWord: hasWord(message),
  };
}

/** A facilitator has given their word on this plan, and it stands. */
export function hasWord({ replies }: Pick<MessageView, "replies">): boolean {
  return replies.some(
    ({ state, replyKind }) =>
      state === "shown" && FACILITATOR_WORDS.some((word) => word === replyKind),
  );
}

function isThere(state: MessageView["state"]): boolean {
  return state === "shown" || state === "held";
}

function warmKind({ replyKind }: MessageView): Warm | undefined {
  return WARM_REPLIES.find((kind) => kind === replyKind);
}
