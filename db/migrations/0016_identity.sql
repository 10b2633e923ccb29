-- Name, ふりがな, birth date and sex of a person become one sealed cell (docs/adr/0024). Sealing needs a key that SQL does not
-- have: what an earlier version sealed one by one cannot be carried over here. There was no release before this one.
DO $$ BEGIN
	IF EXISTS (SELECT FROM people) THEN
		RAISE EXCEPTION 'This database was made by a version that sealed names and birth dates one by one. Move it away (the folder data/, or the database in DATABASE_URL) and start again.';
	END IF;
END $$;--> statement-breakpoint
DROP FUNCTION names_of_those_who_looked();--> statement-breakpoint
ALTER TABLE "people" DROP CONSTRAINT "people_patient_is_whole";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "identity" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "people" DROP COLUMN "name";--> statement-breakpoint
ALTER TABLE "people" DROP COLUMN "kana";--> statement-breakpoint
ALTER TABLE "people" DROP COLUMN "birth_date";--> statement-breakpoint
ALTER TABLE "people" DROP COLUMN "sex";--> statement-breakpoint

-- As before, of the cell that has the name in it.
CREATE FUNCTION identities_of_those_who_looked() RETURNS TABLE (person_id uuid, identity bytea)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
		SELECT p.id, p.identity FROM people p
		WHERE p.id IN (SELECT l.actor_id FROM access_log l
			WHERE scope_person() IS NOT NULL AND l.subjects @> ARRAY[scope_person()])
		AND EXISTS (SELECT FROM assignments a WHERE a.person_id = p.id AND a.role <> 'patient')
	$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION identities_of_those_who_looked FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION identities_of_those_who_looked TO enshin_app;
