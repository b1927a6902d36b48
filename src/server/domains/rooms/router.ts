import { memberProcedure, router } from "../../trpc/init";
import {
  ChangeCentre,
  ListMessages,
  MessageRef,
  PostMessage,
  RoomRef,
  SessionRef,
} from "./contract";
import { findRoomOfSession, listMessages, loadSnapshot } from "./reads";
import { changeCentre, closeRoom, openRoom, postMessage, retractMessage } from "./writes";

export const roomsRouter = router({
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
  openRoom: memberProcedure.input(SessionRef).mutation(({ ctx, input }) => openRoom(ctx, input)),
  postMessage: memberProcedure
    .input(PostMessage)
    .mutation(({ ctx, input }) => postMessage(ctx, input)),
  retractMessage: memberProcedure
    .input(MessageRef)
    .mutation(({ ctx, input }) => retractMessage(ctx, input)),
});
