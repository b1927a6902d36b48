import Link from "next/link";
import { Button } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import {
  CATEGORIES,
  type Category,
  DIFFICULTIES,
  type Idea,
  type ListIdeas,
} from "@/server/domains/exposures/contract";
import { HiddenKinds } from "./hidden-kinds";
import { IdeaCard } from "./idea-card";
import { CATEGORY_WORDS, DIFFICULTY_WORDS } from "./wording";

/** The library of ideas, smallest first. Choosing is a plain form: it works without script. */
export function LibraryPage({
  organisationId,
  ideas,
  hiddenCategories,
  chosen,
  mayLookAfter,
}: {
  organisationId: string;
  ideas: Idea[];
  /** What the member would rather not see. */
  hiddenCategories: Category[];
  chosen: Pick<ListIdeas, "category" | "difficulty" | "search">;
  /** Whether the reader looks after the organisation's own ideas. */
  mayLookAfter: boolean;
}) {
  const practice = `/o/${organisationId}/practice`;
  return (
    <div className="grid gap-8">
      <PageHeading
        before={<Link href={practice}>Your practice</Link>}
        intro="Small things to leave unpolished, the smallest first. How big a step is, only you can say; the order is a first guess."
        actions={<Button href={`${practice}/new`}>In my own words instead</Button>}
      >
        Ideas
      </PageHeading>

      <form
        // Another choice is another form: fields keep what was typed while their form stays.
        key={JSON.stringify(chosen)}
        method="get"
        action={`${practice}/library`}
        className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_1fr_auto]"
      >
        <Select
          label="Kind"
          name="category"
          defaultValue={chosen.category ?? ""}
          options={[
            { value: "", label: "Any kind" },
            ...CATEGORIES.filter((each) => !hiddenCategories.includes(each)).map((value) => ({
              value,
              label: CATEGORY_WORDS[value],
            })),
          ]}
        />
        <Select
          label="No larger than"
          name="difficulty"
          defaultValue={chosen.difficulty ? String(chosen.difficulty) : ""}
          options={[
            { value: "", label: "Any size" },
            ...DIFFICULTIES.map((value) => ({
              value: String(value),
              label: DIFFICULTY_WORDS[value],
            })),
          ]}
        />
        <TextField
          label="With the words"
          name="search"
          type="search"
          maxLength={100}
          defaultValue={chosen.search}
        />
        <Button type="submit">Show these</Button>
      </form>

      {ideas.length === 0 ? (
        <p>
          We have none like that. <Link href={`${practice}/library`}>Show all ideas</Link>, or plan
          one in your own words.
        </p>
      ) : (
        <ul className="grid gap-5 md:grid-cols-2">
          {ideas.map((idea) => (
            <IdeaCard key={idea.slug} idea={idea} practice={practice} />
          ))}
        </ul>
      )}

      <div className="grid max-w-measure gap-4">
        <HiddenKinds
          key={hiddenCategories.join()}
          organisationId={organisationId}
          hidden={hiddenCategories}
        />
        {mayLookAfter ? (
          <p>
            <Link href={`${practice}/library/own`}>Look after the ideas of your organisation</Link>
          </p>
        ) : null}
      </div>
    </div>
  );
}
