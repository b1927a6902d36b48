import type { DraftProgress } from "./draft-saver";
import { progressWords } from "./wording";

/** Whether what is written is saved, in words. Read aloud only when it is not. */
export function SaveState({ progress }: { progress: DraftProgress }) {
  const words = progressWords(progress);
  const isTrouble = progress === "failing" || progress === "sealed";
  return (
    <div className="min-h-[1lh] text-ink-soft text-sm">
      <p role="status">{isTrouble ? words : null}</p>
      {isTrouble ? null : <p>{words}</p>}
    </div>
  );
}
