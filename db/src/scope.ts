import type { Id } from '@enshin/contracts/ids.ts'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import type { Db } from './client.ts'
import { connect } from './connection.ts'
import { prepareStatements } from './prepare-statements.ts'

/**
 * For whom a transaction is; the policies of migrations/0004_tenants.sql show what belongs to it.
 * - `actor`: the signed-in; their facility's rows, or a patient's own. Acting for somebody else (代理), `personId` is the
 *   patient and `actorId` who acts.
 * - `auth`: the machinery of signing in. It sees accounts, and no patient's data.
 * - `service`: our own services: signaling's reports on a facility's call, the sender of mails.
 * - `ops`: those who run Enshin; with a facility only while it is told that they look.
 */
export type Scope =
	| { kind: 'actor'; facilityId: Id | null; personId: Id; actorId?: Id }
	| { kind: 'auth' }
	| { kind: 'service'; facilityId?: Id }
	| { kind: 'ops'; personId: Id; facilityId?: Id }

export interface AppDatabase {
	/** A database whose every query is in a transaction that carries this scope. Cheap: one a request. */
	scoped: (scope: Scope) => Db
	close: () => Promise<void>
}

/** Opens a pool as the app's own role. Nothing is seen without a scope. The caller closes it. */
export function openAppDatabase(options: { url: string; name: string; poolSize?: number }): AppDatabase {
	const client = connect({ ...options, max: options.poolSize ?? 10 })
	const prepared = prepareStatements(client)
	return {
		scoped: (scope) => drizzle(withScope(prepared, scope)),
		close: () => client.end({ timeout: 5 }),
	}
}

const setScope = `select set_config('enshin.scope', $1, true), set_config('enshin.facility', $2, true),
	set_config('enshin.person', $3, true), set_config('enshin.actor', $4, true)`

function settings(scope: Scope): string[] {
	const facilityId = 'facilityId' in scope ? scope.facilityId : null
	const personId = 'personId' in scope ? scope.personId : ''
	const actorId = scope.kind === 'actor' ? scope.actorId : ''
	return [scope.kind, facilityId ?? '', personId, actorId ?? '']
}

/** A client that sets the scope first in each transaction, and makes one of each single query. */
function withScope(client: postgres.Sql, scope: Scope): postgres.Sql {
	const values = settings(scope)
	const begin = <T>(work: (tx: postgres.TransactionSql) => T | Promise<T>) =>
		client.begin((tx) => {
			// Sent ahead of the work's first query, in the same breath; if it failed, the transaction would be dead to all of it.
			tx.unsafe(setScope, values).catch(() => undefined)
			return work(tx)
		})
	return new Proxy(client, {
		get(target, name) {
			if (name === 'begin') return begin
			if (name === 'unsafe') return single(begin)
			return Reflect.get(target, name)
		},
	})
}

type Begin = <T>(work: (tx: postgres.TransactionSql) => Promise<T>) => Promise<unknown>

/** What drizzle uses of a pending query: awaiting it, or its `values()`. Sent when asked for, as postgres.js does. */
function single(begin: Begin) {
	return (query: string, parameters?: postgres.ParameterOrJSON<never>[]) => {
		// In an object: postgres.js would take a list of rows for a list of promises.
		const run = async (asked: (tx: postgres.TransactionSql) => Promise<unknown>) =>
			((await begin(async (tx) => ({ rows: await asked(tx) }))) as { rows: unknown }).rows
		const rows = () => run(async (tx) => await tx.unsafe(query, parameters))
		return {
			values: () => run(async (tx) => await tx.unsafe(query, parameters).values()),
			// biome-ignore lint/suspicious/noThenProperty: it stands for a pending query, which is a promise that starts late.
			then: (...handlers: Parameters<Promise<unknown>['then']>) => rows().then(...handlers),
			catch: (handler: Parameters<Promise<unknown>['catch']>[0]) => rows().catch(handler),
		}
	}
}
