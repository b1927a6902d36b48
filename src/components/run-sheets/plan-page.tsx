import Link from "next/link";
import { SessionTime } from "@/components/sessions/session-time";
import { PageHeading } from "@/components/ui/page-heading";
import type { RunView, SessionPreview, TemplateView } from "@/server/domains/run-sheets/contract";
import { PlanForm } from "./plan-form";

/** Where those who lead plan one session. */
export function PlanPage({
  organisationId,
  session,
  run,
  templates,
}: {
  organisationId: string;
  session: SessionPreview;
  run: RunView | null;
  templates: TemplateView[];
}) {
  const { sessionId, startsAt, endsAt } = session;
  const lastsMs = Date.parse(endsAt) - Date.parse(startsAt);
  return (
    <div className="grid max-w-measure gap-8">
      <PageHeading
        before={
          <Link
            href={`/o/${organisationId}/sessions/${sessionId}`}
            className="inline-flex min-h-8 items-center"
          >
            Back to the session
          </Link>
        }
        intro={
          <>
            <p>{session.title}</p>
            <SessionTime session={session} />
          </>
        }
      >
        Plan this session
      </PageHeading>
      <PlanForm
        // What was kept on another screen is a form of its own.
        key={run?.version ?? 0}
        {...{ organisationId, sessionId, run, templates }}
        sessionTitle={session.title}
        sessionMinutes={Math.round(lastsMs / 60_000)}
      />
      <p className="text-ink-soft">
        <Link href={`/o/${organisationId}/run-sheets`}>The practice’s run sheets</Link> are where
        the ones to take are written.
      </p>
    </div>
  );
}
