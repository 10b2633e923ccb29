import { ProblemError } from '@enshin/contracts/errors.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { ipRules } from '@enshin/db/schema/index.ts'
import { eq } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import { allows, createAllowList } from '../network/allow-list.ts'
import { parseIpRule } from '../network/parse-ip-rule.ts'
import { facility } from '../sealed/open-cells.ts'
import { changing } from './changing.ts'

type Wanted = { cidr: string; note: string }

/**
 * Replaces the addresses a facility's people may come from; none means from anywhere. Throws `auth.step_up`,
 * `network.rule_invalid` with a sentence for each wrong line, and `network.would_lock_out` for a list without the asker's
 * own address.
 */
export async function putIpRules(work: Work, wanted: readonly Wanted[]): Promise<void> {
	const rules = parseRules(wanted, work.actor.locale)
	await changing(work, 'settings.write', async ({ db, vault, facilityId, address, detail }) => {
		const cidrs = rules.map(({ cidr }) => cidr)
		if (rules.length > 0 && !allows(createAllowList(cidrs), address)) throw new ProblemError('network.would_lock_out')
		const owner = facility(facilityId)
		const keys = await vault.keys(db, [owner])
		await db.delete(ipRules).where(eq(ipRules.facilityId, facilityId))
		const rows = rules.map(({ cidr, note }) => {
			const id = newId()
			const sealed = note === '' ? null : keys.seal(owner, { table: 'ip_rules', column: 'note', row: id }, note)
			return { id, facilityId, cidr, note: sealed }
		})
		if (rows.length > 0) await db.insert(ipRules).values(rows)
		Object.assign(detail, { setting: 'ip_rules', rules: rows.length })
	})
}

/** In the one spelling; a line that is there twice counts once. */
function parseRules(wanted: readonly Wanted[], locale: 'ja' | 'en'): Wanted[] {
	const parsed = wanted.map(({ cidr, note }) => ({ note, ...parseIpRule(cidr) }))
	const issues = parsed.flatMap((one, index) =>
		one.ok ? [] : [{ path: `rules.${index}.cidr`, message: one.why[locale] }],
	)
	if (issues.length > 0) throw new ProblemError('network.rule_invalid', { issues })
	const rules = parsed.flatMap((one) => (one.ok ? [{ cidr: one.rule, note: one.note }] : []))
	return [...new Map(rules.map((rule) => [rule.cidr, rule])).values()]
}
