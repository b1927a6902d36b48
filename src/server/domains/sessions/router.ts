import { memberProcedure, router } from "../../trpc/init";
import { ListSessions, ScheduleSession, StartSession } from "./contract";
import { listSessions } from "./reads";
import { scheduleSession, startSession } from "./writes";

export const sessionsRouter = router({
  listSessions: memberProcedure
    .input(ListSessions)
    .query(({ ctx, input }) => listSessions(ctx, input)),
  scheduleSession: memberProcedure
    .input(ScheduleSession)
    .mutation(({ ctx, input }) => scheduleSession(ctx, input)),
  startSession: memberProcedure
    .input(StartSession)
    .mutation(({ ctx, input }) => startSession(ctx, input)),
});
