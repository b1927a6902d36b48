import type { Metadata } from "next";
import { NewPlanPage, type PlanStart } from "@/components/exposures/new-plan-page";
import { DIAL_MAX, DIALS, type Dial, ExposureRef } from "@/server/domains/exposures/contract";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Plan a small risk" };

type Query = Record<"idea" | "again" | "dial" | "to" | "kind", string | string[] | undefined>;

/** A new plan, from what the address names: an idea, an earlier try, or nothing. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ org: string }>;
  searchParams: Promise<Query>;
}) {
  const { org: organisationId } = await params;
  const query = await searchParams;
  const api = await serverApi();
  const [start, lastLearned] = await Promise.all([
    startOf(api, organisationId, query),
    api.exposures.findLastLearned({ organisationId }),
  ]);
  return <NewPlanPage organisationId={organisationId} start={start} lastLearned={lastLearned} />;
}

async function startOf(
  api: Awaited<ReturnType<typeof serverApi>>,
  organisationId: string,
  { idea: slug, again, dial, to, kind }: Query,
): Promise<PlanStart> {
  const idea = typeof slug === "string" && (await api.exposures.findIdea({ organisationId, slug }));
  if (idea) return { from: "idea", idea };
  const ref = ExposureRef.safeParse({ organisationId, exposureId: again });
  if (ref.success) {
    const before = await api.exposures.accessExposure(ref.data);
    return { from: "try", before, dial: dialOf(dial, to) };
  }
  return { from: "own", kind: kind === "rest" ? "rest" : "exposure" };
}

function dialOf(name: unknown, level: unknown): { dial: Dial; to: number } | null {
  const dial = DIALS.find((each) => each === name);
  const to = Number(level);
  return dial && Number.isInteger(to) && to >= 0 && to <= DIAL_MAX ? { dial, to } : null;
}
