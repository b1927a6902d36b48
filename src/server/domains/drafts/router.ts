import { memberProcedure, router } from "../../trpc/init";
import { DescribePhoto, DraftRef, ListDrafts, SaveDraft } from "./contract";
import { accessDraft, findDraft, listDrafts } from "./reads";
import { describePhoto, removePhoto, saveDraft, sealDraft } from "./writes";

// A photo is too large for these: it arrives at /api/photos/draft. Deleting is up to sharing, which
// knows whether anybody can still see it.
export const draftsRouter = router({
  accessDraft: memberProcedure.input(DraftRef).query(({ ctx, input }) => accessDraft(ctx, input)),
  describePhoto: memberProcedure
    .input(DescribePhoto)
    .mutation(({ ctx, input }) => describePhoto(ctx, input)),
  findDraft: memberProcedure.input(DraftRef).query(({ ctx, input }) => findDraft(ctx, input)),
  listDrafts: memberProcedure.input(ListDrafts).query(({ ctx, input }) => listDrafts(ctx, input)),
  removePhoto: memberProcedure
    .input(DraftRef)
    .mutation(({ ctx, input }) => removePhoto(ctx, input)),
  saveDraft: memberProcedure.input(SaveDraft).mutation(({ ctx, input }) => saveDraft(ctx, input)),
  sealDraft: memberProcedure.input(SaveDraft).mutation(({ ctx, input }) => sealDraft(ctx, input)),
});
