-- Row-level security and rights of the live rooms' tables, written by hand as in 0001.

-- Whether the actor leads in that group. A function of its own, because a policy that asks
-- `enrolments` is asked once a row otherwise.
CREATE FUNCTION app.leads(wanted uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM enrolments e WHERE e.organisation_id = app.organisation_id()
      AND e.group_id = wanted AND e.membership_id = app.membership_id()
      AND e.role <> 'member' AND e.standing <> 'removed') $$;
--> statement-breakpoint

-- Ring organisation.
ALTER TABLE run_sheet_templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_sheet_templates FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON run_sheet_templates TO unpolished_app;
CREATE POLICY organisation ON run_sheet_templates USING (
  organisation_id = app.organisation_id());
--> statement-breakpoint

-- Ring group.
ALTER TABLE attendances ENABLE ROW LEVEL SECURITY;
ALTER TABLE attendances FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON attendances TO unpolished_app;
CREATE POLICY enrolled ON attendances USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE held_words ENABLE ROW LEVEL SECURITY;
ALTER TABLE held_words FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON held_words TO unpolished_app;
CREATE POLICY enrolled ON held_words USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE run_sheets ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_sheets FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON run_sheets TO unpolished_app;
CREATE POLICY enrolled ON run_sheets USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE segments ENABLE ROW LEVEL SECURITY;
ALTER TABLE segments FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON segments TO unpolished_app;
CREATE POLICY enrolled ON segments USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE turn_rounds ENABLE ROW LEVEL SECURITY;
ALTER TABLE turn_rounds FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON turn_rounds TO unpolished_app;
CREATE POLICY enrolled ON turn_rounds USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE turns ENABLE ROW LEVEL SECURITY;
ALTER TABLE turns FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON turns TO unpolished_app;
CREATE POLICY enrolled ON turns USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE boxes ENABLE ROW LEVEL SECURITY;
ALTER TABLE boxes FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON boxes TO unpolished_app;
CREATE POLICY enrolled ON boxes USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE box_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE box_entries FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON box_entries TO unpolished_app;
CREATE POLICY enrolled ON box_entries USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE shared_exposures ENABLE ROW LEVEL SECURITY;
ALTER TABLE shared_exposures FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON shared_exposures TO unpolished_app;
CREATE POLICY enrolled ON shared_exposures USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE shared_exposure_bands ENABLE ROW LEVEL SECURITY;
ALTER TABLE shared_exposure_bands FORCE ROW LEVEL SECURITY;
-- Told by app.tell_shared_exposure_band alone, and never taken back.
GRANT SELECT ON shared_exposure_bands TO unpolished_app;
CREATE POLICY enrolled ON shared_exposure_bands USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint

-- Ring group, and only those who lead in it. The write lane and the gateway, which are nobody's
-- membership, raise and deliver the flags.
ALTER TABLE care_flags ENABLE ROW LEVEL SECURITY;
ALTER TABLE care_flags FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON care_flags TO unpolished_app;
CREATE POLICY leads ON care_flags USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids())
  AND (app.membership_id() IS NULL OR app.leads(group_id)));
-- What a member writes outside the lane raises one too, which they can never read.
CREATE POLICY raise ON care_flags FOR INSERT WITH CHECK (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
ALTER TABLE session_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_notes FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON session_notes TO unpolished_app;
CREATE POLICY leads ON session_notes USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids())
  AND app.leads(group_id));
--> statement-breakpoint

-- Ring self.
ALTER TABLE folded_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE folded_people FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON folded_people TO unpolished_app;
CREATE POLICY self ON folded_people USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint
ALTER TABLE takeaways ENABLE ROW LEVEL SECURITY;
ALTER TABLE takeaways FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON takeaways TO unpolished_app;
CREATE POLICY self ON takeaways USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint
ALTER TABLE shared_exposure_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE shared_exposure_parts FORCE ROW LEVEL SECURITY;
-- No right to change what was expected, or when.
GRANT SELECT, INSERT, UPDATE (peak_suds, ended_at) ON shared_exposure_parts TO unpolished_app;
CREATE POLICY self ON shared_exposure_parts USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint
ALTER TABLE shared_exposure_taps ENABLE ROW LEVEL SECURITY;
ALTER TABLE shared_exposure_taps FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON shared_exposure_taps TO unpolished_app;
CREATE POLICY self ON shared_exposure_taps USING (
  organisation_id = app.organisation_id() AND membership_id = app.membership_id());
--> statement-breakpoint

-- The one way in which anyone's distress becomes a figure of the room. The function runs as the
-- owner, whom the two policies below let read all of a group's rows. It does not answer with a
-- figure but tells one to the room, once and for good: the app's role cannot tell any itself, ask
-- for fewer than five people, for a reading again, or for any two sets of people of its choice.
CREATE POLICY band ON shared_exposure_parts FOR SELECT TO CURRENT_USER USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
CREATE POLICY band ON shared_exposure_taps FOR SELECT TO CURRENT_USER USING (
  organisation_id = app.organisation_id() AND group_id = ANY (app.group_ids()));
--> statement-breakpoint
-- `wanted`: forecast (what was expected by those in it when it started), during (everyone's latest
-- tap since the last band and up to `until`, which is 30 s or more after it), reality (the peaks
-- told by the time it ended). Tells one band if it is of five people or more; else tells none, and
-- taps wait for the next. Each reading is first put into one of five fifths (0-20 ... 80-100), and
-- the ends are the second lowest and the second highest of these, or those a quarter of the way in:
-- so whoever knows all the readings but one learns of that one its fifth at the very most.
-- @returns whether a band was told.
CREATE FUNCTION app.tell_shared_exposure_band(exposure uuid, wanted text, until timestamptz)
RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  it shared_exposures;
  last_position integer;
  last_at timestamptz;
  over boolean;
  fifths integer[];
  people integer;
  inwards integer;
BEGIN
  SELECT * INTO it FROM shared_exposures e WHERE e.organisation_id = app.organisation_id()
    AND e.id = exposure AND e.group_id = ANY (app.group_ids()) FOR UPDATE;
  IF NOT FOUND OR it.started_at IS NULL THEN RETURN false; END IF;

  SELECT max(b.position), max(b.closed_at), coalesce(bool_or(b.kind = 'reality'), false)
  INTO last_position, last_at, over FROM shared_exposure_bands b
  WHERE b.organisation_id = it.organisation_id AND b.shared_exposure_id = it.id;
  IF over THEN RETURN false; END IF;
  last_at := coalesce(last_at, it.started_at);

  CASE wanted
  WHEN 'forecast' THEN
    IF last_position IS NOT NULL THEN RETURN false; END IF;
    until := it.started_at;
    fifths := ARRAY(SELECT least(p.expected_suds / 20, 4) AS fifth FROM shared_exposure_parts p
      WHERE p.organisation_id = it.organisation_id AND p.shared_exposure_id = it.id
        AND p.joined_at <= until AND (p.ended_at IS NULL OR p.ended_at > until) ORDER BY fifth);
  WHEN 'during' THEN
    IF it.ended_at IS NOT NULL OR until < last_at + interval '30 seconds' THEN
      RETURN false;
    END IF;
    fifths := ARRAY(SELECT least(latest.suds / 20, 4) AS fifth FROM (
        SELECT DISTINCT ON (t.membership_id) t.suds FROM shared_exposure_taps t
        WHERE t.organisation_id = it.organisation_id AND t.shared_exposure_id = it.id
          AND t.at > last_at AND t.at <= until
        ORDER BY t.membership_id, t.at DESC, t.id DESC) latest ORDER BY fifth);
  WHEN 'reality' THEN
    IF it.ended_at IS NULL THEN RETURN false; END IF;
    until := it.ended_at;
    fifths := ARRAY(SELECT least(p.peak_suds / 20, 4) AS fifth FROM shared_exposure_parts p
      WHERE p.organisation_id = it.organisation_id AND p.shared_exposure_id = it.id
        AND p.peak_suds IS NOT NULL AND p.ended_at <= until ORDER BY fifth);
  ELSE
    RETURN false;
  END CASE;

  people := cardinality(fifths);
  IF people < 5 THEN RETURN false; END IF;
  inwards := ceil(people / 4.0);
  INSERT INTO shared_exposure_bands (organisation_id, shared_exposure_id, position, group_id, kind,
    low, high, closed_at)
  VALUES (it.organisation_id, it.id, coalesce(last_position + 1, 0), it.group_id, wanted,
    fifths[inwards] * 20, fifths[people + 1 - inwards] * 20 + 20, until);
  RETURN true;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.tell_shared_exposure_band(uuid, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.leads(uuid),
  app.tell_shared_exposure_band(uuid, text, timestamptz) TO unpolished_app;
--> statement-breakpoint

ALTER TABLE shared_exposure_parts ADD CONSTRAINT shared_exposure_parts_hundreds CHECK (
  expected_suds BETWEEN 0 AND 100 AND peak_suds BETWEEN 0 AND 100);
ALTER TABLE shared_exposure_taps ADD CONSTRAINT shared_exposure_taps_hundreds CHECK (
  suds BETWEEN 0 AND 100);
ALTER TABLE groups ADD CONSTRAINT groups_retention CHECK (retention_days BETWEEN 1 AND 3650);
ALTER TABLE turn_rounds ADD CONSTRAINT turn_rounds_ended CHECK (
  (state = 'ended') = (ended_at IS NOT NULL));
--> statement-breakpoint
-- Held until now meant: by a facilitator, or because of who posted it.
ALTER TABLE messages NO FORCE ROW LEVEL SECURITY;
UPDATE messages SET held_for = 'message' WHERE state = 'held';
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
ALTER TABLE rooms NO FORCE ROW LEVEL SECURITY;
UPDATE rooms SET facilitator_seen_at = opened_at WHERE kind = 'session';
ALTER TABLE rooms FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE messages
  DROP CONSTRAINT messages_content,
  ADD CONSTRAINT messages_content CHECK (
    state IN ('retracted', 'unsent') OR lifetime IN ('session', 'seven_days')
    OR (body IS NULL) <> (card IS NULL) OR kind = 'notice'
    OR coalesce(reply_kind, '') NOT IN ('', 'company', 'question', 'idea')),
  ADD CONSTRAINT messages_line CHECK ((audience = 'line') = (line_enrolment_id IS NOT NULL)),
  ADD CONSTRAINT messages_held CHECK (state <> 'held' OR held_for IS NOT NULL),
  ADD CONSTRAINT messages_notice CHECK ((kind = 'notice') = (notice IS NOT NULL)),
  ADD CONSTRAINT messages_regarding CHECK (regarding IS NULL OR audience = 'facilitators');
--> statement-breakpoint

-- Who the actor is, found out once a statement. A policy that calls app.group_ids() by itself reads
-- and parses the whole list again for every row it looks at, which costs a busy room more than the
-- rows themselves. In a subselect it is worked out first, and the planner sees a plain value.
-- Policies written from here on say `(SELECT app.organisation_id())` and
-- `ANY ((SELECT app.group_ids())::uuid[])`; the cast keeps ANY from taking the subselect for rows.

DO $$
DECLARE
  policy record;
  called text := '\mapp\.(user_id|organisation_id|membership_id|role|invite_hash|invited_group_id)\(\)';
BEGIN
  FOR policy IN
    SELECT tablename, policyname, part,
      regexp_replace(
        regexp_replace(expression, called, '(SELECT app.\1())', 'g'),
        '\mapp\.group_ids\(\)', '(SELECT app.group_ids())::uuid[]', 'g') AS once
    FROM pg_policies,
      LATERAL (VALUES ('USING', qual), ('WITH CHECK', with_check)) AS parts (part, expression)
    WHERE schemaname = 'public' AND expression IS NOT NULL
  LOOP
    EXECUTE format('ALTER POLICY %I ON %I %s (%s)',
      policy.policyname, policy.tablename, policy.part, policy.once);
  END LOOP;
END $$;
