import type { Metadata } from "next";
import { LibraryPage } from "@/components/exposures/library-page";
import { CATEGORIES, DIFFICULTIES } from "@/server/domains/exposures/contract";
import { serverApi } from "@/server/trpc/caller";

export const metadata: Metadata = { title: "Ideas" };

type Query = Record<"category" | "difficulty" | "search", string | string[] | undefined>;

/** The library of ideas; what is shown stands in the address, so it works without script. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ org: string }>;
  searchParams: Promise<Query>;
}) {
  const { org: organisationId } = await params;
  const query = await searchParams;
  const search = typeof query.search === "string" ? query.search.slice(0, 100) : "";
  const chosen = {
    category: CATEGORIES.find((each) => each === query.category),
    difficulty: DIFFICULTIES.find((each) => String(each) === query.difficulty),
    search: search || undefined,
  };
  const api = await serverApi();
  const [{ ideas, hiddenCategories }, { myRole }] = await Promise.all([
    api.exposures.listIdeas({ organisationId, ...chosen }),
    api.organisations.findOrganisation({ organisationId }),
  ]);
  return (
    <LibraryPage
      organisationId={organisationId}
      ideas={ideas}
      hiddenCategories={hiddenCategories}
      chosen={chosen}
      mayLookAfter={myRole === "owner"}
    />
  );
}
