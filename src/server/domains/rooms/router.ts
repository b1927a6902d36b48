import { memberProcedure, router } from "../../trpc/init";
import { askForWord, replyToMessage } from "./cards";
import {
  AskForWord,
  BoardRef,
  ChangeCentre,
  FoldPerson,
  ListMessages,
  MessageRef,
  PostMessage,
  PostOnLine,
  Reply,
  ReportMessage,
  RoomRef,
  SessionRef,
  TellFacilitators,
} from "./contract";
import { findFolded, findRoomOfSession, listDesk, listMessages } from "./reads";
import {
  changeCentre,
  foldPerson,
  openBoard,
  openRoom,
  openWriting,
  postMessage,
  postOnLine,
  postToFacilitators,
  reportMessage,
  retractMessage,
  startWriting,
  tellFacilitators,
  unfoldPerson,
  unsendMessage,
} from "./writes";

export const roomsRouter = router({
  askForWord: memberProcedure
    .input(AskForWord)
    .mutation(({ ctx, input }) => askForWord(ctx, input)),
  changeCentre: memberProcedure
    .input(ChangeCentre)
    .mutation(({ ctx, input }) => changeCentre(ctx, input)),
  findFolded: memberProcedure.input(BoardRef).query(({ ctx, input }) => findFolded(ctx, input)),
  findRoomOfSession: memberProcedure
    .input(SessionRef)
    .query(({ ctx, input }) => findRoomOfSession(ctx, input)),
  foldPerson: memberProcedure
    .input(FoldPerson)
    .mutation(({ ctx, input }) => foldPerson(ctx, input)),
  listDesk: memberProcedure.input(RoomRef).query(({ ctx, input }) => listDesk(ctx, input)),
  listMessages: memberProcedure
    .input(ListMessages)
    .query(({ ctx, input }) => listMessages(ctx, input)),
  openBoard: memberProcedure.input(BoardRef).mutation(({ ctx, input }) => openBoard(ctx, input)),
  openRoom: memberProcedure.input(SessionRef).mutation(({ ctx, input }) => openRoom(ctx, input)),
  openWriting: memberProcedure.input(RoomRef).mutation(({ ctx, input }) => openWriting(ctx, input)),
  postMessage: memberProcedure
    .input(PostMessage)
    .mutation(({ ctx, input }) => postMessage(ctx, input)),
  postOnLine: memberProcedure
    .input(PostOnLine)
    .mutation(({ ctx, input }) => postOnLine(ctx, input)),
  postToFacilitators: memberProcedure
    .input(PostMessage)
    .mutation(({ ctx, input }) => postToFacilitators(ctx, input)),
  reply: memberProcedure.input(Reply).mutation(({ ctx, input }) => replyToMessage(ctx, input)),
  reportMessage: memberProcedure
    .input(ReportMessage)
    .mutation(({ ctx, input }) => reportMessage(ctx, input)),
  retractMessage: memberProcedure
    .input(MessageRef)
    .mutation(({ ctx, input }) => retractMessage(ctx, input)),
  startWriting: memberProcedure
    .input(RoomRef)
    .mutation(({ ctx, input }) => startWriting(ctx, input)),
  tellFacilitators: memberProcedure
    .input(TellFacilitators)
    .mutation(({ ctx, input }) => tellFacilitators(ctx, input)),
  unfoldPerson: memberProcedure
    .input(FoldPerson)
    .mutation(({ ctx, input }) => unfoldPerson(ctx, input)),
  unsendMessage: memberProcedure
    .input(MessageRef)
    .mutation(({ ctx, input }) => unsendMessage(ctx, input)),
});
