import type { Id } from '@enshin/contracts/ids.ts'
import type { OpenBreakGlass } from '@enshin/contracts/operations.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { breakGlass, notices } from '@enshin/db/schema/index.ts'
import { and, eq, isNull, or } from 'drizzle-orm'
import { operatorAccessMail } from '../notifications/templates/operator-access.ts'
import { facility } from '../sealed/open-cells.ts'
import { findFacility } from './find-facility.ts'
import { mailAdmins } from './mail-admins.ts'
import { type Ops, operating } from './operating.ts'

/**
 * Lets an operator look into one facility's data, for a reason and a while (at most an hour); its admins are told at
 * once, and told too where no incident is declared (Q57.2). The database itself shows nothing before and after.
 */
export async function openBreakGlass(
	ops: Ops,
	wanted: OpenBreakGlass,
): Promise<{ sessionId: Id; expiresAt: Date; mailed: number; duringIncident: boolean }> {
	return await operating(ops, async (within) => {
		const { db, vault, operator, webOrigin, record } = within
		const { id: facilityId, name: facilityName } = await findFacility(within, wanted.facility)
		const duringIncident = (await openIncidents(within, facilityId)) > 0
		const id = newId()
		const owner = facility(facilityId)
		const keys = await vault.keys(db, [owner])
		const at = new Date()
		const expiresAt = new Date(at.getTime() + wanted.minutes * 60_000)
		await db.insert(breakGlass).values({
			id,
			facilityId,
			operatorId: operator.personId,
			reason: keys.seal(owner, { table: 'break_glass', column: 'reason', row: id }, wanted.reason),
			ticket: wanted.ticket,
			expiresAt,
		})
		const mailed = await mailAdmins(within, facilityId, (locale) => {
			const undeclared = locale === 'ja' ? '(障害の宣言はありません)' : '(no incident is declared)'
			const reason = `${wanted.reason}\n[${wanted.ticket}]${duringIncident ? '' : ` ${undeclared}`}`
			return operatorAccessMail(locale, { facilityName, reason, at, until: expiresAt, url: `${webOrigin}/access-log` })
		})
		await record(facilityId, 'break_glass.open', {
			breakGlassId: id,
			ticket: wanted.ticket,
			minutes: wanted.minutes,
			duringIncident,
		})
		return { sessionId: id, expiresAt, mailed, duringIncident }
	})
}

async function openIncidents({ db }: Pick<Ops, 'db'>, facilityId: Id): Promise<number> {
	return await db.$count(
		notices,
		and(
			eq(notices.kind, 'incident'),
			isNull(notices.closedAt),
			or(isNull(notices.facilityId), eq(notices.facilityId, facilityId)),
		),
	)
}
