import type { Id } from '@enshin/contracts/ids.ts'
import type { Told } from '@enshin/contracts/operations.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { notices } from '@enshin/db/schema/index.ts'
import { incidentMail } from '../notifications/templates/notices.ts'
import { concerned } from './concerned.ts'
import { mailAdmins } from './mail-admins.ts'
import { type Ops, operating } from './operating.ts'

/** Tells of an incident: on every page at once, and by mail to the admins, within the command's own transaction. */
export async function openIncident(
	ops: Ops,
	wanted: Told & { facilityId: Id | null },
): Promise<{ noticeId: Id; mailed: number }> {
	return await operating(ops, async (within) => {
		const id = newId()
		const at = new Date()
		await within.db
			.insert(notices)
			.values({ ...wanted, id, kind: 'incident', startsAt: at, createdBy: ops.operator.personId })
		const mailed = await mailAdmins(within, wanted.facilityId, (locale) =>
			incidentMail(locale, { at, words: locale === 'ja' ? wanted.bodyJa : wanted.bodyEn }),
		)
		for (const one of await concerned(within.db, wanted.facilityId))
			await within.record(one, 'incident.open', { noticeId: id })
		return { noticeId: id, mailed }
	})
}
