-- The database is the judge of double bookings: whatever a program forgets to check, two visits of one practitioner, or
-- of one patient, cannot overlap. btree_gist lets a plain uuid stand in a gist index beside the range.
CREATE EXTENSION IF NOT EXISTS btree_gist;
--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_practitioner_free"
	EXCLUDE USING gist ("practitioner_id" WITH =, "during" WITH &&) WHERE ("status" <> 'cancelled');
--> statement-breakpoint
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_patient_free"
	EXCLUDE USING gist ("patient_id" WITH =, "during" WITH &&) WHERE ("status" <> 'cancelled');
