import { Button } from "@/components/ui/button";

/**
 * Demo only: one press and one is there, as someone of the demo practice. A plain form, so it
 * works before any script has loaded.
 */
export function StepIn({ people }: { people: readonly { key: string; label: string }[] }) {
  return (
    <form action="/api/demo/step-in" method="post" className="flex flex-wrap gap-3">
      {people.map(({ key, label }) => (
        <Button key={key} type="submit" name="as" value={key}>
          Step in as {label}
        </Button>
      ))}
    </form>
  );
}
