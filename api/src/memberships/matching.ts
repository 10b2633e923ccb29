import { assertUnreachable } from '@enshin/contracts/assert-unreachable.ts'
import { day, type Id } from '@enshin/contracts/ids.ts'
import type { SearchBy } from '@enshin/contracts/memberships.ts'
import { addDays, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import {
	appointments,
	membershipLabels,
	memberships,
	people,
	practitioners,
	searchTokens,
} from '@enshin/db/schema/index.ts'
import { foldName } from '@enshin/db/sealing/fold-name.ts'
import { foldNumber } from '@enshin/db/sealing/fold-number.ts'
import { nameQueryToken } from '@enshin/db/sealing/name-tokens.ts'
import { telephoneQueryToken } from '@enshin/db/sealing/telephone-tokens.ts'
import { and, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Access } from '../access-log/accessing.ts'
import { readTelephone } from '../patients/tidy.ts'
import { person } from '../sealed/open-cells.ts'
import { openName } from '../sealed/open-person.ts'

type Words = { q: string; by: SearchBy; labelId?: Id }

/**
 * What a patient must be like to be found by these words: nothing more (undefined) where there are none, and 'nobody' where
 * the words are no name, number or day. Names are found by their beginnings, numbers as a whole.
 */
export async function matching(access: Access, facilityId: Id, words: Words): Promise<SQL | undefined | 'nobody'> {
	if (words.q.trim() === '') return undefined
	return (await find(access, facilityId, words)) ?? 'nobody'
}

async function find(access: Access, facilityId: Id, { q, by, labelId }: Words): Promise<SQL | undefined> {
	const { vault } = access
	const number = foldNumber(q)
	switch (by) {
		case 'any':
			return or(
				byName(access, facilityId, q),
				byTelephone(access, facilityId, q),
				eq(people.patientNumber, number),
				eq(memberships.chartNumberIndex, vault.index('chart_number', facilityId, number)),
				eq(memberships.karteNumberIndex, vault.index('karte_number', facilityId, number)),
				byLabel(access, facilityId, q),
			)
		case 'name':
			return byName(access, facilityId, q)
		case 'patient_number':
			return eq(people.patientNumber, number)
		case 'chart_number':
			return eq(memberships.chartNumberIndex, vault.index('chart_number', facilityId, number))
		case 'karte_number':
			return eq(memberships.karteNumberIndex, vault.index('karte_number', facilityId, number))
		case 'telephone':
			return byTelephone(access, facilityId, q)
		case 'label':
			return byLabel(access, facilityId, q, labelId)
		case 'practitioner':
			return await byPractitioner(access, facilityId, q)
		case 'appointment_day':
			return byDay(access, facilityId, q)
		default:
			return assertUnreachable(by)
	}
}

function byName({ vault }: Access, facilityId: Id, q: string): SQL | undefined {
	return foldName(q) === '' ? undefined : byToken(facilityId, nameQueryToken(vault, facilityId, q))
}

/** A whole number, or its last four digits. */
function byTelephone({ vault }: Access, facilityId: Id, q: string): SQL | undefined {
	const digits = foldNumber(q)
	const number = /^\d{4}$/.test(digits) ? digits : readTelephone(q)
	return number === null ? undefined : byToken(facilityId, telephoneQueryToken(vault, facilityId, number))
}

function byToken(facilityId: Id, token: Buffer): SQL {
	const found = sql`(select ${searchTokens.patientId} from ${searchTokens}
		where ${searchTokens.facilityId} = ${facilityId} and ${searchTokens.token} = ${token})`
	return inArray(people.id, found)
}

export function labelIndex({ vault }: Pick<Access, 'vault'>, facilityId: Id, value: string): Buffer {
	return vault.index('label', facilityId, foldNumber(foldName(value)))
}

function byLabel(access: Access, facilityId: Id, q: string, labelId?: Id): SQL {
	const found = access.db
		.select({ id: membershipLabels.membershipId })
		.from(membershipLabels)
		.where(
			and(
				eq(membershipLabels.facilityId, facilityId),
				eq(membershipLabels.valueIndex, labelIndex(access, facilityId, q)),
				labelId === undefined ? undefined : eq(membershipLabels.labelId, labelId),
			),
		)
	return inArray(memberships.id, found)
}

/** 薬剤師名: there are few of them, so that their names are opened and compared. */
async function byPractitioner(access: Access, facilityId: Id, q: string): Promise<SQL | undefined> {
	const { db, vault } = access
	const all = await db
		.select({ id: practitioners.id, personId: people.id, identity: people.identity })
		.from(practitioners)
		.innerJoin(people, eq(people.id, practitioners.personId))
		.where(eq(practitioners.facilityId, facilityId))
	const keys = await vault.keys(
		db,
		all.map(({ personId }) => person(personId)),
	)
	const words = foldName(q)
	const meant = all.filter(({ personId, identity }) => {
		const { name, kana } = openName(keys, personId, identity)
		return [name, kana].flatMap((one) => [one, ...one.split(/\s+/)]).some((part) => foldName(part).startsWith(words))
	})
	if (words === '' || meant.length === 0) return undefined
	const ids = meant.map(({ id }) => id)
	return booked(access, facilityId, inArray(appointments.practitionerId, ids))
}

/** 予約日時: `2026-11-22`, a day in Tokyo. */
function byDay(access: Access, facilityId: Id, q: string): SQL | undefined {
	const date = day.safeParse(q.normalize('NFKC').trim().replaceAll('/', '-'))
	if (!date.success) return undefined
	const [from, to] = [date.data, addDays(date.data, 1)].map((one) => tokyoMoment(one).toISOString())
	return booked(access, facilityId, sql`${appointments.during} && tstzrange(${from}, ${to})`)
}

function booked({ db }: Access, facilityId: Id, which: SQL): SQL {
	const found = db
		.select({ id: appointments.patientId })
		.from(appointments)
		.where(and(eq(appointments.facilityId, facilityId), ne(appointments.status, 'cancelled'), which))
	return inArray(people.id, found)
}
