CREATE TABLE "box_entries" (
	"organisation_id" uuid NOT NULL,
	"box_id" uuid NOT NULL,
	"enrolment_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"wants_back" text NOT NULL,
	"lifetime" text NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	"passed_at" timestamp with time zone,
	"frozen_at" timestamp with time zone,
	"message_id" uuid,
	CONSTRAINT "box_entries_organisation_id_box_id_enrolment_id_pk" PRIMARY KEY("organisation_id","box_id","enrolment_id")
);
--> statement-breakpoint
CREATE TABLE "boxes" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"prompt" text,
	"opened_by_enrolment_id" uuid NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "boxes_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "session_notes" (
	"organisation_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"note" text,
	"went_well" text,
	"was_hard" text,
	"to_follow_up" text,
	"for_myself" text,
	"handover" text,
	"version" integer DEFAULT 0 NOT NULL,
	"changed_by_enrolment_id" uuid NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "session_notes_organisation_id_session_id_pk" PRIMARY KEY("organisation_id","session_id")
);
--> statement-breakpoint
CREATE TABLE "takeaways" (
	"organisation_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"learned" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "takeaways_organisation_id_session_id_membership_id_pk" PRIMARY KEY("organisation_id","session_id","membership_id")
);
--> statement-breakpoint
CREATE TABLE "attendances" (
	"organisation_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"enrolment_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"asked_at" timestamp with time zone,
	"admitted_at" timestamp with time zone,
	"admitted_by_enrolment_id" uuid,
	"first_here_at" timestamp with time zone,
	"last_seen_at" timestamp with time zone,
	"left_at" timestamp with time zone,
	"away_since" timestamp with time zone,
	"sent_out_at" timestamp with time zone,
	"sent_out_by_enrolment_id" uuid,
	CONSTRAINT "attendances_organisation_id_room_id_enrolment_id_pk" PRIMARY KEY("organisation_id","room_id","enrolment_id")
);
--> statement-breakpoint
CREATE TABLE "care_flags" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"group_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"settled_by_enrolment_id" uuid,
	CONSTRAINT "care_flags_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "folded_people" (
	"organisation_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"enrolment_id" uuid NOT NULL,
	"folded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "folded_people_organisation_id_membership_id_enrolment_id_pk" PRIMARY KEY("organisation_id","membership_id","enrolment_id")
);
--> statement-breakpoint
CREATE TABLE "held_words" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"group_id" uuid NOT NULL,
	"word" text NOT NULL,
	"pattern" text NOT NULL,
	"added_by_enrolment_id" uuid NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "held_words_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "held_words_word_key" UNIQUE("organisation_id","group_id","word")
);
--> statement-breakpoint
CREATE TABLE "run_sheet_templates" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"slug" text,
	"name" text NOT NULL,
	"purpose" text DEFAULT '' NOT NULL,
	"segments" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"changed_by_membership_id" uuid NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "run_sheet_templates_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "run_sheets" (
	"organisation_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"name" text NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"ends_at" timestamp with time zone,
	CONSTRAINT "run_sheets_organisation_id_session_id_pk" PRIMARY KEY("organisation_id","session_id")
);
--> statement-breakpoint
CREATE TABLE "segments" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"prompt" text NOT NULL,
	"planned_seconds" integer NOT NULL,
	"added_seconds" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"skipped_at" timestamp with time zone,
	CONSTRAINT "segments_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "shared_exposure_bands" (
	"organisation_id" uuid NOT NULL,
	"shared_exposure_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"group_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"low" integer NOT NULL,
	"high" integer NOT NULL,
	"closed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "shared_exposure_bands_organisation_id_shared_exposure_id_position_pk" PRIMARY KEY("organisation_id","shared_exposure_id","position")
);
--> statement-breakpoint
CREATE TABLE "shared_exposure_parts" (
	"organisation_id" uuid NOT NULL,
	"shared_exposure_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"exposure_id" uuid NOT NULL,
	"expected_suds" integer NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	"peak_suds" integer,
	"ended_at" timestamp with time zone,
	CONSTRAINT "shared_exposure_parts_organisation_id_shared_exposure_id_membership_id_pk" PRIMARY KEY("organisation_id","shared_exposure_id","membership_id")
);
--> statement-breakpoint
CREATE TABLE "shared_exposure_taps" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"shared_exposure_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"suds" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "shared_exposure_taps_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "shared_exposures" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"prompt" text,
	"opened_by_enrolment_id" uuid NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "shared_exposures_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "turn_rounds" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"state" text NOT NULL,
	"ordered_by" text NOT NULL,
	"seed" text,
	"budget_seconds" integer NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"created_by_enrolment_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"held_since" timestamp with time zone,
	CONSTRAINT "turn_rounds_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "turns" (
	"organisation_id" uuid NOT NULL,
	"round_id" uuid NOT NULL,
	"enrolment_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"state" text NOT NULL,
	"joined_at" timestamp with time zone,
	"slot_seconds" integer,
	"offered_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"unanswered" integer DEFAULT 0 NOT NULL,
	"wants_back" text,
	CONSTRAINT "turns_organisation_id_round_id_enrolment_id_pk" PRIMARY KEY("organisation_id","round_id","enrolment_id")
);
--> statement-breakpoint
ALTER TABLE "moderation_acts" ALTER COLUMN "by_enrolment_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "retention_days" integer DEFAULT 90 NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_client_message_id_key";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "line_enrolment_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "regarding" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "about_enrolment_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "about_message_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "settled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "settled_by_enrolment_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "notice" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "held_for" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "writing_round_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "state_reason" text;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_client_message_id_key" UNIQUE("organisation_id","author_enrolment_id","client_message_id","room_id");--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "posting" text DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "replies" text DEFAULT 'as_asked' NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "floor_enrolment_ids" uuid[];--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "floor_open" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "writing_round_id" uuid;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "writing_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "held_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "held_by_enrolment_id" uuid;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "slow_mode_seconds" integer;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "locked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "locked_by_enrolment_id" uuid;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "lobby_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "lobby_by_enrolment_id" uuid;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "facilitator_seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "safe_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "deputy_enrolment_id" uuid;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "chair_enrolment_id" uuid;--> statement-breakpoint
ALTER TABLE "box_entries" ADD CONSTRAINT "box_entries_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "box_entries" ADD CONSTRAINT "box_entries_organisation_id_box_id_boxes_organisation_id_id_fk" FOREIGN KEY ("organisation_id","box_id") REFERENCES "public"."boxes"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "box_entries" ADD CONSTRAINT "box_entries_organisation_id_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "box_entries" ADD CONSTRAINT "box_entries_organisation_id_message_id_messages_organisation_id_id_fk" FOREIGN KEY ("organisation_id","message_id") REFERENCES "public"."messages"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boxes" ADD CONSTRAINT "boxes_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boxes" ADD CONSTRAINT "boxes_organisation_id_room_id_rooms_organisation_id_id_fk" FOREIGN KEY ("organisation_id","room_id") REFERENCES "public"."rooms"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boxes" ADD CONSTRAINT "boxes_organisation_id_opened_by_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","opened_by_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_notes" ADD CONSTRAINT "session_notes_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_notes" ADD CONSTRAINT "session_notes_organisation_id_session_id_group_sessions_organisation_id_id_fk" FOREIGN KEY ("organisation_id","session_id") REFERENCES "public"."group_sessions"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_notes" ADD CONSTRAINT "session_notes_organisation_id_changed_by_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","changed_by_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "takeaways" ADD CONSTRAINT "takeaways_organisation_id_session_id_group_sessions_organisation_id_id_fk" FOREIGN KEY ("organisation_id","session_id") REFERENCES "public"."group_sessions"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "takeaways" ADD CONSTRAINT "takeaways_organisation_id_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_organisation_id_room_id_rooms_organisation_id_id_fk" FOREIGN KEY ("organisation_id","room_id") REFERENCES "public"."rooms"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_organisation_id_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "care_flags" ADD CONSTRAINT "care_flags_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "care_flags" ADD CONSTRAINT "care_flags_organisation_id_message_id_messages_organisation_id_id_fk" FOREIGN KEY ("organisation_id","message_id") REFERENCES "public"."messages"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "folded_people" ADD CONSTRAINT "folded_people_organisation_id_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "held_words" ADD CONSTRAINT "held_words_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "held_words" ADD CONSTRAINT "held_words_organisation_id_added_by_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","added_by_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_sheet_templates" ADD CONSTRAINT "run_sheet_templates_organisation_id_organisations_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("organisation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_sheet_templates" ADD CONSTRAINT "run_sheet_templates_organisation_id_changed_by_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","changed_by_membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_sheets" ADD CONSTRAINT "run_sheets_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_sheets" ADD CONSTRAINT "run_sheets_organisation_id_session_id_group_sessions_organisation_id_id_fk" FOREIGN KEY ("organisation_id","session_id") REFERENCES "public"."group_sessions"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_organisation_id_session_id_run_sheets_organisation_id_session_id_fk" FOREIGN KEY ("organisation_id","session_id") REFERENCES "public"."run_sheets"("organisation_id","session_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_exposure_bands" ADD CONSTRAINT "shared_exposure_bands_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_exposure_bands" ADD CONSTRAINT "shared_exposure_bands_organisation_id_shared_exposure_id_shared_exposures_organisation_id_id_fk" FOREIGN KEY ("organisation_id","shared_exposure_id") REFERENCES "public"."shared_exposures"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_exposure_parts" ADD CONSTRAINT "shared_exposure_parts_organisation_id_shared_exposure_id_shared_exposures_organisation_id_id_fk" FOREIGN KEY ("organisation_id","shared_exposure_id") REFERENCES "public"."shared_exposures"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_exposure_taps" ADD CONSTRAINT "shared_exposure_taps_organisation_id_shared_exposure_id_shared_exposures_organisation_id_id_fk" FOREIGN KEY ("organisation_id","shared_exposure_id") REFERENCES "public"."shared_exposures"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_exposures" ADD CONSTRAINT "shared_exposures_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_exposures" ADD CONSTRAINT "shared_exposures_organisation_id_room_id_rooms_organisation_id_id_fk" FOREIGN KEY ("organisation_id","room_id") REFERENCES "public"."rooms"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_exposures" ADD CONSTRAINT "shared_exposures_organisation_id_opened_by_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","opened_by_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turn_rounds" ADD CONSTRAINT "turn_rounds_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turn_rounds" ADD CONSTRAINT "turn_rounds_organisation_id_room_id_rooms_organisation_id_id_fk" FOREIGN KEY ("organisation_id","room_id") REFERENCES "public"."rooms"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turn_rounds" ADD CONSTRAINT "turn_rounds_organisation_id_created_by_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","created_by_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turns" ADD CONSTRAINT "turns_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turns" ADD CONSTRAINT "turns_organisation_id_round_id_turn_rounds_organisation_id_id_fk" FOREIGN KEY ("organisation_id","round_id") REFERENCES "public"."turn_rounds"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turns" ADD CONSTRAINT "turns_organisation_id_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "boxes_open_key" ON "boxes" USING btree ("organisation_id","room_id") WHERE "boxes"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "care_flags_room_idx" ON "care_flags" USING btree ("organisation_id","room_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "run_sheet_templates_slug_key" ON "run_sheet_templates" USING btree ("organisation_id","slug") WHERE "run_sheet_templates"."slug" is not null;--> statement-breakpoint
CREATE INDEX "segments_session_idx" ON "segments" USING btree ("organisation_id","session_id","position");--> statement-breakpoint
CREATE INDEX "shared_exposure_taps_at_idx" ON "shared_exposure_taps" USING btree ("organisation_id","shared_exposure_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "shared_exposures_open_key" ON "shared_exposures" USING btree ("organisation_id","room_id") WHERE "shared_exposures"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "shared_exposures_room_idx" ON "shared_exposures" USING btree ("organisation_id","room_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "turn_rounds_open_key" ON "turn_rounds" USING btree ("organisation_id","room_id") WHERE "turn_rounds"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "turn_rounds_room_idx" ON "turn_rounds" USING btree ("organisation_id","room_id","id");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_organisation_id_line_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","line_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_organisation_id_about_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","about_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_organisation_id_about_message_id_messages_organisation_id_id_fk" FOREIGN KEY ("organisation_id","about_message_id") REFERENCES "public"."messages"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_organisation_id_deputy_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","deputy_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_organisation_id_chair_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","chair_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "messages_held_idx" ON "messages" USING btree ("organisation_id","room_id","posted_seq") WHERE "messages"."state" = 'held';--> statement-breakpoint
CREATE INDEX "messages_regarding_idx" ON "messages" USING btree ("organisation_id","room_id","posted_seq") WHERE "messages"."regarding" is not null;