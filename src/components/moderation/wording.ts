import type { Act } from "@/server/domains/moderation/contract";

/** What somebody did, after their name. The dots stand for whom it was about. */
const ACT_WORDS: Record<Act, string> = {
  paused: "paused the room",
  resumed: "let the room go on",
  held: "held a message by …",
  shown: "showed a message by …",
  removed: "removed a message by …",
  restored: "brought back a message by …",
  person_removed: "removed … from the group",
  person_returned: "brought … back into the group",
  person_muted: "let … read along without posting",
  person_unmuted: "let … post again",
  person_held: "chose to see first what … posts",
  person_unheld: "let … post without waiting again",
  person_sent_out: "sent … out for this session",
  person_let_back_in: "let … back into the session",
  person_admitted: "let … in from the lobby",
  hold_started: "chose to see first whatever is posted in the room",
  hold_ended: "let the room post without waiting again",
  slow_mode_started: "slowed the room down",
  slow_mode_ended: "let the room go at its own pace again",
  locked: "closed the room to newcomers",
  unlocked: "opened the room to newcomers again",
  lobby_opened: "opened the lobby",
  lobby_closed: "closed the lobby",
  word_added: "put a word on the list",
  word_taken_off: "took a word off the list",
  went_safe: "went safe: nobody was there to lead it, so posts waited",
  released: "chose what was shown of what had waited",
  chair_taken: "took the chair",
  chair_returned: "ended the time in the chair of …",
  deputy_named: "named … to be offered the chair",
  report_settled: "looked after something told to the facilitators",
  flag_settled: "looked after a care flag",
};

/** The act in words, before and after whom it was about; nobody is said where nobody was meant. */
export function actWords(act: Act, about: string | null): [before: string, after: string | null] {
  const words = ACT_WORDS[act];
  if (!words.includes("…")) return [words, null];
  if (about === null) return [words.replace("…", "nobody"), null];
  const [before = "", after = ""] = words.split("…");
  return [before, after];
}
