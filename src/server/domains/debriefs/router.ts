import { memberProcedure, router } from "../../trpc/init";
import { KeepSessionNote, KeepTakeaway, SessionNoteRef } from "./contract";
import { findAfterwards, findHandover, findSessionNote, listAttendance } from "./reads";
import { keepSessionNote, keepTakeaway } from "./writes";

export const debriefsRouter = router({
  findAfterwards: memberProcedure
    .input(SessionNoteRef)
    .query(({ ctx, input }) => findAfterwards(ctx, input)),
  findHandover: memberProcedure
    .input(SessionNoteRef)
    .query(({ ctx, input }) => findHandover(ctx, input)),
  findSessionNote: memberProcedure
    .input(SessionNoteRef)
    .query(({ ctx, input }) => findSessionNote(ctx, input)),
  keepSessionNote: memberProcedure
    .input(KeepSessionNote)
    .mutation(({ ctx, input }) => keepSessionNote(ctx, input)),
  keepTakeaway: memberProcedure
    .input(KeepTakeaway)
    .mutation(({ ctx, input }) => keepTakeaway(ctx, input)),
  listAttendance: memberProcedure
    .input(SessionNoteRef)
    .query(({ ctx, input }) => listAttendance(ctx, input)),
});
