import { Notice } from "@/components/ui/notice";
import type { LastLearned } from "@/server/domains/exposures/contract";

/** The member's own latest answer to "What did I learn?", where it can help with the next step. */
export function LastLearnedNote({ lastLearned }: { lastLearned: LastLearned | null }) {
  if (!lastLearned) return null;
  return (
    <Notice title="What you learned last time">
      <p className="whitespace-pre-wrap break-words">“{lastLearned.learned}”</p>
    </Notice>
  );
}
