import { type AccessLogFilter, accessAction } from '@enshin/contracts/access-log.ts'
import { actionLabel } from '@enshin/contracts/access-log-words.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id, Locale } from '@enshin/contracts/ids.ts'
import { tokyoClock, tokyoDay } from '@enshin/contracts/tokyo.ts'
import { accessLog } from '@enshin/db/schema/index.ts'
import { and, lt, max, sql } from 'drizzle-orm'
import type { Work } from '../http/context.ts'
import { accessing } from './accessing.ts'
import { byteOrderMark, csvLine } from './csv.ts'
import { openNames } from './open-names.ts'
import { type EntryRow, matching, selectEntries } from './select-entries.ts'

/** Rows read at a time: a slow reader holds neither a transaction nor the whole log. */
const pageRows = 500

const headings: Record<Locale, string[]> = {
	ja: [
		'番号',
		'日時',
		'操作',
		'操作コード',
		'操作した人',
		'操作した人のID',
		'役割',
		'患者',
		'患者のID',
		'接続元',
		'詳細',
		'ハッシュ値',
	],
	en: ['No.', 'Time', 'What', 'Code', 'Who', 'Who (ID)', 'Role', 'Patients', 'Patients (ID)', 'From', 'Detail', 'Hash'],
}

/**
 * The facility's log as CSV for a spreadsheet, newest first, times in JST. That it was exported, with whose names, is in
 * the log before the first line is sent; what comes in meanwhile is not in the file.
 */
export async function exportCsv(work: Work, filter: AccessLogFilter, locale: Locale): Promise<AsyncIterable<string>> {
	const facilityId = ownFacility(work)
	const where = matching(facilityId, filter)
	const upTo = await accessing(work, 'access_log.export', async (access) => {
		const [found] = await access.db
			.select({ seq: max(accessLog.seq) })
			.from(accessLog)
			.where(where)
		const patients = await access.db
			.selectDistinct({ id: sql<Id>`unnest(${accessLog.subjects})` })
			.from(accessLog)
			.where(where)
		access.touch(...patients.map(({ id }) => id))
		Object.assign(access.detail, { format: 'csv', ...filter })
		return found?.seq ?? 0
	})
	return csvLines(work, where, upTo, locale)
}

async function* csvLines({ db, vault }: Work, where: ReturnType<typeof matching>, upTo: number, locale: Locale) {
	yield byteOrderMark + csvLine(headings[locale])
	let before = upTo + 1
	while (before > 1) {
		const rows = await selectEntries(db, where, before, pageRows)
		const names = await openNames(
			db,
			vault,
			rows.flatMap(({ actorId, subjects }) => [actorId ?? [], subjects].flat()),
		)
		yield rows.map((row) => csvLine(cellsOf(row, names, locale))).join('')
		before = rows.length < pageRows ? 1 : (rows.at(-1)?.seq ?? 1)
	}
}

function cellsOf(row: EntryRow, names: ReadonlyMap<Id, string>, locale: Locale): string[] {
	const { role, address, ...detail } = row.detail
	const action = accessAction.safeParse(row.action).data
	return [
		String(row.seq),
		inTokyo(row.at),
		action ? actionLabel(action, locale) : row.action,
		row.action,
		names.get(row.actorId ?? '') ?? '',
		row.actorId ?? '',
		String(role ?? ''),
		row.subjects.map((id) => names.get(id) ?? '').join(' / '),
		row.subjects.join(' '),
		String(address ?? ''),
		Object.entries(detail)
			.map(([name, value]) => `${name}: ${value}`)
			.join('; '),
		row.hash,
	]
}

/** `2026-11-22T14:30:05+09:00` */
function inTokyo(at: Date): string {
	return `${tokyoDay(at)}T${tokyoClock(at)}:${String(at.getUTCSeconds()).padStart(2, '0')}+09:00`
}

/**
 * The whole chain, oldest first, as it is hashed: what `pnpm audit:verify --file` takes. Without names.
 */
export async function exportChain(work: Work): Promise<AsyncIterable<string>> {
	const facilityId = ownFacility(work)
	const upTo = await accessing(work, 'access_log.export', async (access) => {
		access.detail.format = 'jsonl'
		const [found] = await access.db
			.select({ seq: max(accessLog.seq) })
			.from(accessLog)
			.where(matching(facilityId, {}))
		return found?.seq ?? 0
	})
	return chainLines(work, facilityId, upTo)
}

async function* chainLines({ db }: Work, facilityId: Id, upTo: number) {
	for (let after = 0; after < upTo; after += pageRows) {
		const rows = await db
			.select({
				chain: accessLog.chainId,
				seq: accessLog.seq,
				at: sql<string>`to_char(${accessLog.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
				entry: accessLog.entry,
				actor: accessLog.actorId,
				action: accessLog.action,
				subjects: accessLog.subjects,
				prev: sql<string>`encode(${accessLog.prev}, 'hex')`,
				hash: sql<string>`encode(${accessLog.hash}, 'hex')`,
			})
			.from(accessLog)
			.where(
				and(
					matching(facilityId, {}),
					sql`${accessLog.seq} > ${after}`,
					lt(accessLog.seq, Math.min(after + pageRows, upTo) + 1),
				),
			)
			.orderBy(accessLog.seq)
		yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
	}
}

function ownFacility({ actor }: Work): Id {
	if (actor.facilityId === null) throw new ProblemError('not_found')
	return actor.facilityId
}
