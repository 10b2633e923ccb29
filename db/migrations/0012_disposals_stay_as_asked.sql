-- What is to be destroyed is asked for from inside, in one's own name, and stays as it was asked: the operators' command
-- alone, as the owner, carries it out. Whoever speaks as the app could otherwise make two people out of one.
REVOKE UPDATE, DELETE ON disposals FROM enshin_app;--> statement-breakpoint
DROP POLICY disposals_all ON disposals;--> statement-breakpoint
CREATE POLICY disposals_read ON disposals FOR SELECT TO enshin_app USING (
	facility_id = (SELECT scope_facility()) OR subject_id = (SELECT scope_person()) OR (SELECT scope_is('ops')) OR (SELECT scope_is('service'))
);--> statement-breakpoint
CREATE POLICY disposals_ask ON disposals FOR INSERT TO enshin_app WITH CHECK (
	(SELECT scope_is('actor'))
	AND requested_by = coalesce(nullif(current_setting('enshin.actor', true), '')::uuid, (SELECT scope_person()))
	AND (facility_id = (SELECT scope_facility()) OR (subject = 'person' AND subject_id = (SELECT scope_person())))
	AND approved_by IS NULL AND executed_at IS NULL AND certificate IS NULL
);
