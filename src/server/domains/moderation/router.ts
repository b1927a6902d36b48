import { memberProcedure, router } from "../../trpc/init";
import { GroupRef } from "../groups/contract";
import {
  AddHeldWord,
  HeldWordRef,
  ListActs,
  ModerateMessage,
  ModeratePerson,
  ModerateRoom,
  ModerateVisitor,
  NameDeputy,
  Release,
  SetHold,
  SetLobby,
  SetLock,
  SetSlowMode,
  SettleFlag,
  SettleMessage,
} from "./contract";
import { listActs, listHeldWords } from "./reads";
import {
  addHeldWord,
  admit,
  holdMessage,
  holdPerson,
  letBackIn,
  mutePerson,
  nameDeputy,
  pauseRoom,
  release,
  removeHeldWord,
  removeMessage,
  removePerson,
  restoreMessage,
  resumeRoom,
  returnChair,
  returnPerson,
  sendOut,
  setHold,
  setLobby,
  setLock,
  setSlowMode,
  settleFlag,
  settleReport,
  showMessage,
  takeChair,
  unholdPerson,
  unmutePerson,
} from "./writes";

export const moderationRouter = router({
  addHeldWord: memberProcedure
    .input(AddHeldWord)
    .mutation(({ ctx, input }) => addHeldWord(ctx, input)),
  admit: memberProcedure.input(ModerateVisitor).mutation(({ ctx, input }) => admit(ctx, input)),
  holdMessage: memberProcedure
    .input(ModerateMessage)
    .mutation(({ ctx, input }) => holdMessage(ctx, input)),
  holdPerson: memberProcedure
    .input(ModeratePerson)
    .mutation(({ ctx, input }) => holdPerson(ctx, input)),
  letBackIn: memberProcedure
    .input(ModerateVisitor)
    .mutation(({ ctx, input }) => letBackIn(ctx, input)),
  listActs: memberProcedure.input(ListActs).query(({ ctx, input }) => listActs(ctx, input)),
  listHeldWords: memberProcedure
    .input(GroupRef)
    .query(({ ctx, input }) => listHeldWords(ctx, input)),
  mutePerson: memberProcedure
    .input(ModeratePerson)
    .mutation(({ ctx, input }) => mutePerson(ctx, input)),
  nameDeputy: memberProcedure
    .input(NameDeputy)
    .mutation(({ ctx, input }) => nameDeputy(ctx, input)),
  pauseRoom: memberProcedure
    .input(ModerateRoom)
    .mutation(({ ctx, input }) => pauseRoom(ctx, input)),
  release: memberProcedure.input(Release).mutation(({ ctx, input }) => release(ctx, input)),
  removeHeldWord: memberProcedure
    .input(HeldWordRef)
    .mutation(({ ctx, input }) => removeHeldWord(ctx, input)),
  removeMessage: memberProcedure
    .input(ModerateMessage)
    .mutation(({ ctx, input }) => removeMessage(ctx, input)),
  removePerson: memberProcedure
    .input(ModeratePerson)
    .mutation(({ ctx, input }) => removePerson(ctx, input)),
  restoreMessage: memberProcedure
    .input(ModerateMessage)
    .mutation(({ ctx, input }) => restoreMessage(ctx, input)),
  resumeRoom: memberProcedure
    .input(ModerateRoom)
    .mutation(({ ctx, input }) => resumeRoom(ctx, input)),
  returnChair: memberProcedure
    .input(ModerateRoom)
    .mutation(({ ctx, input }) => returnChair(ctx, input)),
  returnPerson: memberProcedure
    .input(ModeratePerson)
    .mutation(({ ctx, input }) => returnPerson(ctx, input)),
  sendOut: memberProcedure.input(ModerateVisitor).mutation(({ ctx, input }) => sendOut(ctx, input)),
  setHold: memberProcedure.input(SetHold).mutation(({ ctx, input }) => setHold(ctx, input)),
  setLobby: memberProcedure.input(SetLobby).mutation(({ ctx, input }) => setLobby(ctx, input)),
  setLock: memberProcedure.input(SetLock).mutation(({ ctx, input }) => setLock(ctx, input)),
  setSlowMode: memberProcedure
    .input(SetSlowMode)
    .mutation(({ ctx, input }) => setSlowMode(ctx, input)),
  settleFlag: memberProcedure
    .input(SettleFlag)
    .mutation(({ ctx, input }) => settleFlag(ctx, input)),
  settleReport: memberProcedure
    .input(SettleMessage)
    .mutation(({ ctx, input }) => settleReport(ctx, input)),
  showMessage: memberProcedure
    .input(ModerateMessage)
    .mutation(({ ctx, input }) => showMessage(ctx, input)),
  takeChair: memberProcedure
    .input(ModerateRoom)
    .mutation(({ ctx, input }) => takeChair(ctx, input)),
  unholdPerson: memberProcedure
    .input(ModeratePerson)
    .mutation(({ ctx, input }) => unholdPerson(ctx, input)),
  unmutePerson: memberProcedure
    .input(ModeratePerson)
    .mutation(({ ctx, input }) => unmutePerson(ctx, input)),
});
