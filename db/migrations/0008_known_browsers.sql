CREATE TABLE "known_browsers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"credential_id" uuid NOT NULL,
	"browser_index" "bytea" NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "known_browsers_once" UNIQUE("credential_id","browser_index")
);
--> statement-breakpoint
ALTER TABLE "known_browsers" ADD CONSTRAINT "known_browsers_credential_id_credentials_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."credentials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE known_browsers ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY known_browsers_all ON known_browsers TO enshin_app USING (
	(SELECT scope_is('auth')) OR EXISTS (SELECT FROM credentials c WHERE c.id = credential_id
		AND c.person_id = (SELECT scope_person()))
);
