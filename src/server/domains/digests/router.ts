import { memberProcedure, router } from "../../trpc/init";
import { AccessDigestPreferences, PreviewNote, SetDigestPreferences } from "./contract";
import { accessDigestPreferences, previewNote } from "./reads";
import { setDigestPreferences } from "./writes";

export const digestsRouter = router({
  accessDigestPreferences: memberProcedure
    .input(AccessDigestPreferences)
    .query(({ ctx }) => accessDigestPreferences(ctx)),
  previewNote: memberProcedure
    .input(PreviewNote)
    .query(({ ctx, input }) => previewNote(ctx, input)),
  setDigestPreferences: memberProcedure
    .input(SetDigestPreferences)
    .mutation(({ ctx, input }) => setDigestPreferences(ctx, input)),
});
