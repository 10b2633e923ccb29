import type { Locale } from '@enshin/contracts/ids.ts'
import type { OwnExport } from '@enshin/contracts/memberships.ts'
import { formatFor } from '../format/index.ts'
import { areas } from '../i18n/index.ts'
import { showBirthDate } from './show-birth-date.ts'
import { showTelephone } from './show-telephone.ts'

/** Everything about oneself to be read, where the other file is for programs: the same, under headings. */
export function exportAsText(data: OwnExport, locale: Locale): string {
	const { own, patient, common } = {
		own: areas.own[locale],
		patient: areas.patient[locale],
		common: areas.common[locale],
	}
	const format = formatFor(() => locale)
	const { profile } = data
	const rows: [string, string | null][] = [
		[own.profile.patientNumber, profile.patientNumber],
		[own.profile.name, `${profile.name} (${profile.kana})`],
		[own.profile.birthDate, showBirthDate(profile.birthDate, locale)],
		[own.profile.sex, own.question.sex[profile.sex]],
		[own.profile.telephone, profile.telephone && showTelephone(profile.telephone)],
		[own.profile.insurance, profile.insuranceNumber],
		[own.profile.email, profile.email],
		[own.profile.signInTelephone, profile.signInTelephone && showTelephone(profile.signInTelephone)],
	]
	const sections: [string, string[]][] = [
		[own.profile.title, rows.map(([label, value]) => `${label}: ${value ?? own.profile.none}`)],
		[
			own.registrations.title,
			data.memberships.map(({ facility, status, requestedAt, refusalReason }) =>
				[facility.name, own.registrations.status[status], format.dateTime(requestedAt), refusalReason ?? ''].join(' '),
			),
		],
		[
			own.export.appointments,
			data.appointments.map(({ startsAt, facility, practitioner, kind, status }) =>
				[format.dateTime(startsAt), facility.name, practitioner.name, common[kind], patient.status[status]].join(' '),
			),
		],
		[
			own.family.title,
			data.family.members.map(({ name, kana, birthDate }) => `${name} (${kana}) ${showBirthDate(birthDate, locale)}`),
		],
		[own.family.guardians, data.family.guardians.map(({ name }) => name)],
		[own.export.sessions, data.sessions.map(({ createdAt }) => format.dateTime(createdAt))],
		[
			own.export.looks,
			data.accessLog.map(({ at, facilityName, action }) => [format.dateTime(at), facilityName ?? '', action].join(' ')),
		],
	]
	const heading = `${common.product} ${own.profile.export} ${format.dateTime(data.exportedAt)}`
	return [
		heading,
		...sections.map(([title, lines]) => [`■ ${title}`, ...lines.map((line) => `  ${line.trim()}`)].join('\n')),
	]
		.join('\n\n')
		.concat('\n')
}
