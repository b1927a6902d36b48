import { checkinsRouter } from "../domains/checkins/router";
import { digestsRouter } from "../domains/digests/router";
import { draftsRouter } from "../domains/drafts/router";
import { exposuresRouter } from "../domains/exposures/router";
import { groupsRouter } from "../domains/groups/router";
import { moderationRouter } from "../domains/moderation/router";
import { organisationsRouter } from "../domains/organisations/router";
import { roomsRouter } from "../domains/rooms/router";
import { sessionsRouter } from "../domains/sessions/router";
import { sharingRouter } from "../domains/sharing/router";
import { router } from "./init";

export const appRouter = router({
  checkins: checkinsRouter,
  digests: digestsRouter,
  drafts: draftsRouter,
  exposures: exposuresRouter,
  groups: groupsRouter,
  moderation: moderationRouter,
  organisations: organisationsRouter,
  rooms: roomsRouter,
  sessions: sessionsRouter,
  sharing: sharingRouter,
});

export type AppRouter = typeof appRouter;
