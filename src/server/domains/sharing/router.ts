import { memberProcedure, router } from "../../trpc/init";
import { ListShares, ShareDraft, ShareExposure } from "./contract";
import { listShares } from "./reads";
import { shareDraft, shareExposure } from "./writes";

export const sharingRouter = router({
  listShares: memberProcedure.input(ListShares).query(({ ctx, input }) => listShares(ctx, input)),
  shareDraft: memberProcedure
    .input(ShareDraft)
    .mutation(({ ctx, input }) => shareDraft(ctx, input)),
  shareExposure: memberProcedure
    .input(ShareExposure)
    .mutation(({ ctx, input }) => shareExposure(ctx, input)),
});
