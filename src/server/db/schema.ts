// The one barrel: drizzle-kit and the client read every table from here.
export * from "../domains/boxes/tables";
export * from "../domains/checkins/tables";
export * from "../domains/debriefs/tables";
export * from "../domains/digests/tables";
export * from "../domains/drafts/tables";
export * from "../domains/exposures/tables";
export * from "../domains/groups/tables";
export * from "../domains/moderation/tables";
export * from "../domains/organisations/tables";
export * from "../domains/rooms/tables";
export * from "../domains/run-sheets/tables";
export * from "../domains/sessions/tables";
export * from "../domains/shared-exposures/tables";
export * from "../domains/sharing/tables";
export * from "../domains/turns/tables";
export * from "../domains/users/tables";
export * from "../realtime/tables";
