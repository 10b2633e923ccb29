import type { Id } from '@enshin/contracts/ids.ts'
import type { Told } from '@enshin/contracts/operations.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { notices } from '@enshin/db/schema/index.ts'
import { maintenanceMail } from '../notifications/templates/notices.ts'
import { concerned } from './concerned.ts'
import { mailAdmins } from './mail-admins.ts'
import { type Ops, operating } from './operating.ts'
import { OpsError } from './ops-error.ts'

/** Announces planned work (Q44): by mail to the admins now, on every page from a week before until it is closed. */
export async function announceMaintenance(
	ops: Ops,
	wanted: Told & { facilityId: Id | null; startsAt: Date; endsAt: Date },
): Promise<{ noticeId: Id; mailed: number }> {
	if (wanted.endsAt <= wanted.startsAt) throw new OpsError('It must end after it begins.')
	return await operating(ops, async (within) => {
		const id = newId()
		await within.db.insert(notices).values({ ...wanted, id, kind: 'maintenance', createdBy: ops.operator.personId })
		const { facilityId, startsAt, endsAt } = wanted
		const mailed = await mailAdmins(within, facilityId, (locale) =>
			maintenanceMail(locale, { startsAt, endsAt, words: locale === 'ja' ? wanted.bodyJa : wanted.bodyEn }),
		)
		for (const one of await concerned(within.db, facilityId))
			await within.record(one, 'maintenance.announce', { noticeId: id })
		return { noticeId: id, mailed }
	})
}
