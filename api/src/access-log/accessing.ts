import type { AccessAction } from '@enshin/contracts/access-log.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Tx } from '@enshin/db/client.ts'
import type { Work } from '../http/context.ts'
import { appendEntry, type Entry } from './append-entry.ts'
import { Later } from './later.ts'

/** Inside `accessing`: the same as outside, in one transaction, with a way to say whose data it is. */
export type Access = Work & {
	db: Tx
	/** Notes that these patients' data is read or written; the entry names them. */
	touch: (...patientIds: Id[]) => void
	/** It turned out to be something else: asked for where it could have been done. */
	becomes: (action: AccessAction) => void
	/** In whose log it is written, where that is known only now; the actor's own facility or self otherwise. */
	inLogOf: (facilityId: Id) => void
	/** Ids and codes that tell more of what was done. Never names or texts. */
	detail: Record<string, string | number | boolean | null>
}

/**
 * Runs work on patients' data in one transaction, whose last act is its entry in the access log (Q17.3): where that cannot
 * be written, nothing was read and nothing changed. Refused work (a throw) leaves no entry. What `work` awaits must be
 * queries (see openDatabase). What it leaves for later is opened while the database writes the entry, and given out when
 * both are done: should a cell not open then, the entry says that it was tried.
 */
export async function accessing<T>(
	within: Work,
	action: AccessAction,
	work: (access: Access) => Promise<T | Later<T>>,
): Promise<T> {
	const { actor } = within
	const subjects = new Set<Id>()
	let chainId = actor.facilityId ?? actor.personId
	let done = action
	const answer = await within.db.transaction(async (tx) => {
		const access: Access = {
			...within,
			db: tx,
			touch: (...ids) => {
				for (const id of ids) subjects.add(id)
			},
			becomes: (other) => {
				done = other
			},
			inLogOf: (facilityId) => {
				chainId = facilityId
			},
			detail: {},
		}
		const result = await work(access)
		const about = { chainId, actorId: actor.actingId, action: done, subjects: [...subjects] }
		const opening = result instanceof Later ? result.openMeanwhile() : Promise.resolve(result)
		// Awaited after the transaction; should that fail, it is what is told.
		opening.catch(() => undefined)
		await appendEntry(tx, { ...about, detail: { ...origin(within), ...access.detail } })
		return { opening }
	})
	return await answer.opening
}

function origin({ requestId, address, actor }: Work) {
	const told: Entry['detail'] = { role: actor.role, requestId, address }
	if (actor.actingId !== actor.personId) told.onBehalfOf = actor.personId
	return told
}
