import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { Whereabouts } from "./country";
import { COUNTRIES } from "./resources";

/** Says which country is shown and why, and lets anyone say another. A plain form: no script. */
export function CountryForm({ where }: { where: Whereabouts }) {
  return (
    <form action="/help" method="get" className="flex flex-wrap items-end gap-3">
      <Select
        name="country"
        label="Where are you?"
        description={reason(where)}
        defaultValue={where.code ?? ""}
        // A new choice in the address must show in the list, not what was picked before.
        key={where.code}
        className="min-w-0 flex-[1_1_12rem]"
        options={[
          { value: "", label: "Choose a country", disabled: true },
          ...COUNTRIES.map(({ code, name }) => ({ value: code, label: name })),
          { value: "001", label: "Somewhere else" },
        ]}
      />
      <Button type="submit" variant="quiet">
        Show
      </Button>
    </form>
  );
}

function reason({ code, guessed }: Whereabouts): string {
  return code && guessed
    ? "Guessed from your browser’s language. Please change it if it is wrong."
    : "We do not look up where you are, so please say.";
}
