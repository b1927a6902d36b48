import Link from "next/link";
import { LocalTime } from "@/components/exposures/local-time";
import { InSharingPlace } from "@/components/sharing/sharing-place";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import type { AfterwardsView } from "@/server/domains/debriefs/contract";
import { OwnShare } from "./own-share";
import { TakeawayForm } from "./takeaway-form";

/**
 * After a session: what one shared there, what one tried around it and learned. Nothing of anybody
 * else, nothing counted, and nothing missing when it is empty.
 */
export function AfterwardsPage({
  organisationId,
  afterwards,
}: {
  organisationId: string;
  afterwards: AfterwardsView;
}) {
  const { sessionId, groupId, title, shared, exposures, learned } = afterwards;
  return (
    <InSharingPlace organisationId={organisationId} topics={[]}>
      <div className="mx-auto grid max-w-measure gap-10">
        <PageHeading
          before={
            <Link
              href={`/o/${organisationId}/groups/${groupId}`}
              className="inline-flex min-h-8 items-center"
            >
              Back to the group
            </Link>
          }
          intro={
            <>
              What you shared in “<bdi>{title}</bdi>”, what you tried around it, and what you take
              along. Only you can read this page.
            </>
          }
        >
          Afterwards
        </PageHeading>
        <section aria-labelledby="takeaway" className="grid gap-4">
          <h2 id="takeaway" className="text-2xl">
            What you take along
          </h2>
          <TakeawayForm {...{ organisationId, sessionId, learned }} />
        </section>
        <section aria-labelledby="shared" className="grid gap-4">
          <h2 id="shared" className="text-2xl">
            What you shared
          </h2>
          {shared.length > 0 ? (
            <ul className="grid gap-4">
              {shared.map((message) => (
                <OwnShare key={message.id} message={message} />
              ))}
            </ul>
          ) : (
            <p className="pencilled">
              Nothing of yours is kept from this session. Listening is taking part.
            </p>
          )}
          <Transcript organisationId={organisationId} afterwards={afterwards} />
        </section>
        <section aria-labelledby="tried" className="grid gap-4">
          <h2 id="tried" className="text-2xl">
            What you tried around it
          </h2>
          {exposures.length > 0 ? (
            <ul className="grid gap-4">
              {exposures.map((exposure) => (
                <Tried
                  key={exposure.exposureId}
                  organisationId={organisationId}
                  exposure={exposure}
                />
              ))}
            </ul>
          ) : (
            <p className="pencilled">
              Nothing is on your record from then, and nothing needs to be. A try of yours would
              stand here with what it taught you.
            </p>
          )}
        </section>
      </div>
    </InSharingPlace>
  );
}

/** The way back to what was said, for as long as it is kept. */
function Transcript({
  organisationId,
  afterwards: { roomId, closedAt, readableUntil },
}: {
  organisationId: string;
  afterwards: AfterwardsView;
}) {
  if (!roomId) {
    if (!closedAt) return null;
    return <p className="text-ink-soft">The transcript of this session is no longer kept.</p>;
  }
  const room = `/o/${organisationId}/rooms/${roomId}`;
  return (
    <div className="grid justify-items-start gap-2">
      <Button href={room}>{closedAt ? "Read the transcript" : "Back into the room"}</Button>
      {readableUntil ? (
        <p className="text-ink-soft text-sm">
          Those who were in the group then can read it until{" "}
          <LocalTime instant={readableUntil} show="day" />.
        </p>
      ) : null}
    </div>
  );
}

/** One try: what was guessed, what came, and what it taught. What was not said is left out. */
function Tried({
  organisationId,
  exposure: { exposureId, plan, expectedSuds, peakSuds, learned },
}: {
  organisationId: string;
  exposure: AfterwardsView["exposures"][number];
}) {
  return (
    <Card as="li" className="grid gap-3">
      <h3 className="text-lg">
        <Link href={`/o/${organisationId}/practice/${exposureId}`} className="break-words">
          {plan}
        </Link>
      </h3>
      {expectedSuds === null && peakSuds === null ? null : (
        <dl className="flex flex-wrap gap-x-10 gap-y-2">
          <Guess term="Distress you guessed" value={expectedSuds} />
          <Guess term="Distress that came" value={peakSuds} />
        </dl>
      )}
      {learned ? (
        <div>
          <p className="text-ink-soft text-sm">What it taught you</p>
          <p className="whitespace-pre-wrap break-words">{learned}</p>
        </div>
      ) : null}
    </Card>
  );
}

function Guess({ term, value }: { term: string; value: number | null }) {
  if (value === null) return null;
  return (
    <div>
      <dt className="text-ink-soft text-sm">{term}</dt>
      <dd>
        <span className="font-heading text-xl">{value}</span>{" "}
        <span className="text-ink-soft text-sm">of 100</span>
      </dd>
    </div>
  );
}
