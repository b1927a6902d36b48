/**
 * Of several tabs with the same room, the one last looked at speaks; the others keep quiet, so that
 * nothing is heard twice.
 */
export function createVoice(
  storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">,
  { key, tab }: { key: string; tab: string },
) {
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch {
      // A browser that stores nothing has tabs that do not know of each other.
      return null;
    }
  };
  const isMine = () => {
    const speaker = attempt(() => storage().getItem(key));
    return speaker === null || speaker === tab;
  };
  return {
    isMine,
    take: () => void attempt(() => storage().setItem(key, tab)),
    /** The page goes; whoever is left may speak. */
    giveUp: () => {
      if (isMine()) attempt(() => storage().removeItem(key));
    },
  };
}
