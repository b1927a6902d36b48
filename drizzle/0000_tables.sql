CREATE TABLE "digest_preferences" (
	"organisation_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"opted_in_at" timestamp with time zone,
	"weekday" smallint DEFAULT 1 NOT NULL,
	"hour" smallint DEFAULT 8 NOT NULL,
	"time_zone" text NOT NULL,
	"with_detail" boolean DEFAULT false NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "digest_preferences_organisation_id_membership_id_pk" PRIMARY KEY("organisation_id","membership_id")
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"membership_id" uuid NOT NULL,
	"week_start_on" date NOT NULL,
	"state" text NOT NULL,
	"planned_at" timestamp with time zone NOT NULL,
	"lease_until" timestamp with time zone,
	"sent_at" timestamp with time zone,
	CONSTRAINT "digests_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "digests_week_key" UNIQUE("organisation_id","membership_id","week_start_on")
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"membership_id" uuid NOT NULL,
	"body" text NOT NULL,
	"wants_back" text DEFAULT 'witness' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	"sealed_at" timestamp with time zone,
	CONSTRAINT "drafts_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "exposures" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"membership_id" uuid NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"library_slug" text,
	"plan" text NOT NULL,
	"where_and_who" text,
	"feared_outcome" text,
	"likelihood_before" smallint,
	"expected_suds" smallint,
	"coping_words" text,
	"sealed_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"peak_suds" smallint,
	"end_suds" smallint,
	"what_happened" text,
	"feared_outcome_happened" text,
	"how_got_through" text,
	"likelihood_after" smallint,
	"felt" text,
	"worse" text,
	"better" text,
	"learned" text,
	"reflected_at" timestamp with time zone,
	"let_go_at" timestamp with time zone,
	CONSTRAINT "exposures_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "agreement_acceptances" (
	"organisation_id" uuid NOT NULL,
	"enrolment_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"group_id" uuid NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "agreement_acceptances_organisation_id_enrolment_id_version_pk" PRIMARY KEY("organisation_id","enrolment_id","version")
);
--> statement-breakpoint
CREATE TABLE "enrolments" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"group_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"role" text NOT NULL,
	"shown_name" text NOT NULL,
	"standing" text DEFAULT 'active' NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	CONSTRAINT "enrolments_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "enrolments_membership_key" UNIQUE("organisation_id","group_id","membership_id")
);
--> statement-breakpoint
CREATE TABLE "group_agreements" (
	"organisation_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "group_agreements_organisation_id_group_id_version_pk" PRIMARY KEY("organisation_id","group_id","version")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"purpose" text DEFAULT '' NOT NULL,
	"created_by_membership_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "groups_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "invites" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"group_id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"role" text NOT NULL,
	"created_by_membership_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"called_back_at" timestamp with time zone,
	CONSTRAINT "invites_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "invites_secret_hash_key" UNIQUE("organisation_id","secret_hash")
);
--> statement-breakpoint
CREATE TABLE "standing_changes" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"group_id" uuid NOT NULL,
	"enrolment_id" uuid NOT NULL,
	"standing" text NOT NULL,
	"by_enrolment_id" uuid NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "standing_changes_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "moderation_acts" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"group_id" uuid NOT NULL,
	"room_id" uuid,
	"act" text NOT NULL,
	"by_enrolment_id" uuid NOT NULL,
	"message_id" uuid,
	"enrolment_id" uuid,
	"reason" text,
	"acted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "moderation_acts_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "memberships_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "memberships_user_key" UNIQUE("organisation_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"organisation_id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_organisations" (
	"user_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	CONSTRAINT "user_organisations_user_id_organisation_id_pk" PRIMARY KEY("user_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"group_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"posted_seq" bigint NOT NULL,
	"author_enrolment_id" uuid NOT NULL,
	"client_message_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"body" text,
	"card" jsonb,
	"posted_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"shown_at" timestamp with time zone,
	"state_changed_at" timestamp with time zone NOT NULL,
	"state_changed_by_enrolment_id" uuid NOT NULL,
	"lifetime" text NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "messages_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "messages_client_message_id_key" UNIQUE("organisation_id","room_id","author_enrolment_id","client_message_id"),
	CONSTRAINT "messages_posted_seq_key" UNIQUE("organisation_id","room_id","posted_seq")
);
--> statement-breakpoint
CREATE TABLE "rooms" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"group_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"opened_by_enrolment_id" uuid NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"paused_by_enrolment_id" uuid,
	"paused_at" timestamp with time zone,
	"closed_by_enrolment_id" uuid,
	"closed_at" timestamp with time zone,
	"centre_message_id" uuid,
	CONSTRAINT "rooms_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "rooms_session_key" UNIQUE("organisation_id","session_id")
);
--> statement-breakpoint
CREATE TABLE "group_sessions" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"group_id" uuid NOT NULL,
	"title" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"time_zone" text NOT NULL,
	"duration_minutes" integer NOT NULL,
	"created_by_enrolment_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "group_sessions_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "shares" (
	"organisation_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"membership_id" uuid NOT NULL,
	"source_kind" text NOT NULL,
	"source_id" uuid NOT NULL,
	"audience" text NOT NULL,
	"lifetime" text NOT NULL,
	"fields" text[] NOT NULL,
	"message_id" uuid NOT NULL,
	"shared_at" timestamp with time zone NOT NULL,
	CONSTRAINT "shares_organisation_id_id_pk" PRIMARY KEY("organisation_id","id"),
	CONSTRAINT "shares_message_key" UNIQUE("organisation_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "auth_sessions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"token_hash" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "auth_sessions_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "sign_in_requests" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"email" text NOT NULL,
	"token_hash" text NOT NULL,
	"browser_hash" text NOT NULL,
	"code_hash" text,
	"code_attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"email" text NOT NULL,
	"email_confirmed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "event_streams" (
	"organisation_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "event_streams_organisation_id_id_pk" PRIMARY KEY("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "stream_events" (
	"organisation_id" uuid NOT NULL,
	"stream_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"group_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "stream_events_organisation_id_stream_id_seq_pk" PRIMARY KEY("organisation_id","stream_id","seq")
);
--> statement-breakpoint
ALTER TABLE "digest_preferences" ADD CONSTRAINT "digest_preferences_organisation_id_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_organisation_id_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_organisation_id_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exposures" ADD CONSTRAINT "exposures_organisation_id_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_acceptances" ADD CONSTRAINT "agreement_acceptances_organisation_id_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_acceptances" ADD CONSTRAINT "agreement_acceptances_organisation_id_group_id_version_group_agreements_organisation_id_group_id_version_fk" FOREIGN KEY ("organisation_id","group_id","version") REFERENCES "public"."group_agreements"("organisation_id","group_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_organisation_id_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_agreements" ADD CONSTRAINT "group_agreements_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_organisation_id_organisations_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("organisation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_organisation_id_created_by_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","created_by_membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_organisation_id_created_by_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","created_by_membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_changes" ADD CONSTRAINT "standing_changes_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_changes" ADD CONSTRAINT "standing_changes_organisation_id_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_changes" ADD CONSTRAINT "standing_changes_organisation_id_by_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","by_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moderation_acts" ADD CONSTRAINT "moderation_acts_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moderation_acts" ADD CONSTRAINT "moderation_acts_organisation_id_by_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","by_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organisation_id_organisations_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("organisation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_organisations" ADD CONSTRAINT "user_organisations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_organisation_id_room_id_rooms_organisation_id_id_fk" FOREIGN KEY ("organisation_id","room_id") REFERENCES "public"."rooms"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_organisation_id_author_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","author_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_organisation_id_session_id_group_sessions_organisation_id_id_fk" FOREIGN KEY ("organisation_id","session_id") REFERENCES "public"."group_sessions"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_organisation_id_opened_by_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","opened_by_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_sessions" ADD CONSTRAINT "group_sessions_organisation_id_group_id_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_sessions" ADD CONSTRAINT "group_sessions_organisation_id_created_by_enrolment_id_enrolments_organisation_id_id_fk" FOREIGN KEY ("organisation_id","created_by_enrolment_id") REFERENCES "public"."enrolments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shares" ADD CONSTRAINT "shares_organisation_id_membership_id_memberships_organisation_id_id_fk" FOREIGN KEY ("organisation_id","membership_id") REFERENCES "public"."memberships"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shares" ADD CONSTRAINT "shares_organisation_id_message_id_messages_organisation_id_id_fk" FOREIGN KEY ("organisation_id","message_id") REFERENCES "public"."messages"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth_sessions" ADD CONSTRAINT "auth_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_events" ADD CONSTRAINT "stream_events_organisation_id_stream_id_event_streams_organisation_id_id_fk" FOREIGN KEY ("organisation_id","stream_id") REFERENCES "public"."event_streams"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "drafts_membership_id_idx" ON "drafts" USING btree ("organisation_id","membership_id","id");--> statement-breakpoint
CREATE INDEX "exposures_membership_id_idx" ON "exposures" USING btree ("organisation_id","membership_id","id");--> statement-breakpoint
CREATE INDEX "exposures_learned_idx" ON "exposures" USING btree ("organisation_id","membership_id","reflected_at") WHERE "exposures"."learned" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "enrolments_shown_name_key" ON "enrolments" USING btree ("organisation_id","group_id",lower("shown_name"));--> statement-breakpoint
CREATE INDEX "enrolments_membership_id_idx" ON "enrolments" USING btree ("organisation_id","membership_id");--> statement-breakpoint
CREATE INDEX "invites_group_id_idx" ON "invites" USING btree ("organisation_id","group_id","id");--> statement-breakpoint
CREATE INDEX "standing_changes_enrolment_id_idx" ON "standing_changes" USING btree ("organisation_id","enrolment_id","id");--> statement-breakpoint
CREATE INDEX "moderation_acts_group_id_idx" ON "moderation_acts" USING btree ("organisation_id","group_id","id");--> statement-breakpoint
CREATE INDEX "rooms_group_id_idx" ON "rooms" USING btree ("organisation_id","group_id","id");--> statement-breakpoint
CREATE INDEX "group_sessions_starts_at_idx" ON "group_sessions" USING btree ("organisation_id","group_id","starts_at","id");--> statement-breakpoint
CREATE INDEX "shares_source_idx" ON "shares" USING btree ("organisation_id","membership_id","source_id");--> statement-breakpoint
CREATE INDEX "auth_sessions_user_id_idx" ON "auth_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "auth_sessions_expires_at_idx" ON "auth_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_requests_token_hash_key" ON "sign_in_requests" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "sign_in_requests_email_created_at_idx" ON "sign_in_requests" USING btree ("email","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_requests_browser_hash_idx" ON "sign_in_requests" USING btree ("browser_hash");--> statement-breakpoint
CREATE INDEX "sign_in_requests_created_at_idx" ON "sign_in_requests" USING btree ("created_at");