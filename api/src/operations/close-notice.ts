import type { Id, Locale, NoticeKind } from '@enshin/contracts/ids.ts'
import { notices } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { MailText } from '../notifications/outgoing.ts'
import { incidentOverMail, maintenanceReportMail } from '../notifications/templates/notices-closed.ts'
import { endEmergency } from '../settings/end-emergency.ts'
import { concerned } from './concerned.ts'
import { mailAdmins } from './mail-admins.ts'
import { type Ops, operating } from './operating.ts'
import { OpsError } from './ops-error.ts'

const over: Record<NoticeKind, (locale: Locale, facts: { title: string; words: string; at: Date }) => MailText> = {
	maintenance: maintenanceReportMail,
	incident: incidentOverMail,
}

/** Closes maintenance with its 作業報告 (Q45), or an incident; the admins are told by mail what was done. */
export async function closeNotice(
	ops: Ops,
	{ noticeId, kind, reportJa, reportEn }: { noticeId: Id; kind: NoticeKind; reportJa: string; reportEn: string },
): Promise<{ mailed: number }> {
	return await operating(ops, async (within) => {
		const [closed] = await within.db
			.update(notices)
			.set({ closedAt: sql`now()`, reportJa, reportEn })
			.where(and(eq(notices.id, noticeId), eq(notices.kind, kind), isNull(notices.closedAt)))
			.returning()
		if (!closed) throw new OpsError(`There is no open ${kind} ${noticeId}.`)
		const mailed = await mailAdmins(within, closed.facilityId, (locale) =>
			over[kind](locale, {
				title: locale === 'ja' ? closed.titleJa : closed.titleEn,
				words: locale === 'ja' ? reportJa : reportEn,
				at: closed.closedAt ?? new Date(),
			}),
		)
		// What lay in the envelopes was good for this incident.
		if (kind === 'incident') await endEmergency(within.db, closed.facilityId)
		const action = kind === 'incident' ? 'incident.close' : 'maintenance.close'
		for (const one of await concerned(within.db, closed.facilityId)) await within.record(one, action, { noticeId })
		return { mailed }
	})
}
