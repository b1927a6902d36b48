import { memberProcedure, router } from "../../trpc/init";
import { DraftRef } from "../drafts/contract";
import {
  AccessBrief,
  FindWord,
  ListShares,
  NarrowShare,
  SetCollapsedTopics,
  Share,
  SharingRef,
} from "./contract";
import { accessBrief, findCollapsedTopics, findWord, listShares } from "./reads";
import { deleteDraft, narrowShare, setCollapsedTopics, share, takeWord } from "./writes";

export const sharingRouter = router({
  accessBrief: memberProcedure
    .input(AccessBrief)
    .query(({ ctx, input }) => accessBrief(ctx, input)),
  deleteDraft: memberProcedure
    .input(DraftRef)
    .mutation(({ ctx, input }) => deleteDraft(ctx, input)),
  findCollapsedTopics: memberProcedure
    .input(SharingRef)
    .query(({ ctx }) => findCollapsedTopics(ctx)),
  findWord: memberProcedure.input(FindWord).query(({ ctx, input }) => findWord(ctx, input)),
  listShares: memberProcedure.input(ListShares).query(({ ctx, input }) => listShares(ctx, input)),
  narrowShare: memberProcedure
    .input(NarrowShare)
    .mutation(({ ctx, input }) => narrowShare(ctx, input)),
  setCollapsedTopics: memberProcedure
    .input(SetCollapsedTopics)
    .mutation(({ ctx, input }) => setCollapsedTopics(ctx, input)),
  share: memberProcedure.input(Share).mutation(({ ctx, input }) => share(ctx, input)),
  takeWord: memberProcedure.input(FindWord).mutation(({ ctx, input }) => takeWord(ctx, input)),
});
