import { memberProcedure, router } from "../../trpc/init";
import { CloseBox, KeepFromBox, OpenBox } from "./contract";
import { closeBox, keepFromBox, openBox } from "./writes";

/** Joining, typing and passing go over the socket: see live/socket. */
export const boxesRouter = router({
  closeBox: memberProcedure.input(CloseBox).mutation(({ ctx, input }) => closeBox(ctx, input)),
  keepFromBox: memberProcedure
    .input(KeepFromBox)
    .mutation(({ ctx, input }) => keepFromBox(ctx, input)),
  openBox: memberProcedure.input(OpenBox).mutation(({ ctx, input }) => openBox(ctx, input)),
});
