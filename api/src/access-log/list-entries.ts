import type { AccessLogEntry, AccessLogFilter, AccessLogPage } from '@enshin/contracts/access-log.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Work } from '../http/context.ts'
import { accessing } from './accessing.ts'
import { openNames } from './open-names.ts'
import { type EntryRow, knownAction, matching, selectEntries } from './select-entries.ts'

const pageEntries = 50

/** How far the chain was signed by this process; see keep-checkpoints.ts. */
export type SignedUpTo = (chainId: Id) => AccessLogPage['signedUpTo']

/** アクセスログ of the admin's own facility, newest first. Looking at it is in it, too, with the patients it named. */
export async function listEntries(
	work: Work,
	signedUpTo: SignedUpTo,
	{ before, ...filter }: AccessLogFilter & { before?: number },
): Promise<AccessLogPage> {
	const { facilityId } = work.actor
	if (facilityId === null) throw new ProblemError('not_found')
	return await accessing(work, 'access_log.read', async (access) => {
		const rows = await selectEntries(access.db, matching(facilityId, filter), before, pageEntries + 1)
		const shown = rows.slice(0, pageEntries)
		const patients = shown.flatMap(({ subjects }) => subjects)
		const actors = shown.flatMap(({ actorId }) => actorId ?? [])
		const names = await openNames(access.db, access.vault, [...patients, ...actors])
		access.touch(...patients)
		return {
			entries: shown.flatMap((row) => presentEntry(row, names) ?? []),
			nextBefore: rows.length > pageEntries ? (shown.at(-1)?.seq ?? null) : null,
			signedUpTo: signedUpTo(facilityId),
		}
	})
}

export function presentEntry(row: EntryRow, names: ReadonlyMap<Id, string>): AccessLogEntry | undefined {
	const action = knownAction(row.action)
	if (!action) return undefined
	const { address, ...detail } = row.detail
	const named = (id: Id) => ({ id, name: names.get(id) ?? null })
	return {
		seq: row.seq,
		at: row.at.toISOString(),
		action,
		actor: row.actorId === null ? null : named(row.actorId),
		byOperator: detail.role === 'ops',
		patients: row.subjects.map(named),
		address: typeof address === 'string' ? address : null,
		detail,
	}
}
