import { memberProcedure, router } from "../../trpc/init";
import {
  AddIdea,
  AnswerStakes,
  ExposureRef,
  FindIdea,
  FindLastLearned,
  FinishExposure,
  HideCategories,
  IdeaRef,
  ListExposures,
  ListIdeas,
  LogEntry,
  NoteMoment,
  PlanExposure,
  PracticeRef,
  ReflectOnExposure,
  RevisePlan,
  SealAndStart,
} from "./contract";
import {
  accessExposure,
  findIdea,
  findLastLearned,
  listExposures,
  listIdeas,
  listIdeasForOwner,
  listLadder,
  listTries,
} from "./reads";
import {
  addIdea,
  answerStakes,
  finishExposure,
  hideCategories,
  hideIdea,
  letGo,
  logEntry,
  noteMoment,
  planExposure,
  reflectOnExposure,
  revisePlan,
  sealAndStart,
  showIdea,
} from "./writes";

export const exposuresRouter = router({
  accessExposure: memberProcedure
    .input(ExposureRef)
    .query(({ ctx, input }) => accessExposure(ctx, input)),
  addIdea: memberProcedure.input(AddIdea).mutation(({ ctx, input }) => addIdea(ctx, input)),
  answerStakes: memberProcedure
    .input(AnswerStakes)
    .mutation(({ ctx, input }) => answerStakes(ctx, input)),
  findIdea: memberProcedure.input(FindIdea).query(({ ctx, input }) => findIdea(ctx, input)),
  findLastLearned: memberProcedure.input(FindLastLearned).query(({ ctx }) => findLastLearned(ctx)),
  finishExposure: memberProcedure
    .input(FinishExposure)
    .mutation(({ ctx, input }) => finishExposure(ctx, input)),
  hideCategories: memberProcedure
    .input(HideCategories)
    .mutation(({ ctx, input }) => hideCategories(ctx, input)),
  hideIdea: memberProcedure.input(IdeaRef).mutation(({ ctx, input }) => hideIdea(ctx, input)),
  letGo: memberProcedure.input(ExposureRef).mutation(({ ctx, input }) => letGo(ctx, input)),
  listExposures: memberProcedure
    .input(ListExposures)
    .query(({ ctx, input }) => listExposures(ctx, input)),
  listIdeas: memberProcedure.input(ListIdeas).query(({ ctx, input }) => listIdeas(ctx, input)),
  listIdeasForOwner: memberProcedure.input(PracticeRef).query(({ ctx }) => listIdeasForOwner(ctx)),
  listLadder: memberProcedure.input(PracticeRef).query(({ ctx }) => listLadder(ctx)),
  listTries: memberProcedure.input(PracticeRef).query(({ ctx }) => listTries(ctx)),
  logEntry: memberProcedure.input(LogEntry).mutation(({ ctx, input }) => logEntry(ctx, input)),
  noteMoment: memberProcedure
    .input(NoteMoment)
    .mutation(({ ctx, input }) => noteMoment(ctx, input)),
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
    .input(SealAndStart)
    .mutation(({ ctx, input }) => sealAndStart(ctx, input)),
  showIdea: memberProcedure.input(IdeaRef).mutation(({ ctx, input }) => showIdea(ctx, input)),
});
