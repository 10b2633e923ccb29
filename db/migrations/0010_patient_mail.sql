-- Where a facility's patient, and who acts for them, are told things by mail. Facilities see no patients' credentials; of
-- those who asked them for 利用登録 they learn the sealed address, and no index or hash.
CREATE FUNCTION patient_mail_addresses(patient uuid)
	RETURNS TABLE (credential_id uuid, person_id uuid, email bytea, locale locale)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
	AS $$
		SELECT c.id, c.person_id, c.email, p.locale
		FROM credentials c JOIN people p ON p.id = c.person_id
		WHERE c.facility_id IS NULL AND c.email IS NOT NULL AND p.left_at IS NULL
			AND EXISTS (SELECT FROM memberships m WHERE m.patient_id = patient AND m.facility_id = scope_facility())
			AND (c.person_id = patient OR EXISTS (
				SELECT FROM proxies x WHERE x.patient_id = patient AND x.guardian_id = c.person_id AND x.ended_at IS NULL))
	$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION patient_mail_addresses FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION patient_mail_addresses TO enshin_app;
