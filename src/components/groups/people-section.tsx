import { Button } from "@/components/ui/button";
import { NameMark } from "@/components/ui/name-mark";
import { Tag } from "@/components/ui/tag";
import { isFacilitator, type PersonView, type Standing } from "@/server/domains/groups/contract";
import { ReturnPerson } from "./return-person";
import { ROLE_WORDS } from "./wording";

const STANDING_WORDS: Record<Exclude<Standing, "active">, string> = {
  muted: "Reading along",
  held: "Words wait for a facilitator",
  removed: "Not in the group any more",
};

/** Who is in the group, by the names they chose. Only facilitators are sent anyone's standing. */
export function PeopleSection({
  organisationId,
  groupId,
  people,
  meId,
  moreHref,
}: {
  organisationId: string;
  groupId: string;
  people: PersonView[];
  meId: string;
  moreHref: string | null;
}) {
  return (
    <section aria-labelledby="people" className="grid content-start gap-4">
      <h2 id="people" className="text-2xl">
        Who is in it
      </h2>
      <ul className="grid gap-3">
        {people.map((person) => (
          <li key={person.id} className="flex items-center gap-3">
            <NameMark name={person.name} />
            <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
              <span className="min-w-0 font-semibold">
                <bdi>{person.name}</bdi>
                {person.id === meId ? <span className="font-normal"> (you)</span> : null}
              </span>
              {isFacilitator(person.role) ? <Tag>{ROLE_WORDS[person.role]}</Tag> : null}
              {person.standing && person.standing !== "active" ? (
                <Tag>{STANDING_WORDS[person.standing]}</Tag>
              ) : null}
              {person.standing === "removed" ? (
                <ReturnPerson organisationId={organisationId} groupId={groupId} person={person} />
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {moreHref ? (
        <div>
          <Button href={moreHref}>More people</Button>
        </div>
      ) : null}
    </section>
  );
}
