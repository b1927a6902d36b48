import { Button } from "@/components/ui/button";
import type { RoomSnapshot } from "@/server/domains/rooms/contract";

/** In place of the composer once the room is closed: an ending, and words that came too late. */
export function RoomEnding({
  organisationId,
  snapshot,
  words,
  onLetGo,
}: {
  organisationId: string;
  snapshot: Pick<RoomSnapshot, "groupId" | "session">;
  words: string;
  onLetGo: () => void;
}) {
  return (
    <div className="grid gap-3">
      <h2 className="text-xl">This room has come to its end</h2>
      <p>
        Thank you for being here, in whatever way you were. What was meant to stay can still be
        read; what was shared for this session is gone.
      </p>
      {words.trim() ? (
        <div className="grid gap-1 border-edge border-l-2 border-dashed pl-3">
          <p className="whitespace-pre-wrap">{words}</p>
          <p className="text-sm pencilled">Not posted. Kept on this device, for you alone.</p>
          <div>
            <Button variant="plain" size="sm" onClick={onLetGo}>
              Let it go
            </Button>
          </div>
        </div>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-4">
        {snapshot.session ? (
          <Button
            variant="primary"
            href={`/o/${organisationId}/sessions/${snapshot.session.id}/after`}
          >
            What I shared and learned
          </Button>
        ) : null}
        <Button href={`/o/${organisationId}/groups/${snapshot.groupId}`}>Back to the group</Button>
        <a href="/help" className="inline-flex min-h-11 items-center text-sm">
          Help now
        </a>
      </div>
    </div>
  );
}
