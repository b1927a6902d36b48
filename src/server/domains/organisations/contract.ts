import * as z from "zod/mini";
import { id, words } from "../../lib/fields";

export type OrganisationRole = "owner" | "facilitator" | "member";

export const ORGANISATION_NAME_MAX = 80;

export const CreateOrganisation = z.object({
  /** Made by the client, so that asking twice creates one. */
  organisationId: id(),
  name: words(ORGANISATION_NAME_MAX, "Give it a name, any name will do for now."),
});
export type CreateOrganisation = z.infer<typeof CreateOrganisation>;

export const OrganisationRef = z.object({ organisationId: id() });

/** One of the organisations a person belongs to. */
export type OrganisationView = { organisationId: string; name: string };

/** An organisation as one of its people sees it. */
export type MyOrganisationView = OrganisationView & { myRole: OrganisationRole };
