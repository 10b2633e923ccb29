import type { AccessAction } from '@enshin/contracts/access-log.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db, Tx } from '@enshin/db/client.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { sql } from 'drizzle-orm'
import { appendEntry, type Entry } from '../access-log/append-entry.ts'

/** One of those who run Enshin, by an account of their own (Q39). */
export type Operator = { personId: Id; assignmentId: Id; name: string }

/** What an operator's command works with: the database as its owner, and who they are. */
export type Ops = {
	db: Db
	vault: Vault
	operator: Operator
	/** Where people's browsers see Enshin, for links in mails. No slash at its end. */
	webOrigin: string
}

export type Operating = Ops & {
	db: Tx
	/** Writes into the log of the facility concerned (Q40, Q48), in the same transaction. The last thing to do. */
	record: (facilityId: Id, action: AccessAction, detail?: Entry['detail'], subjects?: readonly Id[]) => Promise<void>
}

/**
 * One command, in one transaction that says which operator it is. The database lets it write into any facility's log, in
 * this operator's name alone.
 */
export async function operating<T>(ops: Ops, work: (within: Operating) => Promise<T>): Promise<T> {
	const { personId } = ops.operator
	return await ops.db.transaction(async (tx) => {
		await tx.execute(
			sql`select set_config('enshin.scope', 'ops', true), set_config('enshin.person', ${personId}, true),
				set_config('enshin.facility', '', true), set_config('enshin.actor', '', true)`,
		)
		return await work({
			...ops,
			db: tx,
			record: (chainId, action, detail = {}, subjects = []) =>
				appendEntry(tx, { chainId, actorId: personId, action, subjects, detail: { role: 'ops', ...detail } }),
		})
	})
}
