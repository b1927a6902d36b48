import { CARD_WORDS } from "@/components/sharing/wording";
import { turnWords } from "@/components/turns/turn-words";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { MessageView } from "@/server/domains/rooms/contract";
import { isMyAside, isRoomTalk } from "./log-rows";
import type { RoomView } from "./room-view";
import { LINK_WORDS, noticeWords, refusalWords, STATE_ANNOUNCED } from "./wording";

/** `messageId`: the words are this message's, and go with it when it is taken away. */
export type Line = { words: string; messageId?: string };
export type Said = { polite: Line[]; assertive: string | null };

/** More messages than this at once are told of, not read out. */
const READ_OUT = 3;

/**
 * What a screen reader should hear of a room: each message once, however often the line is lost and
 * whatever a fresh snapshot repeats, and nothing of what was there already or is read back to.
 * Remembers, so there is one for each page. `folded`: enrolments this person would rather not hear.
 */
export function createAnnouncer(
  first: RoomView,
): (view: RoomView, folded: ReadonlySet<string>) => Said {
  let before = first;
  /** Outlasts the moments in which there is no snapshot. */
  let held = first.snapshot;
  const known = new Set<string>(first.snapshot?.messages.map(({ id }) => id));
  /** How one's own messages stood when they were last looked at. */
  const mine = new Map(ownOf(first.snapshot).map(({ id, state }) => [id, state]));
  let oldestSeq = oldestOf(first.snapshot) ?? first.snapshot?.seq ?? 0;

  function arrived({ messages, me }: LiveSnapshot, folded: ReadonlySet<string>): MessageView[] {
    const news = messages.filter((message) => {
      if (known.has(message.id)) return false;
      known.add(message.id);
      if (message.seq < oldestSeq || message.state !== "shown") return false;
      if (message.kind === "notice") return isRoomTalk(message);
      if (message.author.id === me.id || folded.has(message.author.id)) return false;
      return isRoomTalk(message) || isMyAside(message, me);
    });
    oldestSeq = Math.min(oldestSeq, messages[0]?.seq ?? oldestSeq);
    return news;
  }

  function becameOf(snapshot: LiveSnapshot): Line[] {
    return ownOf(snapshot).flatMap((message) => {
      const was = mine.get(message.id);
      mine.set(message.id, message.state);
      const words = message.seq < oldestSeq ? null : ownWords(was, message);
      return words ? [{ words }] : [];
    });
  }

  return (view, folded) => {
    const polite: Line[] = [];
    let assertive: string | null = null;
    const { snapshot } = view;
    const changed = whatChanged(before, view);
    if (changed) polite.push({ words: changed });
    if (snapshot) {
      polite.push(...becameOf(snapshot));
      const news = arrived(snapshot, folded);
      if (news.length > READ_OUT) polite.push({ words: newsFrom(news) });
      else for (const message of news) polite.push(...read(message));
      // Someone let in from the lobby meets the round as it is; the page says that itself.
      if (held?.mine.admitted) assertive = turnWords(held.round, snapshot.round, snapshot.me);
      held = snapshot;
    }
    before = view;
    return { polite, assertive };
  };
}

function ownOf(snapshot: LiveSnapshot | null): MessageView[] {
  if (!snapshot) return [];
  return snapshot.messages.filter(
    (message) => message.author.id === snapshot.me.id && message.kind !== "notice",
  );
}

/** What became of one's own message, where its author did not do it themself. */
function ownWords(
  was: MessageView["state"] | undefined,
  { state, heldFor }: MessageView,
): string | null {
  if (state === was) return null;
  if (state === "removed") return "A facilitator removed a message of yours.";
  if (state === "shown" && was === "held") return "Your message is shown now.";
  if (state !== "held") return null;
  return heldFor === "together"
    ? "Posted. It opens with everyone’s."
    : "Your message waits for a facilitator.";
}

function oldestOf(snapshot: LiveSnapshot | null): number | undefined {
  return snapshot?.messages[0]?.seq;
}

function read(message: MessageView): Line[] {
  const { id: messageId, author, body, card, kind, audience } = message;
  if (kind === "notice") {
    const words = noticeWords(message);
    return words ? [{ words, messageId }] : [];
  }
  const privately = audience === "line" ? ", to you alone" : "";
  if (card) return [{ words: `${author.name} shared ${CARD_WORDS[card.kind]}.`, messageId }];
  return body ? [{ words: `${author.name}${privately}: ${body}`, messageId }] : [];
}

function newsFrom(news: MessageView[]): string {
  const names = [
    ...new Set(news.filter(({ kind }) => kind !== "notice").map(({ author }) => author.name)),
  ];
  if (names.length === 0 || names.length > READ_OUT) return "New messages from several people.";
  return `New messages from ${new Intl.ListFormat("en-GB").format(names)}.`;
}

/** The words for the step from one view to the next; null when nothing is worth a word. */
export function whatChanged(before: RoomView, after: RoomView): string | null {
  const said: string[] = [];
  const { snapshot } = after;
  if (after.link !== before.link && before.link !== "connecting") said.push(LINK_WORDS[after.link]);
  if (after.cameBack && after.cameBack !== before.cameBack) {
    said.push(refusalWords(after.cameBack));
  }
  if (snapshot && before.snapshot) {
    if (!before.snapshot.mine.admitted && snapshot.mine.admitted) said.push("You are in the room.");
    if (snapshot.state !== before.snapshot.state) said.push(STATE_ANNOUNCED[snapshot.state]);
    said.push(...whatSettingsChanged(before.snapshot, snapshot));
    const { centreMessageId: centre } = snapshot;
    if (centre !== before.snapshot.centreMessageId) {
      const shared = snapshot.messages.find(({ id }) => id === centre);
      if (centre === null) said.push("The middle is free.");
      else if (shared?.card) {
        said.push(`In the middle now: ${CARD_WORDS[shared.card.kind]} by ${shared.author.name}.`);
      }
    }
  }
  return said.length > 0 ? said.join(" ") : null;
}

function whatSettingsChanged(before: LiveSnapshot, after: LiveSnapshot): string[] {
  const said: string[] = [];
  const [was, now] = [before.settings, after.settings];
  if (now.writing && now.writing.roundId !== was.writing?.roundId) {
    said.push("Everyone writes at once now. What is posted opens together.");
  } else if (was.writing && !now.writing) said.push("What everyone wrote is open now.");
  if (was.safeSince && !now.safeSince) said.push("The room is led again.");
  if (after.box && after.box.id !== before.box?.id && !after.box.closedAt) {
    said.push("A good-enough box is open, for whoever would like to join.");
  }
  if (after.sharedExposure && after.sharedExposure.id !== before.sharedExposure?.id) {
    said.push("A shared exposure is open, for whoever would like to take part.");
  }
  return said;
}
