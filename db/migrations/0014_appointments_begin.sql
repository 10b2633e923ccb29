DROP INDEX "appointments_day";--> statement-breakpoint
DROP INDEX "appointments_patient";--> statement-breakpoint
ALTER TABLE "appointments" ADD COLUMN "starts_at" timestamp with time zone GENERATED ALWAYS AS (lower(during)) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "appointments_day" ON "appointments" USING btree ("facility_id","starts_at");--> statement-breakpoint
CREATE INDEX "appointments_patient" ON "appointments" USING btree ("patient_id","starts_at");