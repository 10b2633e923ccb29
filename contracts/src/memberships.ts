import { z } from 'zod'
import { appointment } from './api.ts'
import { day, facilityKind, id, instant, membershipStatus } from './ids.ts'
import { family, profile, relation } from './profile.ts'

/** A number or word of a facility's own, on one line. */
const ownWord = z
	.string()
	.trim()
	.min(1)
	.max(60)
	.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u)

/** 医療機関コード as it is typed: full-width, with spaces or hyphens. */
export const facilityCode = z.string().trim().min(1).max(64)

/** What anybody signed in learns of a facility by its code, before they ask. */
export const facilityByCode = z.object({
	id,
	code: z.string(),
	name: z.string(),
	kind: facilityKind,
	telephone: z.string(),
})
export type FacilityByCode = z.infer<typeof facilityByCode>

/** 利用登録 as the patient sees it. */
export const ownMembership = z.object({
	id,
	facility: facilityByCode,
	status: membershipStatus,
	/** The facility's words, where it refused. */
	refusalReason: z.string().nullable(),
	requestedAt: instant,
	decidedAt: instant.nullable(),
})
export type OwnMembership = z.infer<typeof ownMembership>

export const requestMembership = z.object({ code: facilityCode })

/** Null takes a number away; left out it stays. */
const numbers = { chartNumber: ownWord.nullable().optional(), karteNumber: ownWord.nullable().optional() }
const labelValues = z.array(z.object({ labelId: id, value: ownWord.nullable() })).max(30)

/** `from`: what the decider saw. A refused one can be approved after all, by whoever means it. */
export const approveMembership = z.object({ ...numbers, from: z.enum(['pending', 'refused']).default('pending') })
export const refuseMembership = z.object({ reason: z.string().trim().min(1).max(1000) })
export const labelMembership = z.object({ ...numbers, labels: labelValues.optional() })
export type LabelMembership = z.infer<typeof labelMembership>

/** A label of the facility's own making. */
export const label = z.object({ id, name: z.string() })
export type Label = z.infer<typeof label>
export const nameLabel = z.object({ name: ownWord })
export const labelsAtMost = 20

/**
 * By what a patient is searched. `any` looks everywhere at once, except for practitioners and times, which find many.
 * 診察券番号, カルテNo and labels are a clinic's; 薬剤師名 and 予約日時 are what a pharmacy knows its patients by.
 */
export const searchBy = z.enum([
	'any',
	'name',
	'patient_number',
	'chart_number',
	'karte_number',
	'telephone',
	'label',
	'practitioner',
	'appointment_day',
])
export type SearchBy = z.infer<typeof searchBy>

export const searchPatients = z.object({
	q: z.string().max(100).default(''),
	by: searchBy.default('any'),
	/** Which label, for `label`; any of them when left out. */
	labelId: id.optional(),
})

/** Rows one answer holds: enough to pick from, few enough that nobody reads a clinic's whole list through a search. */
export const foundAtMost = 20

/** A patient in a facility's list. */
export const listedPatient = appointment.shape.patient.extend({
	membershipId: id,
	status: membershipStatus,
	karteNumber: z.string().nullable(),
	labels: z.array(z.object({ labelId: id, value: z.string() })),
	telephone: z.string().nullable(),
	requestedAt: instant,
	/** 利用停止: the patient has left. */
	leftAt: instant.nullable(),
	/** The next visit at this facility, or else the last one. */
	visit: z.object({ startsAt: instant, practitionerName: z.string() }).nullable(),
})
export type ListedPatient = z.infer<typeof listedPatient>

export const patientList = z.object({
	patients: z.array(listedPatient),
	/** There were more: the words must say more. */
	more: z.boolean(),
})

/** Everything a facility may see of one of its patients. */
export const facilityPatient = listedPatient.omit({ visit: true }).extend({
	insuranceNumber: z.string().nullable(),
	refusalReason: z.string().nullable(),
	decidedAt: instant.nullable(),
	decidedBy: z.string().nullable(),
	/** 代理: who acts for the patient. */
	guardians: z.array(
		z.object({ personId: id, name: z.string(), relation, telephone: z.string().nullable(), since: day }),
	),
	/** At this facility, latest first. */
	appointments: z.array(appointment),
})
export type FacilityPatient = z.infer<typeof facilityPatient>

/** Everything Enshin holds of one person, for that person: read by machines, and by whoever opens it. */
export const ownExport = z.object({
	format: z.literal('enshin-own-data/1'),
	exportedAt: instant,
	profile,
	memberships: z.array(ownMembership),
	appointments: z.array(appointment),
	family,
	sessions: z.array(z.object({ createdAt: instant, lastUsedAt: instant, methods: z.string() })),
	/** Who read or wrote it; `facilityName` is null for what belongs to no facility. */
	accessLog: z.array(
		z.object({ at: instant, action: z.string(), facilityName: z.string().nullable(), role: z.string().nullable() }),
	),
})
export type OwnExport = z.infer<typeof ownExport>
