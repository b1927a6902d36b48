CREATE TABLE "check_ins" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"membership_id" uuid NOT NULL,
	"week_start_on" date NOT NULL,
	"fear" smallint,
	"avoidance" smallint,
	"distress" smallint,
	"nothing_came_up" boolean DEFAULT false NOT NULL,
	"good_enough" smallint,
	"kept_at" timestamp with time zone NOT NULL,
	CONSTRAINT "check_ins_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "check_ins_week_key" UNIQUE("organisation_id","membership_id","week_start_on")
);
--> statement-breakpoint
CREATE TABLE "draft_photos" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"draft_id" uuid NOT NULL,
	"alt" text,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea",
	"object_key" text,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "draft_photos_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "draft_photos_draft_key" UNIQUE("organisation_id","draft_id")
);
--> statement-breakpoint
CREATE TABLE "exposure_moments" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"exposure_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"suds" smallint,
	"minutes" smallint,
	"words" text,
	CONSTRAINT "exposure_moments_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "hidden_ideas" (
	"organisation_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"hidden_at" timestamp with time zone NOT NULL,
	CONSTRAINT "hidden_ideas_organisation_id_slug_pk" PRIMARY KEY("organisation_id","slug")
);
--> statement-breakpoint
CREATE TABLE "organisation_ideas" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"category" text NOT NULL,
	"difficulty" smallint NOT NULL,
	"suggestion" text NOT NULL,
	"notice" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "organisation_ideas_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "practice_preferences" (
	"organisation_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"hidden_categories" text[] NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "practice_preferences_organisation_id_membership_id_pk" PRIMARY KEY("organisation_id","membership_id")
);
--> statement-breakpoint
CREATE TABLE "message_photos" (
	"organisation_id" uuid NOT NULL,
	"address" text NOT NULL,
	"group_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea",
	"object_key" text,
	CONSTRAINT "message_photos_organisation_id_address_pk" PRIMARY KEY("organisation_id","address")
);
--> statement-breakpoint
CREATE TABLE "sharing_preferences" (
	"organisation_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"collapsed_topics" text[] NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sharing_preferences_organisation_id_membership_id_pk" PRIMARY KEY("organisation_id","membership_id")
);
--> statement-breakpoint
ALTER TABLE "rooms" ALTER COLUMN "session_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "link" text;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "content_note" text;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "kind" text DEFAULT 'exposure' NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "category" text;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "repeat_of_id" uuid;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "audience" smallint;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "stakes" smallint;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "reversibility" smallint;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "time_until_fixed" smallint;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "safety_behaviours" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "kindness_plan" text;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "planned_for" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "planned_zone" text;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "not_doing" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "hands_off_minutes" smallint;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "could_harm" text;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "word_message_id" uuid;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "surprise" smallint;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "safety_behaviours_used" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "audience" text DEFAULT 'room' NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "reply_to_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "reply_kind" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "ends_with_session_id" uuid;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "kind" text DEFAULT 'session' NOT NULL;--> statement-breakpoint
ALTER TABLE "check_ins" ADD CONSTRAINT "check_ins_organisation_id_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_photos" ADD CONSTRAINT "draft_photos_organisation_id_draft_id_drafts_organisation_id_id_fk" FOREIGN KEY ("organisation_id","draft_id") REFERENCES "public"."drafts"("organisation_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_photos" ADD CONSTRAINT "draft_photos_organisation_id_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exposure_moments" ADD CONSTRAINT "exposure_moments_organisation_id_exposure_id_exposures_organisation_id_id_fk" FOREIGN KEY ("organisation_id","exposure_id") REFERENCES "public"."exposures"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exposure_moments" ADD CONSTRAINT "exposure_moments_organisation_id_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_preferences" ADD CONSTRAINT "practice_preferences_organisation_id_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_photos" ADD CONSTRAINT "message_photos_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_photos" ADD CONSTRAINT "message_photos_organisation_id_message_id_messages_organisation_id_id_fk" FOREIGN KEY ("organisation_id","message_id") REFERENCES "public"."messages"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sharing_preferences" ADD CONSTRAINT "sharing_preferences_organisation_id_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exposure_moments_exposure_idx" ON "exposure_moments" USING btree ("organisation_id","exposure_id","at");--> statement-breakpoint
CREATE INDEX "message_photos_message_idx" ON "message_photos" USING btree ("organisation_id","message_id");--> statement-breakpoint
ALTER TABLE "exposures" ADD CONSTRAINT "exposures_organisation_id_repeat_of_id_exposures_organisation_id_id_fk" FOREIGN KEY ("organisation_id","repeat_of_id") REFERENCES "public"."exposures"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exposures" ADD CONSTRAINT "exposures_organisation_id_word_message_id_messages_organisation_id_id_fk" FOREIGN KEY ("organisation_id","word_message_id") REFERENCES "public"."messages"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_organisation_id_reply_to_id_messages_organisation_id_id_fk" FOREIGN KEY ("organisation_id","reply_to_id") REFERENCES "public"."messages"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_organisation_id_ends_with_session_id_group_sessions_organisation_id_id_fk" FOREIGN KEY ("organisation_id","ends_with_session_id") REFERENCES "public"."group_sessions"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exposures_tries_idx" ON "exposures" USING btree ("organisation_id","membership_id","finished_at") WHERE "exposures"."finished_at" is not null;--> statement-breakpoint
CREATE INDEX "exposures_under_way_idx" ON "exposures" USING btree ("organisation_id","membership_id") WHERE "exposures"."state" = 'under_way';--> statement-breakpoint
CREATE INDEX "messages_reply_to_idx" ON "messages" USING btree ("organisation_id","reply_to_id","posted_seq") WHERE "messages"."reply_to_id" is not null;--> statement-breakpoint
CREATE INDEX "messages_ends_with_session_idx" ON "messages" USING btree ("organisation_id","ends_with_session_id") WHERE "messages"."ends_with_session_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "rooms_board_key" ON "rooms" USING btree ("organisation_id","group_id") WHERE "rooms"."kind" = 'board';