import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Waiting } from "./practice-queue";

const STOPPED_BY: Record<string, string> = {
  UNREACHABLE: "Kept here. It will be sent when there is a connection.",
  SIGN_IN_NEEDED:
    "Kept here. You have been signed out: sign in again in another tab, and it will be sent.",
};
const OTHERWISE = "Kept here. We could not take it just now, and will try again by ourselves.";

/** What this browser holds that the server does not have yet, and what it would not take. */
export function WaitingNotice({
  waiting,
  stoppedBy,
  onPutAside,
}: {
  waiting: Waiting[];
  /** An error code; null while nothing is in the way. */
  stoppedBy: string | null;
  onPutAside: (id: string) => void;
}) {
  const refused = waiting.filter(({ refusal }) => refusal !== null);
  const isKept = stoppedBy !== null && refused.length < waiting.length;
  return (
    <>
      {isKept ? <Notice announce>{STOPPED_BY[stoppedBy] ?? OTHERWISE}</Notice> : null}
      {refused.map(({ id, noted }) => (
        <Notice key={id} kind="trouble" announce>
          <p>
            This has moved on, perhaps in another tab, and this could not be added any more
            {"words" in noted && noted.words ? `: “${noted.words}”` : "."}
          </p>
          <Button variant="plain" size="sm" onClick={() => onPutAside(id)}>
            Put it away
          </Button>
        </Notice>
      ))}
    </>
  );
}
