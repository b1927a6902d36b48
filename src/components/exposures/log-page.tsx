import Link from "next/link";
import { PageHeading } from "@/components/ui/page-heading";
import type { LogEntry } from "@/server/domains/exposures/contract";
import { LogForm } from "./log-form";

const WORDS = {
  rest: {
    title: "Rest",
    intro: "Resting on purpose is practice, as much as anything you dare.",
  },
  accident: {
    title: "It just happened",
    intro:
      "Something came out imperfect without any plan, and you are still here. Nobody predicted it, so there is no guess to lay beside it.",
  },
};

/** Something that is done already: a rest, or a mistake that came by itself. */
export function LogPage({
  organisationId,
  kind,
}: {
  organisationId: string;
  kind: LogEntry["kind"];
}) {
  const practice = `/o/${organisationId}/practice`;
  const { title, intro } = WORDS[kind];
  return (
    <div className="mx-auto grid max-w-measure gap-8">
      <PageHeading before={<Link href={practice}>Your practice</Link>} intro={intro}>
        {title}
      </PageHeading>
      <LogForm key={kind} organisationId={organisationId} kind={kind} />
      {kind === "rest" ? (
        <p>
          For another day? <Link href={`${practice}/new?kind=rest`}>Plan a rest</Link>.
        </p>
      ) : null}
    </div>
  );
}
