import { ResourceItem } from "./resource-item";
import type { CrisisResource } from "./resources";

/** Lines of one country, each naming it. */
export function ResourceList({
  resources,
  country,
}: {
  resources: CrisisResource[];
  country: string;
}) {
  return (
    <ul>
      {resources.map((resource) => (
        <ResourceItem key={resource.name} resource={resource} country={country} />
      ))}
    </ul>
  );
}
