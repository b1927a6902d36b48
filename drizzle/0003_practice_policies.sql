-- Row-level security of the practice's tables, and what the database itself holds about them. Written
-- by hand; the rings are those of 0001_policies.sql.

-- Ring self.
ALTER TABLE check_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE check_ins FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON check_ins TO unpolished_app;
CREATE POLICY self ON check_ins USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint
-- Append-only: what was felt then is not corrected now.
ALTER TABLE exposure_moments ENABLE ROW LEVEL SECURITY;
ALTER TABLE exposure_moments FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON exposure_moments TO unpolished_app;
CREATE POLICY self ON exposure_moments USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint
ALTER TABLE practice_preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE practice_preferences FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON practice_preferences TO unpolished_app;
CREATE POLICY self ON practice_preferences USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint
ALTER TABLE sharing_preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_preferences FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON sharing_preferences TO unpolished_app;
CREATE POLICY self ON sharing_preferences USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint
ALTER TABLE draft_photos ENABLE ROW LEVEL SECURITY;
ALTER TABLE draft_photos FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON draft_photos TO unpolished_app;
CREATE POLICY self ON draft_photos USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint
GRANT UPDATE (fields, audience, lifetime) ON shares TO unpolished_app;
--> statement-breakpoint

-- Ring group.
ALTER TABLE message_photos ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_photos FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON message_photos TO unpolished_app;
CREATE POLICY enrolled ON message_photos USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint

-- Ring organisation: everyone reads the library; its owner alone looks after it.
ALTER TABLE organisation_ideas ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisation_ideas FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON organisation_ideas TO unpolished_app;
CREATE POLICY organisation ON organisation_ideas USING (organisation_id = app.organisation_id())
WITH CHECK (organisation_id = app.organisation_id() AND app.role() = 'owner');
--> statement-breakpoint
ALTER TABLE hidden_ideas ENABLE ROW LEVEL SECURITY;
ALTER TABLE hidden_ideas FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON hidden_ideas TO unpolished_app;
CREATE POLICY organisation ON hidden_ideas FOR SELECT USING (
  organisation_id = app.organisation_id());
CREATE POLICY owner ON hidden_ideas USING (
  organisation_id = app.organisation_id() AND app.role() = 'owner');
--> statement-breakpoint

-- What was sealed before the stakes question existed was never asked it. Forced row-level security
-- would show even the owner no row to change, and the constraint below would then find them all.
ALTER TABLE exposures NO FORCE ROW LEVEL SECURITY;
UPDATE exposures SET could_harm = 'not_asked' WHERE sealed_at IS NOT NULL;
ALTER TABLE exposures FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE exposures
  DROP CONSTRAINT exposures_hundreds,
  DROP CONSTRAINT exposures_outcome_after_seal;
--> statement-breakpoint
ALTER TABLE exposures
  ADD CONSTRAINT exposures_hundreds CHECK (
    likelihood_before BETWEEN 0 AND 100 AND likelihood_after BETWEEN 0 AND 100
    AND expected_suds BETWEEN 0 AND 100 AND peak_suds BETWEEN 0 AND 100
    AND end_suds BETWEEN 0 AND 100 AND surprise BETWEEN 0 AND 100),
  ADD CONSTRAINT exposures_dials CHECK (
    audience BETWEEN 0 AND 3 AND stakes BETWEEN 0 AND 3 AND reversibility BETWEEN 0 AND 3
    AND time_until_fixed BETWEEN 0 AND 3),
  -- A rest may be planned like anything else or simply happen; an accident only happens.
  ADD CONSTRAINT exposures_outcome_after_seal CHECK (
    state IN ('idea', 'planned', 'let_go') OR sealed_at IS NOT NULL
    OR (kind IN ('rest', 'accident')
      AND num_nonnulls(likelihood_before, expected_suds, feared_outcome) = 0)),
  ADD CONSTRAINT exposures_accidents_unpredicted CHECK (
    kind <> 'accident'
    OR num_nonnulls(sealed_at, likelihood_before, expected_suds, feared_outcome) = 0),
  ADD CONSTRAINT exposures_stakes_gate CHECK (
    sealed_at IS NULL OR coalesce(could_harm, '') IN ('no', 'not_asked')
    OR (could_harm = 'yes' AND word_message_id IS NOT NULL)),
  ADD CONSTRAINT exposures_hands_off CHECK (
    hands_off_minutes BETWEEN 1 AND 10080 AND (NOT not_doing OR hands_off_minutes IS NOT NULL));
--> statement-breakpoint
ALTER TABLE check_ins ADD CONSTRAINT check_ins_tens CHECK (
  fear BETWEEN 0 AND 10 AND avoidance BETWEEN 0 AND 10 AND distress BETWEEN 0 AND 10
  AND good_enough BETWEEN 0 AND 10
  AND (NOT nothing_came_up OR distress IS NULL)
  AND extract(isodow FROM week_start_on) = 1);
--> statement-breakpoint
ALTER TABLE exposure_moments ADD CONSTRAINT exposure_moments_whole CHECK (
  (kind = 'distress') = (suds IS NOT NULL) AND suds BETWEEN 0 AND 100
  AND (kind = 'hands_off_began') = (minutes IS NOT NULL) AND minutes BETWEEN 1 AND 10080);
--> statement-breakpoint

-- Also what the member meant to drop, how they meant to be kind, and whether it could do harm.
CREATE OR REPLACE FUNCTION app.keep_sealed_prediction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sealed_at IS NOT NULL AND (
    NEW.sealed_at, NEW.kind, NEW.plan, NEW.where_and_who, NEW.feared_outcome,
    NEW.likelihood_before, NEW.expected_suds, NEW.coping_words, NEW.safety_behaviours,
    NEW.kindness_plan, NEW.planned_for, NEW.planned_zone, NEW.not_doing, NEW.hands_off_minutes,
    NEW.audience, NEW.stakes, NEW.reversibility, NEW.time_until_fixed, NEW.could_harm,
    NEW.word_message_id
  ) IS DISTINCT FROM (
    OLD.sealed_at, OLD.kind, OLD.plan, OLD.where_and_who, OLD.feared_outcome,
    OLD.likelihood_before, OLD.expected_suds, OLD.coping_words, OLD.safety_behaviours,
    OLD.kindness_plan, OLD.planned_for, OLD.planned_zone, OLD.not_doing, OLD.hands_off_minutes,
    OLD.audience, OLD.stakes, OLD.reversibility, OLD.time_until_fixed, OLD.could_harm,
    OLD.word_message_id
  ) THEN
    RAISE EXCEPTION 'the prediction is sealed' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'exposures_prediction_sealed';
  END IF;
  -- A word is a facilitator's "go ahead" and no other message of the group; it must still stand when
  -- the plan starts.
  IF NEW.word_message_id IS NOT NULL
    AND (NEW.word_message_id, NEW.sealed_at) IS DISTINCT FROM (OLD.word_message_id, OLD.sealed_at)
    AND NOT EXISTS (
      SELECT FROM messages m WHERE m.organisation_id = NEW.organisation_id
        AND m.id = NEW.word_message_id AND m.reply_kind = 'go_ahead' AND m.state = 'shown') THEN
    RAISE EXCEPTION 'that is nobody''s word' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'exposures_stakes_gate';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- Also for a row that comes into the world sealed. There is no OLD then, and nothing it could change.
DROP TRIGGER keep_sealed_prediction ON exposures;
CREATE TRIGGER keep_sealed_prediction BEFORE INSERT OR UPDATE ON exposures
  FOR EACH ROW EXECUTE FUNCTION app.keep_sealed_prediction();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.keep_sealed_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sealed_at IS NOT NULL
    AND (NEW.sealed_at, NEW.body, NEW.link, NEW.content_note, NEW.wants_back)
    IS DISTINCT FROM (OLD.sealed_at, OLD.body, OLD.link, OLD.content_note, OLD.wants_back) THEN
    RAISE EXCEPTION 'the draft is sealed' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'drafts_sealed';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- Its photo is part of a sealed draft. A draft that is deleted takes its photo along.
CREATE FUNCTION app.keep_sealed_photo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM drafts d WHERE d.sealed_at IS NOT NULL
      AND d.organisation_id = coalesce(NEW.organisation_id, OLD.organisation_id)
      AND d.id = coalesce(NEW.draft_id, OLD.draft_id)) THEN
    RAISE EXCEPTION 'the draft is sealed' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'drafts_sealed';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_sealed_photo BEFORE INSERT OR UPDATE OR DELETE ON draft_photos
  FOR EACH ROW EXECUTE FUNCTION app.keep_sealed_photo();
--> statement-breakpoint
ALTER TABLE draft_photos ADD CONSTRAINT draft_photos_one_place CHECK (
  num_nonnulls(bytes, object_key) = 1 AND width BETWEEN 1 AND 2048 AND height BETWEEN 1 AND 2048);
ALTER TABLE message_photos ADD CONSTRAINT message_photos_one_place CHECK (
  num_nonnulls(bytes, object_key) = 1 AND length(address) >= 22);
--> statement-breakpoint

ALTER TABLE rooms ADD CONSTRAINT rooms_board CHECK ((kind = 'board') = (session_id IS NULL));
ALTER TABLE messages
  DROP CONSTRAINT messages_content,
  ADD CONSTRAINT messages_content CHECK (
    state = 'retracted' OR lifetime IN ('session', 'seven_days')
    OR (body IS NULL) <> (card IS NULL)
    OR coalesce(reply_kind, '') NOT IN ('', 'company', 'question', 'idea')),
  ADD CONSTRAINT messages_reply CHECK (
    (kind = 'reply') = (reply_to_id IS NOT NULL) AND (kind = 'reply') = (reply_kind IS NOT NULL)
    AND (audience <> 'author' OR kind = 'reply'));
