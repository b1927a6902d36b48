import { memberProcedure, router } from "../../trpc/init";
import { DraftRef, ListDrafts, SaveDraft } from "./contract";
import { accessDraft, findDraft, listDrafts } from "./reads";
import { saveDraft, sealDraft } from "./writes";

export const draftsRouter = router({
  accessDraft: memberProcedure.input(DraftRef).query(({ ctx, input }) => accessDraft(ctx, input)),
  findDraft: memberProcedure.input(DraftRef).query(({ ctx, input }) => findDraft(ctx, input)),
  listDrafts: memberProcedure.input(ListDrafts).query(({ ctx, input }) => listDrafts(ctx, input)),
  saveDraft: memberProcedure.input(SaveDraft).mutation(({ ctx, input }) => saveDraft(ctx, input)),
  sealDraft: memberProcedure.input(SaveDraft).mutation(({ ctx, input }) => sealDraft(ctx, input)),
});
