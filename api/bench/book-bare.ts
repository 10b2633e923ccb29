import { randomUUID } from 'node:crypto'
import type { Id } from '@enshin/contracts/ids.ts'
import type postgres from 'postgres'

export interface BareWish {
	practitionerId: Id
	facilityId: Id
	patientId: Id
	startsAt: Date
	endsAt: Date
}

/**
 * What a booking is to the database and nothing else: the locks, the look whether the time is free, and the three rows, in
 * one transaction of prepared statements. Returns whether it was booked.
 */
export async function bookBare(sql: postgres.Sql, wish: BareWish): Promise<boolean> {
	const { practitionerId, facilityId, patientId, startsAt, endsAt } = wish
	const during = `[${startsAt.toISOString()},${endsAt.toISOString()})`
	const keys = [lockKey(practitionerId), lockKey(patientId)].sort((a, b) => (a < b ? -1 : 1))
	return await sql.begin(async (tx) => {
		await tx`select pg_advisory_xact_lock(key) from unnest(${`{${keys.join()}}`}::bigint[]) as key`
		const [taken] = await tx`
			select from appointments where status <> 'cancelled' and during && ${during}::tstzrange
				and (practitioner_id = ${practitionerId} or patient_id = ${patientId}) limit 1`
		if (taken) return false
		const [made] = await tx<{ id: Id }[]>`
			insert into appointments (facility_id, practitioner_id, patient_id, kind, during, booked_by)
			values (${facilityId}, ${practitionerId}, ${patientId}, 'consultation', ${during}::tstzrange, ${patientId})
			returning id`
		const id = made?.id ?? ''
		await tx`insert into calls (appointment_id) values (${id})`
		await tx`insert into idempotency_keys (person_id, key, request_hash, appointment_id)
			values (${patientId}, ${randomUUID()}, 'hash', ${id})`
		return true
	})
}

/** As lock-diaries.ts. */
function lockKey(id: Id): bigint {
	return BigInt.asIntN(64, BigInt(`0x${id.replaceAll('-', '').slice(16)}`))
}
