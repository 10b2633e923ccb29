import { randomInt } from 'node:crypto'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import type { Db } from '@enshin/db/client.ts'
import { people } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'

/**
 * A new 患者ID, `2026-048213`: the year, and six digits drawn by lot, so that it tells nobody how many patients there are.
 * When a year's numbers get crowded it is drawn from nine digits. In scope `auth`, which sees all that are given away.
 */
export async function newPatientNumber(db: Db, now = new Date()): Promise<string> {
	const year = tokyoDay(now).slice(0, 4)
	for (const digits of [6, 6, 6, 9, 9, 9]) {
		const number = `${year}-${String(randomInt(10 ** digits)).padStart(digits, '0')}`
		const [taken] = await db.select({ id: people.id }).from(people).where(eq(people.patientNumber, number))
		if (!taken) return number
	}
	throw new Error('no patient number is free')
}
