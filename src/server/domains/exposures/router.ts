import { memberProcedure, router } from "../../trpc/init";
import {
  ExposureRef,
  FindIdea,
  FindLastLearned,
  ListExposures,
  ListIdeas,
  PlanExposure,
  ReflectOnExposure,
  RevisePlan,
} from "./contract";
import { accessExposure, findIdea, findLastLearned, listExposures, listIdeas } from "./reads";
import {
  finishExposure,
  letGo,
  planExposure,
  reflectOnExposure,
  revisePlan,
  sealAndStart,
} from "./writes";

export const exposuresRouter = router({
  accessExposure: memberProcedure
    .input(ExposureRef)
    .query(({ ctx, input }) => accessExposure(ctx, input)),
  findIdea: memberProcedure.input(FindIdea).query(({ input }) => findIdea(input)),
  findLastLearned: memberProcedure.input(FindLastLearned).query(({ ctx }) => findLastLearned(ctx)),
  finishExposure: memberProcedure
    .input(ExposureRef)
    .mutation(({ ctx, input }) => finishExposure(ctx, input)),
  letGo: memberProcedure.input(ExposureRef).mutation(({ ctx, input }) => letGo(ctx, input)),
  listExposures: memberProcedure
    .input(ListExposures)
    .query(({ ctx, input }) => listExposures(ctx, input)),
  listIdeas: memberProcedure.input(ListIdeas).query(({ input }) => listIdeas(input)),
  planExposure: memberProcedure
    .input(PlanExposure)
    .mutation(({ ctx, input }) => planExposure(ctx, input)),
  reflectOnExposure: memberProcedure
    .input(ReflectOnExposure)
    .mutation(({ ctx, input }) => reflectOnExposure(ctx, input)),
  revisePlan: memberProcedure
    .input(RevisePlan)
    .mutation(({ ctx, input }) => revisePlan(ctx, input)),
  sealAndStart: memberProcedure
    .input(ExposureRef)
    .mutation(({ ctx, input }) => sealAndStart(ctx, input)),
});
