import type { Id } from '@enshin/contracts/ids.ts'

/** What a blind index finds by. Two purposes never share a key, so that a telephone number does not look like a 診察券番号. */
export type IndexPurpose =
	| 'email'
	| 'telephone'
	| 'name'
	| 'chart_number'
	| 'karte_number'
	| 'label'
	| 'insurance_number'
	| 'patient_number'
	| 'facility_code'
	| 'device'
	| 'address'
	| 'one_time_code'
	| 'browser'

/** The name that HKDF derives an index key for. `null` is the patients' side, a tenant of its own. */
export const indexUse = (purpose: IndexPurpose, tenant: Id | null): string =>
	JSON.stringify(['blind index', purpose, tenant?.toLowerCase() ?? null])
