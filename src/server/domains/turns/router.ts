import { memberProcedure, router } from "../../trpc/init";
import { ActInRound, TellRound } from "./contract";
import { actInRound, tellRound } from "./writes";

export const turnsRouter = router({
  actInRound: memberProcedure
    .input(ActInRound)
    .mutation(({ ctx, input }) => actInRound(ctx, input)),
  tellRound: memberProcedure.input(TellRound).mutation(({ ctx, input }) => tellRound(ctx, input)),
});
