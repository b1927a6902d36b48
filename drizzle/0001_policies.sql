-- Row-level security in three rings, forced on every tenant table, and the rights of the app's
-- role. Written by hand: drizzle-kit never emits FORCE. tests/security/catalogue.test.ts reads the
-- catalogue and fails for a table that is missing here.
--
--   organisation  organisation_id is the actor's
--   group         … and the actor is enrolled in the row's group
--   self          … and the row is the actor's own
--
-- Who the actor is stands in transaction-local settings (src/server/db/transaction.ts). A connection
-- with none set sees no row: every function below then returns null or an empty list.

CREATE SCHEMA app;
--> statement-breakpoint
CREATE FUNCTION app.user_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.user_id', true), '')::uuid;
--> statement-breakpoint
CREATE FUNCTION app.organisation_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.organisation_id', true), '')::uuid;
--> statement-breakpoint
CREATE FUNCTION app.membership_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.membership_id', true), '')::uuid;
--> statement-breakpoint
CREATE FUNCTION app.role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('app.role', true), '');
--> statement-breakpoint
CREATE FUNCTION app.group_ids() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('app.group_ids', true), '')::uuid[], '{}');
--> statement-breakpoint
CREATE FUNCTION app.invite_hash() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.invite_hash', true), '');
--> statement-breakpoint
CREATE FUNCTION app.invited_group_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.invited_group_id', true), '')::uuid;
--> statement-breakpoint

-- Global tables: identity. RLS here would have to trust the very settings it guards sign-in with.
GRANT USAGE ON SCHEMA app, public TO unpolished_app;
--> statement-breakpoint
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO unpolished_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON users, auth_sessions, sign_in_requests TO unpolished_app;
--> statement-breakpoint

-- Ring organisation.
ALTER TABLE user_organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_organisations FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON user_organisations TO unpolished_app;
CREATE POLICY self ON user_organisations USING (user_id = app.user_id());
--> statement-breakpoint
ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON organisations TO unpolished_app;
CREATE POLICY organisation ON organisations USING (organisation_id = app.organisation_id());
-- The list of one's organisations is read before one of them is chosen.
CREATE POLICY mine ON organisations FOR SELECT USING (EXISTS (
  SELECT FROM user_organisations u
  WHERE u.organisation_id = organisations.organisation_id AND u.user_id = app.user_id()));
--> statement-breakpoint
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
-- No right to change a role or a person: what the app cannot do, a flaw in it cannot do either.
GRANT SELECT, INSERT, UPDATE (ended_at) ON memberships TO unpolished_app;
-- A membership ties a person to a login, so others' are for the owner's eyes only.
CREATE POLICY organisation ON memberships USING (
  organisation_id = app.organisation_id()
  AND (user_id = app.user_id() OR app.role() = 'owner'));
--> statement-breakpoint

-- Ring group.
ALTER TABLE groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE groups FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON groups TO unpolished_app;
CREATE POLICY enrolled ON groups USING (
  organisation_id = app.organisation_id()
  AND (id = ANY (app.group_ids()) OR id = app.invited_group_id() OR app.role() = 'owner'
    OR created_by_membership_id = app.membership_id()))
WITH CHECK (
  organisation_id = app.organisation_id()
  AND (id = ANY (app.group_ids()) OR app.role() = 'owner'));
-- A facilitator founds a group before they can be in it.
CREATE POLICY founded ON groups FOR INSERT WITH CHECK (
  organisation_id = app.organisation_id() AND created_by_membership_id = app.membership_id()
  AND app.role() = 'facilitator');
--> statement-breakpoint
ALTER TABLE group_agreements ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_agreements FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON group_agreements TO unpolished_app;
CREATE POLICY enrolled ON group_agreements USING (
  organisation_id = app.organisation_id()
  AND (group_id = ANY (app.group_ids()) OR group_id = app.invited_group_id()
    OR app.role() = 'owner'));
--> statement-breakpoint
ALTER TABLE enrolments ENABLE ROW LEVEL SECURITY;
ALTER TABLE enrolments FORCE ROW LEVEL SECURITY;
-- No right to change a role, a name or a person.
GRANT SELECT, INSERT, UPDATE (standing) ON enrolments TO unpolished_app;
-- Not for owners: who sits in a group is known to that group alone. Into a group comes whoever
-- holds its invite or has founded it; nobody else can put themself there.
CREATE POLICY enrolled ON enrolments USING (
  organisation_id = app.organisation_id()
  AND (group_id = ANY (app.group_ids()) OR membership_id = app.membership_id()))
WITH CHECK (
  organisation_id = app.organisation_id()
  AND (group_id = ANY (app.group_ids())
    OR (membership_id = app.membership_id() AND (group_id = app.invited_group_id()
      OR EXISTS (
        SELECT FROM groups g WHERE g.organisation_id = enrolments.organisation_id
          AND g.id = enrolments.group_id
          AND g.created_by_membership_id = app.membership_id())))));
--> statement-breakpoint
ALTER TABLE standing_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE standing_changes FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON standing_changes TO unpolished_app;
CREATE POLICY enrolled ON standing_changes USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE agreement_acceptances ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_acceptances FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON agreement_acceptances TO unpolished_app;
CREATE POLICY enrolled ON agreement_acceptances USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE invites ENABLE ROW LEVEL SECURITY;
ALTER TABLE invites FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON invites TO unpolished_app;
CREATE POLICY enrolled ON invites USING (
  organisation_id = app.organisation_id()
  AND (group_id = ANY (app.group_ids()) OR secret_hash = app.invite_hash()
    OR app.role() = 'owner'));
--> statement-breakpoint
ALTER TABLE group_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_sessions FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON group_sessions TO unpolished_app;
CREATE POLICY enrolled ON group_sessions USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE rooms ENABLE ROW LEVEL SECURITY;
ALTER TABLE rooms FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON rooms TO unpolished_app;
CREATE POLICY enrolled ON rooms USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON messages TO unpolished_app;
CREATE POLICY enrolled ON messages USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE event_streams ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_streams FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON event_streams TO unpolished_app;
CREATE POLICY enrolled ON event_streams USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE stream_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE stream_events FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON stream_events TO unpolished_app;
CREATE POLICY enrolled ON stream_events USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE moderation_acts ENABLE ROW LEVEL SECURITY;
ALTER TABLE moderation_acts FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON moderation_acts TO unpolished_app;
CREATE POLICY enrolled ON moderation_acts USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint

-- Ring self.
ALTER TABLE exposures ENABLE ROW LEVEL SECURITY;
ALTER TABLE exposures FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON exposures TO unpolished_app;
CREATE POLICY self ON exposures USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE drafts FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON drafts TO unpolished_app;
CREATE POLICY self ON drafts USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint
ALTER TABLE shares ENABLE ROW LEVEL SECURITY;
ALTER TABLE shares FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON shares TO unpolished_app;
CREATE POLICY self ON shares USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint
ALTER TABLE digest_preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE digest_preferences FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON digest_preferences TO unpolished_app;
CREATE POLICY self ON digest_preferences USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint
ALTER TABLE digests ENABLE ROW LEVEL SECURITY;
ALTER TABLE digests FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON digests TO unpolished_app;
CREATE POLICY self ON digests USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint

-- A sealed prediction cannot change, whoever asks: not through a bug, not by hand.
CREATE FUNCTION app.keep_sealed_prediction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sealed_at IS NOT NULL AND (
    NEW.sealed_at, NEW.plan, NEW.where_and_who, NEW.feared_outcome, NEW.likelihood_before,
    NEW.expected_suds, NEW.coping_words
  ) IS DISTINCT FROM (
    OLD.sealed_at, OLD.plan, OLD.where_and_who, OLD.feared_outcome, OLD.likelihood_before,
    OLD.expected_suds, OLD.coping_words
  ) THEN
    RAISE EXCEPTION 'the prediction is sealed' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'exposures_prediction_sealed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_sealed_prediction BEFORE UPDATE ON exposures
  FOR EACH ROW EXECUTE FUNCTION app.keep_sealed_prediction();
--> statement-breakpoint
CREATE FUNCTION app.keep_sealed_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sealed_at IS NOT NULL AND (NEW.sealed_at, NEW.body, NEW.wants_back)
    IS DISTINCT FROM (OLD.sealed_at, OLD.body, OLD.wants_back) THEN
    RAISE EXCEPTION 'the draft is sealed' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'drafts_sealed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_sealed_draft BEFORE UPDATE ON drafts
  FOR EACH ROW EXECUTE FUNCTION app.keep_sealed_draft();
--> statement-breakpoint

ALTER TABLE exposures
  ADD CONSTRAINT exposures_hundreds CHECK (
    likelihood_before BETWEEN 0 AND 100 AND likelihood_after BETWEEN 0 AND 100
    AND expected_suds BETWEEN 0 AND 100 AND peak_suds BETWEEN 0 AND 100
    AND end_suds BETWEEN 0 AND 100),
  ADD CONSTRAINT exposures_outcome_after_seal CHECK (
    sealed_at IS NOT NULL OR state IN ('planned', 'let_go'));
--> statement-breakpoint
ALTER TABLE messages
  ADD CONSTRAINT messages_content CHECK (
    state = 'retracted' OR lifetime = 'session' OR (body IS NULL) <> (card IS NULL));
