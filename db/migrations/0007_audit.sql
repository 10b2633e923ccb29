ALTER TABLE "access_log_heads" ADD COLUMN "at" timestamp with time zone;--> statement-breakpoint

-- As before, and never earlier than the entry before: a clock that is put back must not look like a log that was.
CREATE OR REPLACE FUNCTION append_access_log(chain uuid, actor uuid, what text, about uuid[], detail jsonb) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
	DECLARE
		head access_log_heads;
		moment timestamptz;
		text_of_entry text;
		new_hash bytea;
	BEGIN
		IF scope_is('actor') OR scope_is('ops') THEN
			IF actor IS DISTINCT FROM coalesce(nullif(current_setting('enshin.actor', true), '')::uuid, scope_person())
				OR chain NOT IN (coalesce(scope_facility(), chain), coalesce(scope_person(), chain)) THEN
				RAISE EXCEPTION 'not this scope''s chain or actor' USING ERRCODE = '42501';
			END IF;
		ELSIF NOT (scope_is('auth') OR scope_is('service')) THEN
			RAISE EXCEPTION 'no scope is set' USING ERRCODE = '42501';
		END IF;
		INSERT INTO access_log_heads (chain_id, seq, hash) VALUES (chain, 0, decode(repeat('00', 32), 'hex'))
			ON CONFLICT DO NOTHING;
		SELECT * INTO head FROM access_log_heads h WHERE h.chain_id = chain FOR UPDATE;
		moment := greatest(clock_timestamp(), head.at);
		text_of_entry := jsonb_build_object(
			'chain', chain, 'seq', head.seq + 1,
			'at', to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
			'actor', actor, 'action', what, 'subjects', to_jsonb(about), 'detail', detail
		)::text;
		new_hash := sha256(head.hash || convert_to(text_of_entry, 'UTF8'));
		INSERT INTO access_log (chain_id, seq, at, entry, actor_id, action, subjects, prev, hash)
			VALUES (chain, head.seq + 1, moment, text_of_entry, actor, what, about, head.hash, new_hash);
		UPDATE access_log_heads h SET seq = head.seq + 1, hash = new_hash, at = moment WHERE h.chain_id = chain;
		RETURN head.seq + 1;
	END $$;--> statement-breakpoint

-- Where the chains stand that have moved since: what a checkpoint signs. Hashes and ids, for our own services alone.
CREATE FUNCTION access_log_heads_moved(since timestamptz) RETURNS TABLE (chain uuid, seq bigint, hash text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
		SELECT h.chain_id, h.seq, encode(h.hash, 'hex') FROM access_log_heads h
		WHERE scope_is('service') AND (since IS NULL OR h.at IS NULL OR h.at >= since)
	$$;--> statement-breakpoint

-- The names of those who looked at a patient's data, which the patient may know and could not read otherwise: sealed
-- cells. Without names of other patients' families.
CREATE FUNCTION names_of_those_who_looked() RETURNS TABLE (person_id uuid, name bytea)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
		SELECT p.id, p.name FROM people p
		WHERE p.id IN (SELECT l.actor_id FROM access_log l
			WHERE scope_person() IS NOT NULL AND l.subjects @> ARRAY[scope_person()])
		AND EXISTS (SELECT FROM assignments a WHERE a.person_id = p.id AND a.role <> 'patient')
	$$;--> statement-breakpoint

-- An operator is of a facility only while they are told to look (break-glass), and then they look: nothing of a patient's
-- is theirs to change.
CREATE FUNCTION break_glass_is_open(facility uuid, operator uuid) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
		SELECT EXISTS (SELECT FROM break_glass b WHERE b.facility_id = facility AND b.operator_id = operator
			AND b.ended_at IS NULL AND b.expires_at > clock_timestamp())
	$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION scope_facility() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
	AS $$
		SELECT CASE WHEN current_setting('enshin.scope', true) IS DISTINCT FROM 'ops'
			OR break_glass_is_open(
				nullif(current_setting('enshin.facility', true), '')::uuid,
				nullif(current_setting('enshin.person', true), '')::uuid)
			THEN nullif(current_setting('enshin.facility', true), '')::uuid END
	$$;--> statement-breakpoint
DO $$
DECLARE
	patients_table text;
BEGIN
	FOREACH patients_table IN ARRAY ARRAY['people', 'proxies', 'memberships', 'labels', 'membership_labels', 'search_tokens',
		'appointments', 'calls', 'call_events', 'practitioners', 'schedules', 'weekly_hours', 'days_off', 'identity_proofs',
		'approvals', 'assignments', 'credentials']
	LOOP
		EXECUTE format('CREATE POLICY operators_add_none ON %I AS RESTRICTIVE FOR INSERT TO enshin_app WITH CHECK (NOT (SELECT scope_is(''ops'')))', patients_table);
		EXECUTE format('CREATE POLICY operators_change_none ON %I AS RESTRICTIVE FOR UPDATE TO enshin_app USING (NOT (SELECT scope_is(''ops'')))', patients_table);
		EXECUTE format('CREATE POLICY operators_delete_none ON %I AS RESTRICTIVE FOR DELETE TO enshin_app USING (NOT (SELECT scope_is(''ops'')))', patients_table);
	END LOOP;
END $$;--> statement-breakpoint

REVOKE ALL ON FUNCTION access_log_heads_moved, names_of_those_who_looked, break_glass_is_open FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION access_log_heads_moved, names_of_those_who_looked, break_glass_is_open TO enshin_app;--> statement-breakpoint
-- The operators' commands sign in as the owner, and read what they may as the app's role.
DO $$ BEGIN GRANT enshin_app TO CURRENT_USER; EXCEPTION WHEN insufficient_privilege OR unique_violation OR duplicate_object OR internal_error THEN NULL; END $$;
