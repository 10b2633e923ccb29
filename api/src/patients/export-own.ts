import type { Id } from '@enshin/contracts/ids.ts'
import type { OwnExport } from '@enshin/contracts/memberships.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import { appointments, assignments, facilities, sessions } from '@enshin/db/schema/index.ts'
import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import { presentAll } from '../appointments/present.ts'
import { selectAppointments, startsAt } from '../appointments/select-appointments.ts'
import type { Work } from '../http/context.ts'
import { ownMemberships } from '../memberships/list-own.ts'
import { facility } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'
import { familyWithin } from './family.ts'
import { profileWithin } from './read-profile.ts'

const appointmentsAtMost = 5_000
const looksAtMost = 5_000

/** データ出力: everything about oneself, or about whom one acts for; offered before leaving, and at any time. */
export function exportOwn(work: Work, now = new Date()): Promise<OwnExport> {
	return accessing(work, 'profile.export', async (access) => {
		const own = eq(appointments.patientId, access.actor.personId)
		const rows = await selectAppointments(access.db, own, [desc(startsAt)], appointmentsAtMost)
		return {
			format: 'enshin-own-data/1',
			exportedAt: now.toISOString(),
			profile: await profileWithin(access),
			memberships: await ownMemberships(access),
			appointments: await presentAll(access, rows, now),
			family: await familyWithin(access),
			sessions: await sessionsOf(access),
			accessLog: await looksOf(access),
		}
	})
}

async function sessionsOf({ db, actor }: Access): Promise<OwnExport['sessions']> {
	const rows = await db
		.select({ createdAt: sessions.createdAt, lastUsedAt: sessions.lastUsedAt, methods: sessions.methods })
		.from(sessions)
		.innerJoin(assignments, eq(assignments.id, sessions.assignmentId))
		.where(and(eq(assignments.personId, actor.personId), isNull(assignments.facilityId)))
		.orderBy(asc(sessions.createdAt))
	return rows.map(({ createdAt, lastUsedAt, methods }) => ({
		createdAt: createdAt.toISOString(),
		lastUsedAt: lastUsedAt.toISOString(),
		methods,
	}))
}

type Look = { chain: Id; at: string; action: string; role: string | null }

async function looksOf({ db, vault }: Access): Promise<OwnExport['accessLog']> {
	const looks = await db.execute<Look>(sql`
		select chain_id as chain, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, action,
			detail ->> 'role' as role
		from access_log_about_me() as mine(chain_id, seq, at, actor_id, action, detail)
		order by mine.at desc limit ${looksAtMost}`)
	const chains = [...new Set(looks.map(({ chain }) => chain))]
	const { id, name, telephone } = facilities
	const rows: { id: Id; name: Sealed; telephone: Sealed }[] =
		chains.length === 0 ? [] : await db.select({ id, name, telephone }).from(facilities).where(inArray(id, chains))
	const keys = await vault.keys(
		db,
		rows.map((row) => facility(row.id)),
	)
	const names = new Map(rows.map((row) => [row.id, openFacility(keys, row).name]))
	return looks.map(({ chain, ...look }) => ({ ...look, facilityName: names.get(chain) ?? null }))
}
