import Link from "next/link";
import { EarlierOnes } from "@/components/earlier-ones";
import { LocalTime } from "@/components/exposures/local-time";
import { PageHeading } from "@/components/ui/page-heading";
import type { Page } from "@/server/domains/groups/contract";
import type { ActView } from "@/server/domains/moderation/contract";
import { actWords } from "./wording";

/** Who did what to the room, a message or somebody, when and why. Newest first; nothing is counted. */
export function LogPage({
  organisationId,
  groupId,
  groupName,
  log,
  earlier,
}: {
  organisationId: string;
  groupId: string;
  groupName: string;
  log: Page<ActView>;
  /** This is a page of earlier ones. */
  earlier: boolean;
}) {
  const group = `/o/${organisationId}/groups/${groupId}`;
  return (
    <div className="mx-auto grid max-w-measure gap-8">
      <PageHeading
        before={
          <Link
            href={earlier ? `${group}/log` : group}
            className="inline-flex min-h-8 items-center"
          >
            {earlier ? "Back to the newest" : "Back to the group"}
          </Link>
        }
        intro={
          <>
            What those who lead did in <bdi>{groupName}</bdi>, with when and why. Only they can read
            it, and nothing in it is ever changed.
          </>
        }
      >
        Moderation log
      </PageHeading>
      {log.items.length > 0 ? (
        <ol className="grid">
          {log.items.map((act) => (
            <LoggedAct key={act.id} act={act} />
          ))}
        </ol>
      ) : (
        <p className="pencilled">Nothing so far. Most sessions need none of it.</p>
      )}
      <EarlierOnes list={`${group}/log`} next={log.next} />
    </div>
  );
}

function LoggedAct({ act: { act, by, about, reason, actedAt } }: { act: ActView }) {
  const [before, after] = actWords(act, about);
  return (
    <li className="grid gap-1 border-rule border-b-2 border-dashed py-3">
      <p className="break-words">
        <strong>{by === null ? "The room" : <bdi>{by}</bdi>}</strong> {before}
        {after === null ? null : (
          <>
            <bdi className="font-semibold">{about}</bdi>
            {after}
          </>
        )}
      </p>
      {reason ? <p className="whitespace-pre-wrap break-words">“{reason}”</p> : null}
      <p className="text-ink-soft text-sm">
        <LocalTime instant={actedAt} show="moment" />
      </p>
    </li>
  );
}
