ALTER TABLE "approvals" ADD COLUMN "role" "role";--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "code_hash" text;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "code_expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "proof_method" text;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "proof_document" "bytea";--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "proof_by" uuid;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "proof_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "access_ended_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_one_emergency" ON "assignments" USING btree ("facility_id") WHERE "assignments"."emergency" and "assignments"."status" <> 'removed';--> statement-breakpoint
CREATE INDEX "assignments_access_ended" ON "assignments" USING btree ("access_ended_at") WHERE "assignments"."access_ended_at" is not null;--> statement-breakpoint
CREATE INDEX "people_left" ON "people" USING btree ("left_at") WHERE "people"."left_at" is not null;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_code_hash_unique" UNIQUE("code_hash");--> statement-breakpoint

-- Whoever joins with an invitation is not yet of the facility: the sign-in machinery writes down how they were identified.
CREATE POLICY identity_proofs_join ON identity_proofs FOR INSERT TO enshin_app WITH CHECK ((SELECT scope_is('auth')));--> statement-breakpoint

-- Signaling sees no accounts. It asks whose access has ended since, in case it did not hear of it: an account disabled or
-- removed (person and facility), a patient who left (person), a facility that stopped (facility).
CREATE FUNCTION access_ended_since(since timestamptz)
	RETURNS TABLE (person_id uuid, facility_id uuid, at timestamptz)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
		SELECT a.person_id, a.facility_id, a.access_ended_at FROM assignments a WHERE a.access_ended_at >= since
		UNION ALL SELECT p.id, NULL, p.left_at FROM people p WHERE p.left_at >= since
		UNION ALL SELECT NULL, f.id, f.stopped_at FROM facilities f WHERE f.stopped_at >= since
	$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION access_ended_since FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION access_ended_since TO enshin_signaling;
