import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { publish } from '@enshin/db/events.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { appointments, credentials, disposals, people, proxies, sessions } from '@enshin/db/schema/index.ts'
import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import { requireFresh } from '../accounts/require-fresh.ts'
import type { PublicEnv, Work } from '../http/context.ts'
import { bookedAhead, dependants } from './leaving.ts'
import { ownOnly } from './own-only.ts'
import { retentionOf } from './retention.ts'

/**
 * 利用停止: access ends at once, everywhere (sessions, sockets, media), what is booked is given back, and the key is due to be
 * destroyed when no facility must keep a record under it any more. Those who have nobody else leave with their guardian.
 * Wants a fresh sign-in.
 */
export async function leave(work: Work, scoped: PublicEnv['Variables']['scoped'], now = new Date()): Promise<void> {
	ownOnly(work.actor)
	requireFresh(work, now.getTime())
	// Theirs first: a guardian who has gone could not be asked again where it failed halfway.
	for (const patientId of await dependants(scoped({ kind: 'auth' }), work.actor.personId)) {
		await leaveFor(work, scoped, patientId, now)
	}
	await accessing(work, 'profile.leave', (access) => goAway(access, now))
}

/** The same for somebody one acts for, who has nobody else. */
export async function leaveFor(
	work: Work,
	scoped: PublicEnv['Variables']['scoped'],
	patientId: Id,
	now = new Date(),
): Promise<void> {
	const { actingId } = work.actor
	const db = scoped({ kind: 'actor', facilityId: null, personId: patientId, actorId: actingId })
	const theirs = { ...work, db, actor: { ...work.actor, personId: patientId } }
	await accessing(theirs, 'profile.leave', (access) => goAway(access, now))
}

async function goAway(access: Access, now: Date): Promise<void> {
	const { db, actor } = access
	const { personId } = actor
	access.touch(personId)
	await giveBack(db, personId, now)
	const { dueAt, kept } = await retentionOf(db, personId, now)
	await db.insert(disposals).values({
		id: newId(),
		subject: 'person',
		subjectId: personId,
		reason: kept ? 'left, records kept until due' : 'left, no records',
		requestedBy: actor.actingId,
		dueAt,
	})
	await db
		.update(proxies)
		.set({ endedAt: sql`now()` })
		.where(and(or(eq(proxies.guardianId, personId), eq(proxies.patientId, personId)), isNull(proxies.endedAt)))
	await db.update(people).set({ leftAt: sql`now()` }).where(eq(people.id, personId))
	await endAccess(db, personId, now)
}

/** The time of what is booked is free again, and the facility's day shows it at once. */
async function giveBack(db: Db, patientId: Id, now: Date): Promise<void> {
	const booked = await bookedAhead(db, patientId, now)
	if (booked.length === 0) return
	await db
		.update(appointments)
		.set({ status: 'cancelled', updatedAt: sql`now()` })
		.where(
			inArray(
				appointments.id,
				booked.map(({ id }) => id),
			),
		)
	for (const { id, callId, facility } of booked) {
		const told = { appointmentId: id, facilityId: facility.id, callId }
		await publish(db, { type: 'appointment.changed', change: 'cancelled', ...told })
	}
}

/** Nothing is left to sign in with; signaling hears of it within the same moment. The address is free for a new account. */
async function endAccess(db: Db, personId: Id, now: Date): Promise<void> {
	const own = sql`(select a.id from assignments a where a.person_id = ${personId} and a.facility_id is null)`
	await db.delete(sessions).where(inArray(sessions.assignmentId, own))
	await db.delete(credentials).where(and(eq(credentials.personId, personId), isNull(credentials.facilityId)))
	await publish(db, { type: 'access.ended', personId, facilityId: null, at: now.toISOString() })
}
