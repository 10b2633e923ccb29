import type { Context } from 'hono'
import type { Env, Work } from '../http/context.ts'
import { type Account, accountOf } from './account.ts'

/** The work of a request with the eyes of the sign-in machinery: one's own credential, factors and sessions. */
export function authWork(c: Context<Env>): Work {
	return { ...c.var.work, db: c.var.scoped({ kind: 'auth' }) }
}

/** The same, and whose account it is. */
export async function ownAccount(c: Context<Env>): Promise<{ work: Work; account: Account }> {
	const work = authWork(c)
	return { work, account: await accountOf(work.db, work.actor) }
}
