import Link from "next/link";
import { Disclosure } from "@/components/ui/disclosure";
import { PageHeading } from "@/components/ui/page-heading";
import { Tag } from "@/components/ui/tag";
import { CATEGORIES, type IdeaForOwner } from "@/server/domains/exposures/contract";
import { AddIdeaForm } from "./add-idea-form";
import { HideIdeaButton } from "./hide-idea-button";
import { CATEGORY_WORDS, DIFFICULTY_WORDS } from "./wording";

/** The library as its owner looks after it: what to add, and what to keep from their own people. */
export function OwnIdeasPage({
  organisationId,
  ideas,
}: {
  organisationId: string;
  ideas: IdeaForOwner[];
}) {
  const own = ideas.filter((idea) => idea.own);
  return (
    <div className="mx-auto grid max-w-measure gap-10">
      <PageHeading
        before={<Link href={`/o/${organisationId}/practice/library`}>Ideas</Link>}
        intro="Everyone in your organisation finds your own ideas among ours, and they look the same. What you hide stays out of sight for all of them; plans made from it stay as they are."
      >
        Ideas of your organisation
      </PageHeading>
      <section aria-labelledby="add" className="grid gap-4">
        <h2 id="add" className="text-xl">
          Add one
        </h2>
        <AddIdeaForm organisationId={organisationId} />
      </section>
      <section aria-labelledby="own" className="grid gap-4">
        <h2 id="own" className="text-xl">
          Your own
        </h2>
        {own.length === 0 ? (
          <p>None yet. The library does well without; add one when your people would know it.</p>
        ) : (
          <IdeaList organisationId={organisationId} ideas={own} />
        )}
      </section>
      <section aria-labelledby="ours" className="grid gap-3">
        <h2 id="ours" className="text-xl">
          What came with the library
        </h2>
        {CATEGORIES.map((category) => (
          <Disclosure key={category} summary={CATEGORY_WORDS[category]}>
            <IdeaList
              organisationId={organisationId}
              ideas={ideas.filter((idea) => !idea.own && idea.category === category)}
            />
          </Disclosure>
        ))}
      </section>
    </div>
  );
}

function IdeaList({ organisationId, ideas }: { organisationId: string; ideas: IdeaForOwner[] }) {
  return (
    <ul className="grid">
      {ideas.map((idea) => (
        <li
          key={idea.slug}
          className="grid gap-x-6 gap-y-1 border-rule border-b-2 border-dashed py-3 sm:grid-cols-[1fr_auto]"
        >
          <div className="grid gap-1">
            <p className="font-semibold">{idea.title}</p>
            <p className="text-sm">{idea.suggestion}</p>
            <p className="flex flex-wrap gap-2">
              <Tag>{CATEGORY_WORDS[idea.category]}</Tag>
              <Tag>{DIFFICULTY_WORDS[idea.difficulty]}</Tag>
              {idea.hidden ? <Tag>out of sight</Tag> : null}
            </p>
          </div>
          <HideIdeaButton organisationId={organisationId} idea={idea} />
        </li>
      ))}
    </ul>
  );
}
