import { sql } from 'drizzle-orm'
import { openDatabase } from './client.ts'
import { hashPassword } from './password.ts'
import type { Vault } from './sealing/vault.ts'
import { demoPassword } from './seed/demo-accounts.ts'
import { seedAccounts } from './seed/seed-accounts.ts'
import { seedAppointments } from './seed/seed-appointments.ts'
import { seedSchedule } from './seed/seed-schedules.ts'

/**
 * Fills a migrated database with the demo, as its owner: two clinics, a pharmacy, their people, patients, and appointments around
 * `now`. May run again at any time: it adds what is missing, takes nothing away, and all or nothing.
 */
export async function seed(url: string, vault: Vault, now = new Date()): Promise<void> {
	const { db, close } = openDatabase({ url, name: 'seed', poolSize: 1 })
	try {
		// One hash for all: fourteen would take a second and a half, and the password is printed at the start anyway.
		const passwordHash = await hashPassword(demoPassword)
		await db.transaction(async (tx) => {
			await tx.execute(sql`select pg_advisory_xact_lock(hashtext('enshin seed'))`)
			const seeded = await seedAccounts(tx, vault, passwordHash)
			for (const { id } of seeded.practitioners.values()) await seedSchedule(tx, id, now)
			await seedAppointments(tx, seeded, now)
		})
	} finally {
		await close()
	}
}
