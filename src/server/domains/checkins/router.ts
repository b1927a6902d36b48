import { memberProcedure, router } from "../../trpc/init";
import { CheckIn, FindCheckIn, ListCheckIns } from "./contract";
import { findThisWeek, listCheckIns } from "./reads";
import { keepCheckIn } from "./writes";

export const checkinsRouter = router({
  findThisWeek: memberProcedure
    .input(FindCheckIn)
    .query(({ ctx, input }) => findThisWeek(ctx, input)),
  keepCheckIn: memberProcedure.input(CheckIn).mutation(({ ctx, input }) => keepCheckIn(ctx, input)),
  listCheckIns: memberProcedure.input(ListCheckIns).query(({ ctx }) => listCheckIns(ctx)),
});
