import { memberProcedure, router } from "../../trpc/init";
import {
  AskForWord,
  BoardRef,
  ChangeCentre,
  ListMessages,
  MessageRef,
  PostMessage,
  Reply,
  RoomRef,
  SessionRef,
} from "./contract";
import { findRoomOfSession, listMessages, loadSnapshot } from "./reads";
import {
  askForWord,
  changeCentre,
  closeRoom,
  openBoard,
  openRoom,
  postMessage,
  replyToMessage,
  retractMessage,
} from "./writes";

export const roomsRouter = router({
  askForWord: memberProcedure
    .input(AskForWord)
    .mutation(({ ctx, input }) => askForWord(ctx, input)),
  changeCentre: memberProcedure
    .input(ChangeCentre)
    .mutation(({ ctx, input }) => changeCentre(ctx, input)),
  closeRoom: memberProcedure.input(RoomRef).mutation(({ ctx, input }) => closeRoom(ctx, input)),
  findRoomOfSession: memberProcedure
    .input(SessionRef)
    .query(({ ctx, input }) => findRoomOfSession(ctx, input)),
  listMessages: memberProcedure
    .input(ListMessages)
    .query(({ ctx, input }) => listMessages(ctx, input)),
  loadSnapshot: memberProcedure.input(RoomRef).query(({ ctx, input }) => loadSnapshot(ctx, input)),
  openBoard: memberProcedure.input(BoardRef).mutation(({ ctx, input }) => openBoard(ctx, input)),
  openRoom: memberProcedure.input(SessionRef).mutation(({ ctx, input }) => openRoom(ctx, input)),
  postMessage: memberProcedure
    .input(PostMessage)
    .mutation(({ ctx, input }) => postMessage(ctx, input)),
  reply: memberProcedure.input(Reply).mutation(({ ctx, input }) => replyToMessage(ctx, input)),
  retractMessage: memberProcedure
    .input(MessageRef)
    .mutation(({ ctx, input }) => retractMessage(ctx, input)),
});
