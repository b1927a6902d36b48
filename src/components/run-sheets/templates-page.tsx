import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { PageHeading } from "@/components/ui/page-heading";
import type { TemplateView } from "@/server/domains/run-sheets/contract";
import { Outline } from "./outline";
import { RetireTemplate } from "./retire-template";
import { sayMinutes, sumOf } from "./wording";

/** The run sheets that a practice's sessions can take. */
export function TemplatesPage({
  organisationId,
  templates,
}: {
  organisationId: string;
  templates: TemplateView[];
}) {
  const here = `/o/${organisationId}/run-sheets`;
  return (
    <div className="grid max-w-measure gap-10">
      <PageHeading
        intro="A session takes a copy of one of these and makes it its own. Changing one here changes no session that has been planned."
        actions={<Button href={`${here}/new`}>Write a new one</Button>}
      >
        Run sheets
      </PageHeading>
      <ul className="grid gap-4">
        {templates.map((template) => (
          <Card as="li" key={template.id} className="grid gap-3">
            <h2 className="text-xl">{template.name}</h2>
            {template.purpose ? <p>{template.purpose}</p> : null}
            <p className="text-ink-soft">
              {sayMinutes(sumOf(template.segments))}
              {template.slug ? (template.version === 0 ? ", as it came" : ", in your words") : null}
            </p>
            <Disclosure summary={`What is in “${template.name}”`}>
              <Outline segments={template.segments} />
            </Disclosure>
            <div className="flex flex-wrap gap-3">
              <Button href={`${here}/${template.id}`}>Change “{template.name}”</Button>
              {template.version > 0 ? <RetireTemplate {...{ organisationId, template }} /> : null}
            </div>
          </Card>
        ))}
      </ul>
    </div>
  );
}
