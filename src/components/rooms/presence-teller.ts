/** Told at most this often while someone goes on typing. */
const TYPING_EVERY_MS = 3_000;
/** Without a key for this long, someone is thinking and not typing. */
const TYPING_RESTS_MS = 6_000;
/** A glance at another tab is not stepping away. */
const HIDDEN_MS = 20_000;

/**
 * What a screen tells about the person in front of it: that they are typing, and that they stepped
 * away (said so, or left the page out of sight for a while). Telling answers false when there was no
 * line; it is then told on the next one.
 */
export function createPresenceTeller({
  now,
  schedule,
  tellTyping,
  tellAway,
  onAway,
}: {
  now: () => number;
  schedule: (work: () => void, ms: number) => () => void;
  tellTyping: (typing: boolean) => boolean;
  tellAway: (away: boolean) => boolean;
  /** What this person themself said changed. */
  onAway: (away: boolean) => void;
}) {
  let typing = false;
  let toldAt = Number.NEGATIVE_INFINITY;
  let callOffRest = () => {};
  let said = false;
  let outOfSight = false;
  let toldAway = false;
  let callOffHidden = () => {};

  function rest(): void {
    callOffRest();
    if (!typing) return;
    typing = false;
    toldAt = Number.NEGATIVE_INFINITY;
    tellTyping(false);
  }

  function settle(): void {
    const away = said || outOfSight;
    if (away !== toldAway && tellAway(away)) toldAway = away;
  }

  function stepAway(away: boolean): void {
    if (away === said) return;
    said = away;
    onAway(away);
    settle();
  }

  return {
    /** What the composer holds now. Whoever writes is back. */
    wrote(words: string): void {
      if (words.trim() === "") {
        rest();
        return;
      }
      stepAway(false);
      callOffRest();
      callOffRest = schedule(rest, TYPING_RESTS_MS);
      if (typing && now() - toldAt < TYPING_EVERY_MS) return;
      typing = tellTyping(true);
      if (typing) toldAt = now();
    },
    stepAway,
    hidden(isHidden: boolean): void {
      callOffHidden();
      if (isHidden) {
        callOffHidden = schedule(() => {
          outOfSight = true;
          settle();
        }, HIDDEN_MS);
      } else {
        outOfSight = false;
        settle();
      }
    },
    /** On a new line nobody knows yet. */
    joined(): void {
      toldAway = false;
      settle();
    },
    stop(): void {
      callOffRest();
      callOffHidden();
    },
  };
}
