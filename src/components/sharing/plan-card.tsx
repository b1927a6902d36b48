import { LocalTime } from "@/components/exposures/local-time";
import type { PlanCard as Plan } from "@/server/domains/rooms/contract";
import { Figure, Passage } from "./passage";
import { PLAN_FIELD_WORDS } from "./wording";

const PASSAGES = ["whereAndWho", "fearedOutcome"] as const;
const FIGURES = ["likelihoodBefore", "expectedSuds"] as const;
const KINDNESSES = ["copingWords", "kindnessPlan"] as const;

/** A plan with exactly the fields its author released. */
export function PlanCard({ fields, asksWord }: Pick<Plan, "fields"> & { asksWord: boolean }) {
  const { plan, safetyBehaviours, plannedFor } = fields;
  return (
    <div className="grid gap-4">
      {asksWord ? (
        <p className="pencilled">This asks for a facilitator’s word before it begins.</p>
      ) : null}
      {plan ? (
        <Passage label={PLAN_FIELD_WORDS.plan}>
          <p className="whitespace-pre-wrap text-lg">{plan}</p>
        </Passage>
      ) : null}
      {plannedFor ? (
        <Passage label={PLAN_FIELD_WORDS.plannedFor}>
          <p>
            <LocalTime instant={plannedFor} show="moment" />
          </p>
        </Passage>
      ) : null}
      <Passages fields={fields} named={PASSAGES} />
      {FIGURES.map((field) => {
        const value = fields[field];
        return value === undefined ? null : (
          <Passage key={field} label={PLAN_FIELD_WORDS[field]}>
            <Figure of={100}>{value}</Figure>
          </Passage>
        );
      })}
      {safetyBehaviours && safetyBehaviours.length > 0 ? (
        <Passage label={PLAN_FIELD_WORDS.safetyBehaviours}>
          <ul className="list-disc pl-5">
            {safetyBehaviours.map((behaviour) => (
              <li key={behaviour}>{behaviour}</li>
            ))}
          </ul>
        </Passage>
      ) : null}
      <Passages fields={fields} named={KINDNESSES} />
    </div>
  );
}

function Passages({
  fields,
  named,
}: Pick<Plan, "fields"> & {
  named: readonly ("whereAndWho" | "fearedOutcome" | "copingWords" | "kindnessPlan")[];
}) {
  return named.map((field) =>
    fields[field] ? (
      <Passage key={field} label={PLAN_FIELD_WORDS[field]}>
        <p className="whitespace-pre-wrap">{fields[field]}</p>
      </Passage>
    ) : null,
  );
}
