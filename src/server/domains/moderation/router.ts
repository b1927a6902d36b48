import { memberProcedure, router } from "../../trpc/init";
import { ListActs, ModerateMessage, ModeratePerson, ModerateRoom } from "./contract";
import { listActs } from "./reads";
import {
  holdMessage,
  pauseRoom,
  removeMessage,
  removePerson,
  resumeRoom,
  returnPerson,
  showMessage,
} from "./writes";

export const moderationRouter = router({
  holdMessage: memberProcedure
    .input(ModerateMessage)
    .mutation(({ ctx, input }) => holdMessage(ctx, input)),
  listActs: memberProcedure.input(ListActs).query(({ ctx, input }) => listActs(ctx, input)),
  pauseRoom: memberProcedure
    .input(ModerateRoom)
    .mutation(({ ctx, input }) => pauseRoom(ctx, input)),
  removeMessage: memberProcedure
    .input(ModerateMessage)
    .mutation(({ ctx, input }) => removeMessage(ctx, input)),
  removePerson: memberProcedure
    .input(ModeratePerson)
    .mutation(({ ctx, input }) => removePerson(ctx, input)),
  resumeRoom: memberProcedure
    .input(ModerateRoom)
    .mutation(({ ctx, input }) => resumeRoom(ctx, input)),
  returnPerson: memberProcedure
    .input(ModeratePerson)
    .mutation(({ ctx, input }) => returnPerson(ctx, input)),
  showMessage: memberProcedure
    .input(ModerateMessage)
    .mutation(({ ctx, input }) => showMessage(ctx, input)),
});
