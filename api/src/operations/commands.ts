import { proofMethod } from '@enshin/contracts/accounts.ts'
import { disposalSubject, id, instant } from '@enshin/contracts/ids.ts'
import { consentMinutesAtMost, pairsAtMost } from '@enshin/contracts/load-test.ts'
import { breakGlassMinutesAtMost, foundFacility, openBreakGlass, told } from '@enshin/contracts/operations.ts'
import { tokyoDay } from '@enshin/contracts/tokyo.ts'
import { z } from 'zod'
import { announceMaintenance } from './announce-maintenance.ts'
import { type Attestor, certificateText } from './certify-disposal.ts'
import { closeBreakGlass, reportBreakGlass } from './close-break-glass.ts'
import { closeLoadTest } from './close-load-test.ts'
import { closeNotice } from './close-notice.ts'
import { executeDisposal } from './execute-disposal.ts'
import { findFacility } from './find-facility.ts'
import { foundingFacility } from './found-facility.ts'
import { inJst } from './in-jst.ts'
import { listDisposals } from './list-disposals.ts'
import { openBreakGlass as openingBreakGlass } from './open-break-glass.ts'
import { openIncident } from './open-incident.ts'
import { openLoadTest } from './open-load-test.ts'
import type { Ops } from './operating.ts'
import { OpsError } from './ops-error.ts'
import { readDay, readPatient } from './read-break-glass.ts'
import { requestDisposal } from './request-disposal.ts'
import { stopService } from './stop-service.ts'

/** What a command is given: its options as typed, and what signs certificates, where it needs that. */
export type Given = { ops: Ops; values: Record<string, string | undefined>; attestor: () => Attestor }

export type Command = {
	summary: string
	/** Option → what it means. Those with a `?` at the end may be left out. */
	options: Record<string, string>
	/** Returns what the operator reads. */
	run: (given: Given) => Promise<string>
}

const notice = {
	'title-ja': 'one line',
	'title-en': 'the same in English',
	'body-ja': 'what people should know',
	'body-en': 'the same in English',
	'facility?': 'slug of the one facility concerned; all of them without it',
}
const report = {
	notice: 'its id',
	'report-ja': 'what was done (作業報告)',
	'report-en': 'the same in English',
}
const disposalId = { disposal: 'its id' }
const session = { session: 'the id that break-glass:open printed' }
const keepDays = z.coerce.number().int().min(0).max(3650)
const loadTest = z.object({
	pairs: z.coerce.number().int().min(1).max(pairsAtMost),
	minutes: z.coerce.number().int().min(1).max(consentMinutesAtMost),
})

/** Every command but `operator:add`, which may come before there is an operator. */
export const commands: Record<string, Command> = {
	'facility:found': {
		summary: 'Founds a facility and invites its first admin by mail',
		options: {
			slug: 'in its address: sakura',
			code: '医療機関コード: what patients type in',
			name: 'さくら内科クリニック',
			kind: 'clinic or pharmacy',
			telephone: '03-1234-5678',
			'admin-mail': 'of the first admin',
			'admin-name': '佐藤 恵子',
			'admin-kana': 'さとう けいこ',
			proof: `how you identified them: ${proofMethod.options.join(', ')}`,
			'proof-document': 'what they showed: 医師免許証',
		},
		async run({ ops, values }) {
			const proof = { method: values.proof, document: values['proof-document'] }
			const admin = { email: values['admin-mail'], name: values['admin-name'], kana: values['admin-kana'], proof }
			const { facilityId, link } = await foundingFacility(ops, read(foundFacility, { ...values, admin }))
			return `Founded: ${facilityId}\nThe invitation is mailed, and works once, for 30 minutes:\n${link}`
		},
	},
	'notice:maintenance': {
		summary: 'Announces planned work: mail to the admins now, a banner from a week before',
		options: { ...notice, from: '2026-12-01T01:00+09:00', to: '2026-12-01T03:00+09:00' },
		async run({ ops, values }) {
			const [startsAt, endsAt] = [moment(values.from), moment(values.to)]
			const about = { ...readTold(values), facilityId: await facilityIn(ops, values), startsAt, endsAt }
			const { noticeId, mailed } = await announceMaintenance(ops, about)
			return `Announced: ${noticeId}\nMailed to ${mailed} admins. Close it with notice:close when the work is done.`
		},
	},
	'notice:close': {
		summary: 'Closes maintenance, and sends the report on it to the admins',
		options: report,
		async run({ ops, values }) {
			const { mailed } = await closeNotice(ops, { ...readReport(values), kind: 'maintenance' })
			return `Closed. The report went to ${mailed} admins.`
		},
	},
	'incident:open': {
		summary: 'Tells of an incident: a banner on every page and mail to the admins, at once',
		options: notice,
		async run({ ops, values }) {
			const about = { ...readTold(values), facilityId: await facilityIn(ops, values) }
			const { noticeId, mailed } = await openIncident(ops, about)
			return `Open: ${noticeId}\nMailed to ${mailed} admins. Close it with incident:close.`
		},
	},
	'incident:close': {
		summary: 'Ends an incident, and tells the admins',
		options: report,
		async run({ ops, values }) {
			const { mailed } = await closeNotice(ops, { ...readReport(values), kind: 'incident' })
			return `Closed. Mailed to ${mailed} admins.`
		},
	},
	'break-glass:open': {
		summary: "Lets you look into one facility's data; its admins are told at once, and see every look",
		options: {
			facility: 'its slug',
			reason: 'why, for the facility to read',
			ticket: 'who asked for it, where',
			minutes: `1 to ${breakGlassMinutesAtMost}`,
		},
		async run({ ops, values }) {
			const opened = await openingBreakGlass(ops, read(openBreakGlass, values))
			const undeclared = opened.duringIncident ? '' : '\nNo incident is declared, and the facility was told so.'
			return `Session: ${opened.sessionId}\nUntil ${inJst(opened.expiresAt)}; ${opened.mailed} admins were told.${undeclared}`
		},
	},
	'break-glass:day': {
		summary: "A facility's day: who comes when",
		options: { ...session, 'day?': '2026-11-22; today without it' },
		async run({ ops, values }) {
			return asLines(await readDay(ops, idIn(values, 'session'), values.day ?? tokyoDay(new Date())))
		},
	},
	'break-glass:patient': {
		summary: "One patient's visits at the facility",
		options: { ...session, patient: '患者ID' },
		async run({ ops, values }) {
			return asLines(await readPatient(ops, idIn(values, 'session'), values.patient ?? ''))
		},
	},
	'break-glass:close': {
		summary: 'Ends the session, and prints the report of what was seen, for the facility',
		options: session,
		async run({ ops, values }) {
			return JSON.stringify(await closeBreakGlass(ops, idIn(values, 'session')), null, 2)
		},
	},
	'break-glass:report': {
		summary: 'The report of any session',
		options: session,
		async run({ ops, values }) {
			return JSON.stringify(await reportBreakGlass(ops, idIn(values, 'session')), null, 2)
		},
	},
	'service:stop': {
		summary: "Ends a facility's use: its people are out within seconds, its data is kept for a while",
		options: { facility: 'its slug', reason: 'why, without names', 'keep-days': 'until disposal, such as 90' },
		async run({ ops, values }) {
			const stop = {
				facility: values.facility ?? '',
				reason: values.reason ?? '',
				keepDays: read(keepDays, values['keep-days']),
			}
			const stopped = await stopService(ops, stop)
			return `Stopped. ${stopped.mailed} admins were told.\nDisposal ${stopped.disposalId}: from ${inJst(stopped.dueAt)}, by another operator.`
		},
	},
	'disposal:request': {
		summary: "Asks for a patient's or a stopped facility's data to be destroyed",
		options: {
			subject: 'person or facility',
			id: 'of the patient or the facility',
			reason: 'why, without names',
			'keep-days': 'before it may be carried out: 0 or more',
		},
		async run({ ops, values }) {
			const asked = await requestDisposal(ops, {
				subject: read(disposalSubject, values.subject),
				subjectId: idIn(values, 'id'),
				reason: values.reason ?? '',
				keepDays: read(keepDays, values['keep-days']),
			})
			return `Asked for: ${asked.disposalId}\nFrom ${inJst(asked.dueAt)} another operator carries it out with disposal:execute.`
		},
	},
	'disposal:list': {
		summary: 'What was asked to be destroyed, by patients who left too, and when it is due',
		options: {},
		async run({ ops }) {
			return asLines(await listDisposals(ops))
		},
	},
	'disposal:execute': {
		summary: 'Destroys what another operator asked for, for good; prints the signed certificate',
		options: disposalId,
		async run({ ops, values, attestor }) {
			const certificate = await executeDisposal(ops, attestor(), idIn(values, 'disposal'))
			return `${certificateText(certificate)}\n\n${JSON.stringify(certificate, null, 2)}`
		},
	},
	'load-test:open': {
		summary: 'Consents to this installation being loaded, by synthetic people of a facility of their own',
		options: {
			pairs: `how many doctors and patients there are to be: 1 to ${pairsAtMost}`,
			minutes: `how long: 1 to ${consentMinutesAtMost}`,
		},
		async run({ ops, values }) {
			const opened = await openLoadTest(ops, ops.operator, read(loadTest, values))
			return `Until ${inJst(opened.expiresAt)}. Whoever holds this token may load this installation; it is shown once:\n${opened.token}\nClose it with load-test:close.`
		},
	},
	'load-test:close': {
		summary: 'Ends the consent, and within seconds what it allowed',
		options: {},
		async run({ ops }) {
			const { closed, sessions } = await closeLoadTest(ops, ops.operator)
			return `Closed: ${closed} consent${closed === 1 ? '' : 's'}, ${sessions} sessions. Nobody of the load test can be here any more.`
		},
	},
}

type Values = Given['values']

function read<T>(schema: z.ZodType<T>, value: unknown): T {
	const parsed = schema.safeParse(value)
	if (parsed.success) return parsed.data
	throw new OpsError(
		parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'value'}: ${message}`).join('\n'),
	)
}

const readTold = (values: Values) =>
	read(told, {
		titleJa: values['title-ja'],
		titleEn: values['title-en'],
		bodyJa: values['body-ja'],
		bodyEn: values['body-en'],
	})

const readReport = (values: Values) => ({
	noticeId: idIn(values, 'notice'),
	reportJa: values['report-ja'] ?? '',
	reportEn: values['report-en'] ?? '',
})

function idIn(values: Values, name: string): string {
	const parsed = id.safeParse(values[name])
	if (!parsed.success) throw new OpsError(`--${name} is an id such as 01a2030f-6c1a-7c3e-8a51-2f6c1a7c3e8a.`)
	return parsed.data
}

/** With its offset, so that nobody announces nine hours too early. Seconds may be left out. */
function moment(text = ''): Date {
	const whole = text.replace(/(T\d\d:\d\d)(?=[+Z-])/, '$1:00')
	if (!instant.safeParse(whole).success) throw new OpsError(`${text} is no moment such as 2026-12-01T01:00+09:00.`)
	return new Date(whole)
}

async function facilityIn(ops: Ops, { facility }: Values): Promise<string | null> {
	return facility === undefined ? null : (await findFacility(ops, facility)).id
}

const asLines = (rows: readonly object[]) =>
	rows.length === 0 ? 'Nothing.' : rows.map((row) => Object.values(row).join('  ')).join('\n')
