CREATE INDEX "proxies_ended" ON "proxies" USING btree ("ended_at") WHERE "proxies"."ended_at" is not null;--> statement-breakpoint

-- As before, and of guardians who act for a patient no more (代理): person and patient. Their calls are cut, others' are not.
DROP FUNCTION access_ended_since(timestamptz);--> statement-breakpoint
CREATE FUNCTION access_ended_since(since timestamptz)
	RETURNS TABLE (person_id uuid, facility_id uuid, patient_id uuid, at timestamptz)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
		SELECT a.person_id, a.facility_id, NULL::uuid, a.access_ended_at FROM assignments a WHERE a.access_ended_at >= since
		UNION ALL SELECT p.id, NULL, NULL, p.left_at FROM people p WHERE p.left_at >= since
		UNION ALL SELECT NULL, f.id, NULL, f.stopped_at FROM facilities f WHERE f.stopped_at >= since
		UNION ALL SELECT x.guardian_id, NULL, x.patient_id, x.ended_at FROM proxies x WHERE x.ended_at >= since
	$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION access_ended_since FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION access_ended_since TO enshin_signaling;
