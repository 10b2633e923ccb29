-- Sealing needs a key that SQL does not have: what an earlier version wrote in clear text cannot be carried over here.
-- There was no release before this one, so there is only demonstration data to lose, and nothing is lost silently.
DO $$ BEGIN
	IF EXISTS (SELECT FROM people) THEN
		RAISE EXCEPTION 'This database was made by a version without sealing. Move it away (the folder data/, or the database in DATABASE_URL) and start again.';
	END IF;
END $$;--> statement-breakpoint
CREATE TYPE "public"."approval_kind" AS ENUM('remove_admin', 'demote_admin', 'reset_factors', 'dispose_patient', 'stop_service');--> statement-breakpoint
CREATE TYPE "public"."disposal_subject" AS ENUM('person', 'facility');--> statement-breakpoint
CREATE TYPE "public"."key_owner_kind" AS ENUM('person', 'facility');--> statement-breakpoint
CREATE TYPE "public"."password_profile" AS ENUM('nist', 'mhlw');--> statement-breakpoint
CREATE TYPE "public"."second_factor_rule" AS ENUM('required', 'offered');--> statement-breakpoint
CREATE TYPE "public"."factor_kind" AS ENUM('totp', 'passkey', 'sms');--> statement-breakpoint
CREATE TYPE "public"."link_kind" AS ENUM('invitation', 'password_reset');--> statement-breakpoint
CREATE TYPE "public"."notice_kind" AS ENUM('maintenance', 'incident');--> statement-breakpoint
CREATE TYPE "public"."outbox_channel" AS ENUM('mail', 'sms');--> statement-breakpoint
CREATE TYPE "public"."outbox_status" AS ENUM('pending', 'sending', 'sent', 'failed');--> statement-breakpoint
CREATE TYPE "public"."assignment_status" AS ENUM('active', 'disabled', 'removed');--> statement-breakpoint
CREATE TYPE "public"."session_state" AS ENUM('full', 'second_factor', 'enrolment', 'password_change');--> statement-breakpoint
ALTER TYPE "public"."role" ADD VALUE 'ops';--> statement-breakpoint
CREATE TABLE "access_log" (
	"chain_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"entry" text NOT NULL,
	"actor_id" uuid,
	"action" text NOT NULL,
	"subjects" uuid[] NOT NULL,
	"prev" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "access_log_chain_id_seq_pk" PRIMARY KEY("chain_id","seq")
);
--> statement-breakpoint
CREATE TABLE "access_log_heads" (
	"chain_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"facility_id" uuid NOT NULL,
	"kind" "approval_kind" NOT NULL,
	"assignment_id" uuid,
	"subject_id" uuid,
	"reason" "bytea" NOT NULL,
	"requested_by" uuid NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"decision" text,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "disposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"subject" "disposal_subject" NOT NULL,
	"subject_id" uuid NOT NULL,
	"facility_id" uuid,
	"reason" text NOT NULL,
	"requested_by" uuid NOT NULL,
	"approved_by" uuid,
	"certificate" jsonb,
	"due_at" timestamp with time zone NOT NULL,
	"executed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "data_keys" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"owner_kind" "key_owner_kind" NOT NULL,
	"owner_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"wrapped" "bytea",
	"master_key_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"destroyed_at" timestamp with time zone,
	CONSTRAINT "data_keys_owner_version" UNIQUE("owner_id","owner_kind","version")
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"facility_id" uuid NOT NULL,
	"name" "bytea" NOT NULL,
	"secret_hash" text,
	"registered_by" uuid NOT NULL,
	"last_seen_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "devices_secret_hash_unique" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "ip_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"facility_id" uuid NOT NULL,
	"cidr" text NOT NULL,
	"note" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ip_rules_once" UNIQUE("facility_id","cidr")
);
--> statement-breakpoint
CREATE TABLE "challenges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"credential_id" uuid,
	"factor_id" uuid,
	"purpose" text NOT NULL,
	"expected" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"used_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "factors" (
	"id" uuid PRIMARY KEY NOT NULL,
	"credential_id" uuid NOT NULL,
	"kind" "factor_kind" NOT NULL,
	"secret" "bytea",
	"name" "bytea",
	"passkey_id" text,
	"public_key" "bytea",
	"counter" bigint DEFAULT 0 NOT NULL,
	"transports" text,
	"confirmed_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "factors_passkey_id_unique" UNIQUE("passkey_id")
);
--> statement-breakpoint
CREATE TABLE "links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" "link_kind" NOT NULL,
	"token_hash" text NOT NULL,
	"credential_id" uuid,
	"facility_id" uuid,
	"email" "bytea",
	"email_index" "bytea",
	"name" "bytea",
	"kana" "bytea",
	"role" "role",
	"title" text,
	"created_by" uuid,
	"used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "links_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "password_history" (
	"id" uuid PRIMARY KEY NOT NULL,
	"credential_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"stem_hash" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"credential_id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "recovery_codes_once" UNIQUE("credential_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "labels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"facility_id" uuid NOT NULL,
	"name" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "membership_labels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"facility_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"label_id" uuid NOT NULL,
	"value" "bytea" NOT NULL,
	"value_index" "bytea" NOT NULL,
	CONSTRAINT "membership_labels_once" UNIQUE("membership_id","label_id")
);
--> statement-breakpoint
CREATE TABLE "search_tokens" (
	"facility_id" uuid NOT NULL,
	"token" "bytea" NOT NULL,
	"patient_id" uuid NOT NULL,
	CONSTRAINT "search_tokens_facility_id_token_patient_id_pk" PRIMARY KEY("facility_id","token","patient_id")
);
--> statement-breakpoint
CREATE TABLE "break_glass" (
	"id" uuid PRIMARY KEY NOT NULL,
	"facility_id" uuid NOT NULL,
	"operator_id" uuid NOT NULL,
	"reason" "bytea" NOT NULL,
	"ticket" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" "notice_kind" NOT NULL,
	"facility_id" uuid,
	"title_ja" text NOT NULL,
	"title_en" text NOT NULL,
	"body_ja" text NOT NULL,
	"body_en" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"report_ja" text,
	"report_en" text,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel" "outbox_channel" NOT NULL,
	"owner_kind" "key_owner_kind" NOT NULL,
	"owner_id" uuid NOT NULL,
	"recipient" "bytea" NOT NULL,
	"subject" "bytea",
	"body" "bytea" NOT NULL,
	"status" "outbox_status" DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	"failure" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identity_proofs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"facility_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"method" text NOT NULL,
	"document" "bytea" NOT NULL,
	"checked_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "proxies" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"guardian_id" uuid NOT NULL,
	"patient_id" uuid NOT NULL,
	"relation" text NOT NULL,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "proxies_once" UNIQUE("guardian_id","patient_id")
);
--> statement-breakpoint
ALTER TABLE "memberships" DROP CONSTRAINT "memberships_chart_number";--> statement-breakpoint
ALTER TABLE "credentials" DROP CONSTRAINT "credentials_email_in_tenant";--> statement-breakpoint
ALTER TABLE "assignments" DROP CONSTRAINT "assignments_only_patients_have_no_facility";--> statement-breakpoint
ALTER TABLE "credentials" DROP CONSTRAINT "credentials_email_lower";--> statement-breakpoint
ALTER TABLE "facilities" ALTER COLUMN "id" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "facilities" DROP COLUMN "name";--> statement-breakpoint
ALTER TABLE "facilities" ADD COLUMN "name" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "facilities" DROP COLUMN "telephone";--> statement-breakpoint
ALTER TABLE "facilities" ADD COLUMN "telephone" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "memberships" ALTER COLUMN "id" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "memberships" DROP COLUMN "chart_number";--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "chart_number" "bytea";--> statement-breakpoint
ALTER TABLE "credentials" ALTER COLUMN "id" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "credentials" DROP COLUMN "email";--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "email" "bytea";--> statement-breakpoint
ALTER TABLE "credentials" ALTER COLUMN "password_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ALTER COLUMN "id" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "people" DROP COLUMN "name";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "name" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "people" DROP COLUMN "kana";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "kana" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "people" DROP COLUMN "birth_date";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "birth_date" "bytea";--> statement-breakpoint
ALTER TABLE "people" DROP COLUMN "sex";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "sex" "bytea";--> statement-breakpoint
ALTER TABLE "sessions" ALTER COLUMN "id" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "facilities" ADD COLUMN "second_factor" "second_factor_rule" DEFAULT 'required' NOT NULL;--> statement-breakpoint
ALTER TABLE "facilities" ADD COLUMN "password_profile" "password_profile" DEFAULT 'nist' NOT NULL;--> statement-breakpoint
ALTER TABLE "facilities" ADD COLUMN "password_expiry_days" integer;--> statement-breakpoint
ALTER TABLE "facilities" ADD COLUMN "idle_lock_minutes" integer DEFAULT 15 NOT NULL;--> statement-breakpoint
ALTER TABLE "facilities" ADD COLUMN "registered_devices_only" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "facilities" ADD COLUMN "stopped_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "chart_number_index" "bytea";--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "karte_number" "bytea";--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "karte_number_index" "bytea";--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "refusal_reason" "bytea";--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "decided_by" uuid;--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "status" "assignment_status" DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "emergency" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "status_changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "email_index" "bytea";--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "telephone" "bytea";--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "telephone_index" "bytea";--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "password_changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "telephone" "bytea";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "insurance_number" "bytea";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "left_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "practitioners" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "state" "session_state" DEFAULT 'full' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "methods" text DEFAULT 'password' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "authenticated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "locked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "user_agent" "bytea";--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "address" "bytea";--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "device_id" uuid;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_facility_id_facilities_id_fk" FOREIGN KEY ("facility_id") REFERENCES "public"."facilities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_assignment_id_assignments_id_fk" FOREIGN KEY ("assignment_id") REFERENCES "public"."assignments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_requested_by_people_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_facility_id_facilities_id_fk" FOREIGN KEY ("facility_id") REFERENCES "public"."facilities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ip_rules" ADD CONSTRAINT "ip_rules_facility_id_facilities_id_fk" FOREIGN KEY ("facility_id") REFERENCES "public"."facilities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_factor_id_factors_id_fk" FOREIGN KEY ("factor_id") REFERENCES "public"."factors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "factors" ADD CONSTRAINT "factors_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_facility_id_facilities_id_fk" FOREIGN KEY ("facility_id") REFERENCES "public"."facilities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_history" ADD CONSTRAINT "password_history_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "labels" ADD CONSTRAINT "labels_facility_id_facilities_id_fk" FOREIGN KEY ("facility_id") REFERENCES "public"."facilities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership_labels" ADD CONSTRAINT "membership_labels_facility_id_facilities_id_fk" FOREIGN KEY ("facility_id") REFERENCES "public"."facilities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership_labels" ADD CONSTRAINT "membership_labels_membership_id_memberships_id_fk" FOREIGN KEY ("membership_id") REFERENCES "public"."memberships"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership_labels" ADD CONSTRAINT "membership_labels_label_id_labels_id_fk" FOREIGN KEY ("label_id") REFERENCES "public"."labels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_tokens" ADD CONSTRAINT "search_tokens_facility_id_facilities_id_fk" FOREIGN KEY ("facility_id") REFERENCES "public"."facilities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_tokens" ADD CONSTRAINT "search_tokens_patient_id_people_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_facility_id_facilities_id_fk" FOREIGN KEY ("facility_id") REFERENCES "public"."facilities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_operator_id_people_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_facility_id_facilities_id_fk" FOREIGN KEY ("facility_id") REFERENCES "public"."facilities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_proofs" ADD CONSTRAINT "identity_proofs_facility_id_facilities_id_fk" FOREIGN KEY ("facility_id") REFERENCES "public"."facilities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_proofs" ADD CONSTRAINT "identity_proofs_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_proofs" ADD CONSTRAINT "identity_proofs_checked_by_people_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_proofs" ADD CONSTRAINT "identity_proofs_assigned" FOREIGN KEY ("checked_by","facility_id") REFERENCES "public"."assignments"("person_id","facility_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proxies" ADD CONSTRAINT "proxies_guardian_id_people_id_fk" FOREIGN KEY ("guardian_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proxies" ADD CONSTRAINT "proxies_patient_id_people_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_log_at" ON "access_log" USING btree ("chain_id","at");--> statement-breakpoint
CREATE INDEX "access_log_subjects" ON "access_log" USING gin ("subjects");--> statement-breakpoint
CREATE INDEX "approvals_facility" ON "approvals" USING btree ("facility_id","created_at");--> statement-breakpoint
CREATE INDEX "devices_facility" ON "devices" USING btree ("facility_id");--> statement-breakpoint
CREATE INDEX "challenges_credential" ON "challenges" USING btree ("credential_id");--> statement-breakpoint
CREATE INDEX "challenges_expires" ON "challenges" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "factors_credential" ON "factors" USING btree ("credential_id");--> statement-breakpoint
CREATE INDEX "links_facility" ON "links" USING btree ("facility_id");--> statement-breakpoint
CREATE INDEX "links_credential" ON "links" USING btree ("credential_id");--> statement-breakpoint
CREATE INDEX "password_history_credential" ON "password_history" USING btree ("credential_id","created_at");--> statement-breakpoint
CREATE INDEX "labels_facility" ON "labels" USING btree ("facility_id");--> statement-breakpoint
CREATE INDEX "membership_labels_value" ON "membership_labels" USING btree ("facility_id","value_index");--> statement-breakpoint
CREATE INDEX "search_tokens_patient" ON "search_tokens" USING btree ("patient_id");--> statement-breakpoint
CREATE INDEX "break_glass_facility" ON "break_glass" USING btree ("facility_id","created_at");--> statement-breakpoint
CREATE INDEX "notices_open" ON "notices" USING btree ("closed_at");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("next_attempt_at") WHERE "outbox"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "identity_proofs_person" ON "identity_proofs" USING btree ("facility_id","person_id");--> statement-breakpoint
CREATE INDEX "proxies_patient" ON "proxies" USING btree ("patient_id");--> statement-breakpoint
CREATE INDEX "memberships_karte_number" ON "memberships" USING btree ("facility_id","karte_number_index");--> statement-breakpoint
CREATE INDEX "memberships_status" ON "memberships" USING btree ("facility_id","status");--> statement-breakpoint
CREATE INDEX "assignments_facility" ON "assignments" USING btree ("facility_id");--> statement-breakpoint
CREATE INDEX "credentials_telephone" ON "credentials" USING btree ("telephone_index");--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_chart_number" UNIQUE("facility_id","chart_number_index");--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_one_a_tenant" UNIQUE NULLS NOT DISTINCT("person_id","facility_id");--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_email_in_tenant" UNIQUE("email_index");--> statement-breakpoint
ALTER TABLE "facilities" ADD CONSTRAINT "facilities_expiry_sane" CHECK ("facilities"."password_expiry_days" between 1 and 3650);--> statement-breakpoint
ALTER TABLE "facilities" ADD CONSTRAINT "facilities_idle_sane" CHECK ("facilities"."idle_lock_minutes" between 1 and 240);--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_facility_people_have_one" CHECK (("assignments"."role"::text in ('patient', 'ops')) = ("assignments"."facility_id" is null));--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_reachable" CHECK ("credentials"."email_index" is not null or "credentials"."telephone_index" is not null);--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_patient_is_whole" CHECK ("people"."patient_number" is null or ("people"."birth_date" is not null and "people"."sex" is not null));--> statement-breakpoint
DROP TYPE "public"."sex";
