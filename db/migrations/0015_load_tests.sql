CREATE TABLE "load_test_consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"facility_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"opened_by" uuid,
	"pairs" integer NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "load_test_consents_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "load_test_consents_pairs_sane" CHECK ("load_test_consents"."pairs" between 1 and 2000)
);
--> statement-breakpoint
CREATE TABLE "load_test_pairs" (
	"facility_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"doctor_assignment_id" uuid NOT NULL,
	"practitioner_id" uuid NOT NULL,
	"patient_assignment_id" uuid NOT NULL,
	"patient_id" uuid NOT NULL,
	CONSTRAINT "load_test_pairs_facility_id_n_pk" PRIMARY KEY("facility_id","n"),
	CONSTRAINT "load_test_pairs_patient" UNIQUE("patient_id"),
	CONSTRAINT "load_test_pairs_practitioner" UNIQUE("practitioner_id")
);
--> statement-breakpoint
ALTER TABLE "load_test_consents" ADD CONSTRAINT "load_test_consents_facility_id_facilities_id_fk" FOREIGN KEY ("facility_id") REFERENCES "public"."facilities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "load_test_consents" ADD CONSTRAINT "load_test_consents_opened_by_people_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "load_test_pairs" ADD CONSTRAINT "load_test_pairs_facility_id_facilities_id_fk" FOREIGN KEY ("facility_id") REFERENCES "public"."facilities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "load_test_pairs" ADD CONSTRAINT "load_test_pairs_doctor_assignment_id_assignments_id_fk" FOREIGN KEY ("doctor_assignment_id") REFERENCES "public"."assignments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "load_test_pairs" ADD CONSTRAINT "load_test_pairs_practitioner_id_practitioners_id_fk" FOREIGN KEY ("practitioner_id") REFERENCES "public"."practitioners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "load_test_pairs" ADD CONSTRAINT "load_test_pairs_patient_assignment_id_assignments_id_fk" FOREIGN KEY ("patient_assignment_id") REFERENCES "public"."assignments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "load_test_pairs" ADD CONSTRAINT "load_test_pairs_patient_id_people_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "load_test_consents_facility" ON "load_test_consents" USING btree ("facility_id");--> statement-breakpoint

-- Written by the owner alone, read by nobody but the machinery of signing in: it finds a consent by its token's hash, and
-- whose sessions it may hand out.
REVOKE INSERT, UPDATE, DELETE ON load_test_consents, load_test_pairs FROM enshin_app;--> statement-breakpoint
ALTER TABLE load_test_consents ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY load_test_consents_read ON load_test_consents FOR SELECT TO enshin_app USING ((SELECT scope_is('auth')));--> statement-breakpoint
ALTER TABLE load_test_pairs ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY load_test_pairs_read ON load_test_pairs FOR SELECT TO enshin_app USING ((SELECT scope_is('auth')));--> statement-breakpoint

-- Synthetic patients ask no real facility for 利用登録, and act for nobody: whatever a load test sends, it stays within
-- its own facility.
CREATE FUNCTION load_test_facility_of(patient uuid) RETURNS uuid
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$ SELECT p.facility_id FROM load_test_pairs p WHERE p.patient_id = patient $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION load_test_facility_of FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION load_test_facility_of TO enshin_app;--> statement-breakpoint
CREATE POLICY load_test_people_stay ON memberships AS RESTRICTIVE FOR INSERT TO enshin_app
	WITH CHECK (coalesce(load_test_facility_of(patient_id) = facility_id, true));--> statement-breakpoint
CREATE POLICY load_test_people_stay ON proxies AS RESTRICTIVE FOR INSERT TO enshin_app
	WITH CHECK (load_test_facility_of(guardian_id) IS NULL AND load_test_facility_of(patient_id) IS NULL);
