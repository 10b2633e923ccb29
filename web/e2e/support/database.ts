import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { connect } from '@enshin/db/connection.ts'
import type { StackFile } from '../../../bin/stack/stack-file.ts'

type Sql = ReturnType<typeof connect>

/** The stack's own database, as its owner: for what no page can do, such as waiting half an hour. */
export async function inDatabase<T>({ databaseUrl }: StackFile, work: (sql: Sql) => Promise<T>): Promise<T> {
	const sql = connect({ url: databaseUrl, name: 'e2e', max: 1 })
	try {
		return await work(sql)
	} finally {
		await sql.end({ timeout: 5 })
	}
}

/** A full session of a facility's first admin, whatever second factors another test has given them. */
export async function adminSession(at: StackFile, slug: string): Promise<string> {
	const token = randomBytes(32).toString('base64url')
	const hash = createHash('sha256').update(token).digest('base64url')
	await inDatabase(
		at,
		(sql) => sql`
			insert into sessions (id, assignment_id, token_hash, idle_expires_at, expires_at)
			select ${randomUUID()}, a.id, ${hash}, now() + interval '1 hour', now() + interval '1 hour'
			from assignments a join facilities f on f.id = a.facility_id
			where f.slug = ${slug} and a.role in ('doctor_admin', 'pharmacy_admin') and a.status = 'active'
			order by a.created_at limit 1`,
	)
	return token
}

/** The last proof of who somebody is, is more than five minutes ago. */
export async function growStale(at: StackFile, token: string): Promise<void> {
	const hash = createHash('sha256').update(token).digest('base64url')
	await inDatabase(
		at,
		(sql) => sql`update sessions set authenticated_at = now() - interval '6 minutes' where token_hash = ${hash}`,
	)
}
