import { invitedProcedure, memberProcedure, router } from "../../trpc/init";
import {
  AcceptAgreement,
  AcceptInvitation,
  CreateGroup,
  CreateInvite,
  GroupRef,
  InvitationRef,
  InviteRef,
  ListGroups,
  ListInvites,
  ListPeople,
  ReviseAgreement,
  SetRetention,
} from "./contract";
import { findGroup, findInvitation, listGroups, listInvites, listPeople } from "./reads";
import {
  acceptAgreement,
  acceptInvitation,
  callBackInvite,
  createGroup,
  createInvite,
  reviseAgreement,
  setRetention,
} from "./writes";

export const groupsRouter = router({
  listGroups: memberProcedure.input(ListGroups).query(({ ctx, input }) => listGroups(ctx, input)),
  findGroup: memberProcedure.input(GroupRef).query(({ ctx, input }) => findGroup(ctx, input)),
  listPeople: memberProcedure.input(ListPeople).query(({ ctx, input }) => listPeople(ctx, input)),
  createGroup: memberProcedure
    .input(CreateGroup)
    .mutation(({ ctx, input }) => createGroup(ctx, input)),
  reviseAgreement: memberProcedure
    .input(ReviseAgreement)
    .mutation(({ ctx, input }) => reviseAgreement(ctx, input)),
  setRetention: memberProcedure
    .input(SetRetention)
    .mutation(({ ctx, input }) => setRetention(ctx, input)),
  acceptAgreement: memberProcedure
    .input(AcceptAgreement)
    .mutation(({ ctx, input }) => acceptAgreement(ctx, input)),

  listInvites: memberProcedure
    .input(ListInvites)
    .query(({ ctx, input }) => listInvites(ctx, input)),
  createInvite: memberProcedure
    .input(CreateInvite)
    .mutation(({ ctx, input }) => createInvite(ctx, input)),
  callBackInvite: memberProcedure
    .input(InviteRef)
    .mutation(({ ctx, input }) => callBackInvite(ctx, input)),

  findInvitation: invitedProcedure.input(InvitationRef).query(({ ctx }) => findInvitation(ctx)),
  acceptInvitation: invitedProcedure
    .input(AcceptInvitation)
    .mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
});
