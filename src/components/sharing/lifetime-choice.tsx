import { RadioGroup } from "@/components/ui/radio-group";
import { LIFETIMES, type Lifetime } from "@/server/domains/rooms/contract";
import { LIFETIME_WORDS, SESSION_ON_THE_PAGE } from "./wording";

/** How long a share may be seen. */
export function LifetimeChoice({
  value,
  onChange,
  offered = LIFETIMES,
  onThePage = false,
}: {
  value: Lifetime;
  onChange: (lifetime: Lifetime) => void;
  offered?: readonly Lifetime[];
  /** It goes on the group's page, which no facilitator closes. */
  onThePage?: boolean;
}) {
  return (
    <RadioGroup
      name="lifetime"
      label="For how long?"
      options={offered.map((each) => ({
        value: each,
        ...LIFETIME_WORDS[each],
        ...(onThePage && each === "session" ? { description: SESSION_ON_THE_PAGE } : {}),
      }))}
      value={value}
      onValueChange={(next) => onChange(offered.find((each) => each === next) ?? value)}
    />
  );
}
