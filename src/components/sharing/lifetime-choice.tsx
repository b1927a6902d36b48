import { RadioGroup } from "@/components/ui/radio-group";
import { LIFETIMES, type Lifetime } from "@/server/domains/rooms/contract";
import { LIFETIME_WORDS } from "./wording";

const OPTIONS = LIFETIMES.map((value) => ({ value, ...LIFETIME_WORDS[value] }));

/** How long a share may be seen. */
export function LifetimeChoice({
  value,
  onChange,
}: {
  value: Lifetime;
  onChange: (lifetime: Lifetime) => void;
}) {
  return (
    <RadioGroup
      name="lifetime"
      label="For how long?"
      options={OPTIONS}
      value={value}
      onValueChange={(next) => onChange(LIFETIMES.find((each) => each === next) ?? value)}
    />
  );
}
