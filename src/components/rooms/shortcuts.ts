/** What a key does in a room while nobody is typing. */
export type Shortcut =
  | "write"
  | "newest"
  | "undo"
  | "turns"
  | "run"
  | "middle"
  | "desk"
  | "quiet_word"
  | "away"
  | "list";

type Line = { key: string; does: Shortcut; words: string; leads?: true };

/** In the order in which they are listed. */
export const SHORTCUTS: readonly Line[] = [
  { key: "w", does: "write", words: "Write" },
  { key: "n", does: "newest", words: "Down to the newest message" },
  { key: "u", does: "undo", words: "Undo what you just posted, within ten seconds" },
  { key: "r", does: "run", words: "What we are doing now" },
  { key: "t", does: "turns", words: "Whose turn it is" },
  { key: "m", does: "middle", words: "What lies in the middle" },
  { key: "q", does: "quiet_word", words: "Ask for a quiet word" },
  { key: "a", does: "away", words: "Step away, or come back" },
  { key: "d", does: "desk", words: "The desk", leads: true },
  { key: "?", does: "list", words: "Show this list" },
];

/** Always there: they need the box that one writes in, or a second key. */
export const BOX_KEYS: readonly { keys: string; words: string }[] = [
  { keys: "Enter", words: "Post as it is" },
  { keys: "Shift + Enter", words: "Begin a new line" },
  { keys: "Ctrl + Z, or ⌘ + Z", words: "In the empty box: undo what you just posted" },
  { keys: "Escape", words: "Out of the box" },
];

export type KeyPress = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  repeat: boolean;
};

/** What a key press asks for; null when it is for the page, the browser or somebody's words. */
export function shortcutOf(
  press: KeyPress,
  { typing, on, leads }: { typing: boolean; on: boolean; leads: boolean },
): Shortcut | null {
  if (!on || typing || press.isComposing || press.repeat) return null;
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  const line = SHORTCUTS.find(({ key }) => key === press.key.toLowerCase());
  if (!line || (line.leads && !leads)) return null;
  return line.does;
}
