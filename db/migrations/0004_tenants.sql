-- Who may see which row, kept by the database itself. The services connect as roles that own nothing; each transaction
-- says for whom it is (enshin.scope, enshin.facility, enshin.person), and without that the policies show nothing.
-- db/src/scope.ts sets it; db/test/tenants.test.ts holds every table to it.

-- Roles belong to the server, not to the database: another database may have brought them already.
DO $$ BEGIN CREATE ROLE enshin_app NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;--> statement-breakpoint
DO $$ BEGIN CREATE ROLE enshin_signaling NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;--> statement-breakpoint

GRANT USAGE ON SCHEMA public TO enshin_app, enshin_signaling;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON nodes, placements TO enshin_signaling;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO enshin_app;--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO enshin_app;--> statement-breakpoint
-- The log grows through its function alone; what was proved stays proved; a facility is founded by its operators.
REVOKE ALL ON access_log, access_log_heads FROM enshin_app;--> statement-breakpoint
GRANT SELECT ON access_log TO enshin_app;--> statement-breakpoint
REVOKE UPDATE, DELETE ON identity_proofs FROM enshin_app;--> statement-breakpoint
REVOKE DELETE ON data_keys, people, facilities, disposals, break_glass, notices FROM enshin_app;--> statement-breakpoint
REVOKE INSERT ON facilities FROM enshin_app;--> statement-breakpoint

CREATE FUNCTION scope_is(kind text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
	AS $$ SELECT coalesce(current_setting('enshin.scope', true), '') = kind $$;--> statement-breakpoint
CREATE FUNCTION scope_facility() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
	AS $$ SELECT nullif(current_setting('enshin.facility', true), '')::uuid $$;--> statement-breakpoint
CREATE FUNCTION scope_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
	AS $$ SELECT nullif(current_setting('enshin.person', true), '')::uuid $$;--> statement-breakpoint

-- Facilities are a public directory; their names are sealed all the same. Their settings change from inside.
ALTER TABLE facilities ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY facilities_read ON facilities FOR SELECT TO enshin_app USING (true);--> statement-breakpoint
CREATE POLICY facilities_write ON facilities FOR UPDATE TO enshin_app USING (id = (SELECT scope_facility()) OR (SELECT scope_is('ops')));--> statement-breakpoint

ALTER TABLE people ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY people_read ON people FOR SELECT TO enshin_app USING (
	id = (SELECT scope_person())
	OR (SELECT scope_is('auth'))
	OR ((SELECT scope_facility()) IS NOT NULL AND (
		EXISTS (SELECT FROM memberships m WHERE m.patient_id = people.id AND m.facility_id = (SELECT scope_facility()))
		OR EXISTS (SELECT FROM assignments a WHERE a.person_id = people.id AND a.facility_id = (SELECT scope_facility()))
		OR EXISTS (SELECT FROM proxies x JOIN memberships m ON m.patient_id = x.patient_id
			WHERE x.guardian_id = people.id AND m.facility_id = (SELECT scope_facility()))
		OR EXISTS (SELECT FROM break_glass b WHERE b.operator_id = people.id AND b.facility_id = (SELECT scope_facility()))
	))
	-- A patient reads the names of those who can be booked, and of those they act for or who act for them.
	OR ((SELECT scope_facility()) IS NULL AND (SELECT scope_person()) IS NOT NULL AND (
		EXISTS (SELECT FROM practitioners p WHERE p.person_id = people.id)
		OR EXISTS (SELECT FROM proxies x WHERE x.ended_at IS NULL AND (
			(x.guardian_id = (SELECT scope_person()) AND x.patient_id = people.id)
			OR (x.patient_id = (SELECT scope_person()) AND x.guardian_id = people.id)))
	))
);--> statement-breakpoint
CREATE POLICY people_add ON people FOR INSERT TO enshin_app WITH CHECK ((SELECT scope_is('auth')));--> statement-breakpoint
CREATE POLICY people_write ON people FOR UPDATE TO enshin_app USING (
	id = (SELECT scope_person())
	OR (SELECT scope_is('auth'))
	OR EXISTS (SELECT FROM assignments a WHERE a.person_id = people.id AND a.facility_id = (SELECT scope_facility()))
);--> statement-breakpoint

ALTER TABLE assignments ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY assignments_all ON assignments TO enshin_app USING (
	(SELECT scope_is('auth')) OR facility_id = (SELECT scope_facility()) OR person_id = (SELECT scope_person())
) WITH CHECK ((SELECT scope_is('auth')) OR facility_id = (SELECT scope_facility()));--> statement-breakpoint

ALTER TABLE credentials ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY credentials_all ON credentials TO enshin_app USING (
	(SELECT scope_is('auth')) OR facility_id = (SELECT scope_facility()) OR person_id = (SELECT scope_person())
);--> statement-breakpoint

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY sessions_all ON sessions TO enshin_app USING (
	(SELECT scope_is('auth'))
	OR EXISTS (SELECT FROM assignments a WHERE a.id = assignment_id
		AND (a.person_id = (SELECT scope_person()) OR a.facility_id = (SELECT scope_facility())))
);--> statement-breakpoint

ALTER TABLE factors ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY factors_all ON factors TO enshin_app USING (
	(SELECT scope_is('auth')) OR EXISTS (SELECT FROM credentials c WHERE c.id = credential_id
		AND (c.person_id = (SELECT scope_person()) OR c.facility_id = (SELECT scope_facility())))
);--> statement-breakpoint
ALTER TABLE recovery_codes ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY recovery_codes_all ON recovery_codes TO enshin_app USING (
	(SELECT scope_is('auth')) OR EXISTS (SELECT FROM credentials c WHERE c.id = credential_id
		AND (c.person_id = (SELECT scope_person()) OR c.facility_id = (SELECT scope_facility())))
);--> statement-breakpoint
ALTER TABLE password_history ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY password_history_all ON password_history TO enshin_app USING (
	(SELECT scope_is('auth')) OR EXISTS (SELECT FROM credentials c WHERE c.id = credential_id
		AND c.person_id = (SELECT scope_person()))
);--> statement-breakpoint
ALTER TABLE challenges ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY challenges_all ON challenges TO enshin_app USING (
	(SELECT scope_is('auth')) OR EXISTS (SELECT FROM credentials c WHERE c.id = credential_id
		AND c.person_id = (SELECT scope_person()))
);--> statement-breakpoint
ALTER TABLE links ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY links_all ON links TO enshin_app USING (
	(SELECT scope_is('auth')) OR facility_id = (SELECT scope_facility())
);--> statement-breakpoint
ALTER TABLE devices ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY devices_all ON devices TO enshin_app USING (
	(SELECT scope_is('auth')) OR facility_id = (SELECT scope_facility())
);--> statement-breakpoint
ALTER TABLE ip_rules ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY ip_rules_read ON ip_rules FOR SELECT TO enshin_app USING (
	(SELECT scope_is('auth')) OR facility_id = (SELECT scope_facility())
);--> statement-breakpoint
CREATE POLICY ip_rules_write ON ip_rules TO enshin_app USING (facility_id = (SELECT scope_facility()));--> statement-breakpoint

ALTER TABLE approvals ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY approvals_all ON approvals TO enshin_app USING (facility_id = (SELECT scope_facility()));--> statement-breakpoint
ALTER TABLE disposals ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY disposals_all ON disposals TO enshin_app USING (
	facility_id = (SELECT scope_facility()) OR subject_id = (SELECT scope_person()) OR (SELECT scope_is('ops')) OR (SELECT scope_is('service'))
);--> statement-breakpoint
ALTER TABLE identity_proofs ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY identity_proofs_all ON identity_proofs TO enshin_app USING (
	facility_id = (SELECT scope_facility())
) WITH CHECK (facility_id = (SELECT scope_facility()));--> statement-breakpoint

-- Who can be booked, and when, is shown to every patient; it changes from inside the facility.
ALTER TABLE practitioners ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY practitioners_read ON practitioners FOR SELECT TO enshin_app USING (
	facility_id = (SELECT scope_facility()) OR (SELECT scope_is('auth'))
	OR ((SELECT scope_facility()) IS NULL AND (SELECT scope_person()) IS NOT NULL)
);--> statement-breakpoint
CREATE POLICY practitioners_write ON practitioners TO enshin_app USING (
	facility_id = (SELECT scope_facility()) OR (SELECT scope_is('auth'))
);--> statement-breakpoint
ALTER TABLE schedules ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY schedules_read ON schedules FOR SELECT TO enshin_app USING (
	EXISTS (SELECT FROM practitioners p WHERE p.id = practitioner_id)
);--> statement-breakpoint
CREATE POLICY schedules_write ON schedules TO enshin_app USING (
	EXISTS (SELECT FROM practitioners p WHERE p.id = practitioner_id AND p.facility_id = (SELECT scope_facility()))
);--> statement-breakpoint
ALTER TABLE weekly_hours ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY weekly_hours_read ON weekly_hours FOR SELECT TO enshin_app USING (
	EXISTS (SELECT FROM practitioners p WHERE p.id = practitioner_id)
);--> statement-breakpoint
CREATE POLICY weekly_hours_write ON weekly_hours TO enshin_app USING (
	EXISTS (SELECT FROM practitioners p WHERE p.id = practitioner_id AND p.facility_id = (SELECT scope_facility()))
);--> statement-breakpoint
ALTER TABLE days_off ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY days_off_read ON days_off FOR SELECT TO enshin_app USING (
	EXISTS (SELECT FROM practitioners p WHERE p.id = practitioner_id)
);--> statement-breakpoint
CREATE POLICY days_off_write ON days_off TO enshin_app USING (
	EXISTS (SELECT FROM practitioners p WHERE p.id = practitioner_id AND p.facility_id = (SELECT scope_facility()))
);--> statement-breakpoint

ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY memberships_all ON memberships TO enshin_app USING (
	facility_id = (SELECT scope_facility()) OR patient_id = (SELECT scope_person())
);--> statement-breakpoint
ALTER TABLE labels ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY labels_all ON labels TO enshin_app USING (facility_id = (SELECT scope_facility()));--> statement-breakpoint
ALTER TABLE membership_labels ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY membership_labels_all ON membership_labels TO enshin_app USING (facility_id = (SELECT scope_facility()));--> statement-breakpoint
ALTER TABLE search_tokens ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY search_tokens_all ON search_tokens TO enshin_app USING (
	facility_id = (SELECT scope_facility()) OR patient_id = (SELECT scope_person())
);--> statement-breakpoint
ALTER TABLE proxies ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY proxies_read ON proxies FOR SELECT TO enshin_app USING (
	guardian_id = (SELECT scope_person()) OR patient_id = (SELECT scope_person()) OR (SELECT scope_is('auth'))
	OR EXISTS (SELECT FROM memberships m WHERE m.patient_id = proxies.patient_id AND m.facility_id = (SELECT scope_facility()))
);--> statement-breakpoint
CREATE POLICY proxies_write ON proxies TO enshin_app USING (
	guardian_id = (SELECT scope_person()) OR patient_id = (SELECT scope_person()) OR (SELECT scope_is('auth'))
);--> statement-breakpoint

ALTER TABLE appointments ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY appointments_all ON appointments TO enshin_app USING (
	facility_id = (SELECT scope_facility()) OR patient_id = (SELECT scope_person())
);--> statement-breakpoint
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY idempotency_keys_all ON idempotency_keys TO enshin_app USING (person_id = (SELECT scope_person()));--> statement-breakpoint
ALTER TABLE calls ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY calls_all ON calls TO enshin_app USING (
	EXISTS (SELECT FROM appointments a WHERE a.id = appointment_id)
);--> statement-breakpoint
ALTER TABLE call_events ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY call_events_all ON call_events TO enshin_app USING (
	EXISTS (SELECT FROM calls c WHERE c.id = call_id)
);--> statement-breakpoint

ALTER TABLE access_log ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY access_log_read ON access_log FOR SELECT TO enshin_app USING (
	chain_id = (SELECT scope_facility()) OR chain_id = (SELECT scope_person())
);--> statement-breakpoint
ALTER TABLE access_log_heads ENABLE ROW LEVEL SECURITY;--> statement-breakpoint

ALTER TABLE notices ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY notices_read ON notices FOR SELECT TO enshin_app USING (true);--> statement-breakpoint
CREATE POLICY notices_write ON notices TO enshin_app USING ((SELECT scope_is('ops')));--> statement-breakpoint
ALTER TABLE break_glass ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY break_glass_read ON break_glass FOR SELECT TO enshin_app USING (
	facility_id = (SELECT scope_facility()) OR (SELECT scope_is('ops'))
);--> statement-breakpoint
CREATE POLICY break_glass_write ON break_glass TO enshin_app USING (
	(SELECT scope_is('ops')) AND operator_id = (SELECT scope_person())
);--> statement-breakpoint

-- Anybody's change may write a message; only the sender reads them.
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY outbox_add ON outbox FOR INSERT TO enshin_app WITH CHECK (coalesce(current_setting('enshin.scope', true), '') <> '');--> statement-breakpoint
CREATE POLICY outbox_send ON outbox TO enshin_app USING ((SELECT scope_is('service')));--> statement-breakpoint

-- When somebody is busy, and nothing else of their day: patients ask it of practitioners whose other patients they may
-- not see.
CREATE FUNCTION busy_times(practitioner_ids uuid[], within tstzrange, except_appointment uuid DEFAULT NULL)
	RETURNS TABLE (practitioner_id uuid, during tstzrange)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
		SELECT a.practitioner_id, a.during FROM appointments a
		WHERE a.practitioner_id = ANY (practitioner_ids) AND a.status <> 'cancelled' AND a.during && within
			AND (except_appointment IS NULL OR a.id <> except_appointment)
	$$;--> statement-breakpoint
-- Signaling reports on a call by its id alone.
CREATE FUNCTION facility_of_call(call uuid) RETURNS uuid
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT a.facility_id FROM calls c JOIN appointments a ON a.id = c.appointment_id WHERE c.id = call $$;--> statement-breakpoint

-- The only way into the access log. The chain is the scope's own facility or person, and so is the actor: a transaction
-- cannot write into another tenant's log, nor in another's name. Entries of a chain wait for each other from here to the
-- end of the transaction, so this comes last.
CREATE FUNCTION append_access_log(chain uuid, actor uuid, what text, about uuid[], detail jsonb) RETURNS bigint
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
		INSERT INTO access_log_heads VALUES (chain, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
		SELECT * INTO head FROM access_log_heads h WHERE h.chain_id = chain FOR UPDATE;
		moment := clock_timestamp();
		text_of_entry := jsonb_build_object(
			'chain', chain, 'seq', head.seq + 1,
			'at', to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
			'actor', actor, 'action', what, 'subjects', to_jsonb(about), 'detail', detail
		)::text;
		new_hash := sha256(head.hash || convert_to(text_of_entry, 'UTF8'));
		INSERT INTO access_log (chain_id, seq, at, entry, actor_id, action, subjects, prev, hash)
			VALUES (chain, head.seq + 1, moment, text_of_entry, actor, what, about, head.hash, new_hash);
		UPDATE access_log_heads h SET seq = head.seq + 1, hash = new_hash WHERE h.chain_id = chain;
		RETURN head.seq + 1;
	END $$;--> statement-breakpoint
-- A patient's own view of who read theirs, in every facility: without the others that the same entry is about.
CREATE FUNCTION access_log_about_me() RETURNS TABLE (chain_id uuid, seq bigint, at timestamptz, actor_id uuid, action text, detail jsonb)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
		SELECT l.chain_id, l.seq, l.at, l.actor_id, l.action, l.entry::jsonb -> 'detail' FROM access_log l
		WHERE scope_person() IS NOT NULL AND l.subjects @> ARRAY[scope_person()]
	$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION busy_times, facility_of_call, append_access_log, access_log_about_me FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION busy_times, facility_of_call, append_access_log, access_log_about_me TO enshin_app;
