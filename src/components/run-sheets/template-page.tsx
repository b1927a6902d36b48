import Link from "next/link";
import { PageHeading } from "@/components/ui/page-heading";
import type { TemplateView } from "@/server/domains/run-sheets/contract";
import { TemplateForm } from "./template-form";

/** One run sheet of the practice, to be written or changed. */
export function TemplatePage({
  organisationId,
  template,
}: {
  organisationId: string;
  /** Null for a new one. */
  template: TemplateView | null;
}) {
  const comes = template?.slug && template.version === 0;
  return (
    <div className="grid max-w-measure gap-8">
      <PageHeading
        before={
          <Link
            href={`/o/${organisationId}/run-sheets`}
            className="inline-flex min-h-8 items-center"
          >
            Back to the run sheets
          </Link>
        }
        intro={
          comes
            ? "This one comes with the house. What you keep here is your practice’s own version of it."
            : undefined
        }
      >
        {template ? "Change a run sheet" : "A new run sheet"}
      </PageHeading>
      <TemplateForm {...{ organisationId, template }} />
    </div>
  );
}
