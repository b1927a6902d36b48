import { memberProcedure, router } from "../../trpc/init";
import { RoomRef } from "./contract";
import { loadSnapshot } from "./reads";
import { closeRoom } from "./writes";

export const liveRouter = router({
  closeRoom: memberProcedure.input(RoomRef).mutation(({ ctx, input }) => closeRoom(ctx, input)),
  loadSnapshot: memberProcedure.input(RoomRef).query(({ ctx, input }) => loadSnapshot(ctx, input)),
});
