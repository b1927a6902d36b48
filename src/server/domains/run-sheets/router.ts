import { memberProcedure, router } from "../../trpc/init";
import { OrganisationRef } from "../organisations/contract";
import {
  ChangeEnd,
  EndSegment,
  ExtendSegment,
  KeepTemplate,
  PlanRun,
  RunSheetRef,
  SkipSegment,
  StartSegment,
  TemplateRef,
} from "./contract";
import { findRun, listTemplates, previewSession } from "./reads";
import {
  changeEnd,
  endSegment,
  extendSegment,
  keepTemplate,
  planRun,
  retireTemplate,
  skipSegment,
  startSegment,
} from "./writes";

export const runSheetsRouter = router({
  changeEnd: memberProcedure.input(ChangeEnd).mutation(({ ctx, input }) => changeEnd(ctx, input)),
  endSegment: memberProcedure
    .input(EndSegment)
    .mutation(({ ctx, input }) => endSegment(ctx, input)),
  extendSegment: memberProcedure
    .input(ExtendSegment)
    .mutation(({ ctx, input }) => extendSegment(ctx, input)),
  findRun: memberProcedure.input(RunSheetRef).query(({ ctx, input }) => findRun(ctx, input)),
  keepTemplate: memberProcedure
    .input(KeepTemplate)
    .mutation(({ ctx, input }) => keepTemplate(ctx, input)),
  listTemplates: memberProcedure.input(OrganisationRef).query(({ ctx }) => listTemplates(ctx)),
  planRun: memberProcedure.input(PlanRun).mutation(({ ctx, input }) => planRun(ctx, input)),
  previewSession: memberProcedure
    .input(RunSheetRef)
    .query(({ ctx, input }) => previewSession(ctx, input)),
  retireTemplate: memberProcedure
    .input(TemplateRef)
    .mutation(({ ctx, input }) => retireTemplate(ctx, input)),
  skipSegment: memberProcedure
    .input(SkipSegment)
    .mutation(({ ctx, input }) => skipSegment(ctx, input)),
  startSegment: memberProcedure
    .input(StartSegment)
    .mutation(({ ctx, input }) => startSegment(ctx, input)),
});
