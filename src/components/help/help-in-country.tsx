import { Card } from "@/components/ui/card";
import { ResourceList } from "./resource-list";
import { countryName, helpIn } from "./resources";

/** The numbers of one country: first for danger right now, then for talking to someone. */
export function HelpInCountry({ code }: { code: string }) {
  const country = countryName(code);
  const { emergency, lines } = helpIn(code);
  return (
    <section aria-labelledby="numbers" className="grid gap-6">
      <h2 id="numbers" className="text-2xl">
        {country}
      </h2>
      {lines.length > 0 ? (
        <Card as="section">
          <h3 className="mb-3 text-xl">To talk to someone</h3>
          <ResourceList resources={lines} country={country} />
        </Card>
      ) : (
        <p>
          We have not checked a helpline for {country} yet, so we print none. The directories below
          list them.
        </p>
      )}
      <Card as="section" tone="clay">
        <h3 className="mb-3 text-xl">If someone is in danger right now</h3>
        <ResourceList resources={emergency} country={country} />
      </Card>
    </section>
  );
}
