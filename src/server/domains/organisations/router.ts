import { memberProcedure, router, userProcedure } from "../../trpc/init";
import { CreateOrganisation, OrganisationRef } from "./contract";
import { findOrganisation, listMyOrganisations } from "./reads";
import { createOrganisation } from "./writes";

export const organisationsRouter = router({
  listMyOrganisations: userProcedure.query(({ ctx }) => listMyOrganisations(ctx)),
  findOrganisation: memberProcedure
    .input(OrganisationRef)
    .query(({ ctx }) => findOrganisation(ctx)),
  createOrganisation: userProcedure
    .input(CreateOrganisation)
    .mutation(({ ctx, input }) => createOrganisation(ctx, input)),
});
