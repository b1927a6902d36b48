import { boxesRouter } from "../domains/boxes/router";
import { checkinsRouter } from "../domains/checkins/router";
import { debriefsRouter } from "../domains/debriefs/router";
import { digestsRouter } from "../domains/digests/router";
import { draftsRouter } from "../domains/drafts/router";
import { exposuresRouter } from "../domains/exposures/router";
import { groupsRouter } from "../domains/groups/router";
import { liveRouter } from "../domains/live/router";
import { moderationRouter } from "../domains/moderation/router";
import { organisationsRouter } from "../domains/organisations/router";
import { roomsRouter } from "../domains/rooms/router";
import { runSheetsRouter } from "../domains/run-sheets/router";
import { sessionsRouter } from "../domains/sessions/router";
import { sharedExposuresRouter } from "../domains/shared-exposures/router";
import { sharingRouter } from "../domains/sharing/router";
import { turnsRouter } from "../domains/turns/router";
import { router } from "./init";

export const appRouter = router({
  boxes: boxesRouter,
  checkins: checkinsRouter,
  debriefs: debriefsRouter,
  digests: digestsRouter,
  drafts: draftsRouter,
  exposures: exposuresRouter,
  groups: groupsRouter,
  live: liveRouter,
  moderation: moderationRouter,
  organisations: organisationsRouter,
  rooms: roomsRouter,
  runSheets: runSheetsRouter,
  sessions: sessionsRouter,
  sharedExposures: sharedExposuresRouter,
  sharing: sharingRouter,
  turns: turnsRouter,
});

export type AppRouter = typeof appRouter;
