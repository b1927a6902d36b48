import { memberProcedure, router } from "../../trpc/init";
import { FinishPart, OpenSharedExposure, SharedExposureRef, TakePart, Tap } from "./contract";
import { findOwnPart } from "./reads";
import {
  endSharedExposure,
  finishPart,
  openSharedExposure,
  startSharedExposure,
  takePart,
  tap,
} from "./writes";

export const sharedExposuresRouter = router({
  endSharedExposure: memberProcedure
    .input(SharedExposureRef)
    .mutation(({ ctx, input }) => endSharedExposure(ctx, input)),
  findOwnPart: memberProcedure
    .input(SharedExposureRef)
    .query(({ ctx, input }) => findOwnPart(ctx, input)),
  finishPart: memberProcedure
    .input(FinishPart)
    .mutation(({ ctx, input }) => finishPart(ctx, input)),
  openSharedExposure: memberProcedure
    .input(OpenSharedExposure)
    .mutation(({ ctx, input }) => openSharedExposure(ctx, input)),
  startSharedExposure: memberProcedure
    .input(SharedExposureRef)
    .mutation(({ ctx, input }) => startSharedExposure(ctx, input)),
  takePart: memberProcedure.input(TakePart).mutation(({ ctx, input }) => takePart(ctx, input)),
  tap: memberProcedure.input(Tap).mutation(({ ctx, input }) => tap(ctx, input)),
});
