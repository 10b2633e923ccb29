import { z } from 'zod'
import { callEvent, callState, endReason } from './call.ts'
import { appointmentKind, clockTime, day, facilityKind, id, instant, locale, role } from './ids.ts'

/** What api answers to web and signaling. Bodies only: paths and methods stand with the routes, and types follow them. */
export const me = z.object({
	personId: id,
	name: z.string(),
	/** ふりがな. */
	kana: z.string(),
	role,
	locale,
	/** Null for a patient, who belongs to no facility. */
	facility: z.object({ id, slug: z.string(), name: z.string(), kind: facilityKind }).nullable(),
	/** Set when this person can be booked. */
	practitionerId: id.nullable(),
	/** 代理: the patient whom the request is about; null when it is about oneself. */
	actingFor: z.object({ personId: id, name: z.string(), kana: z.string() }).nullable(),
})
export type Me = z.infer<typeof me>

/** `facility` is the slug of a facility's own sign-in page; left out on the patients' one. */
export const signIn = z.object({
	/** No NUL: no text of the database can hold one. */
	email: z
		.string()
		.trim()
		.min(3)
		.max(254)
		.regex(/^[^\0]*$/),
	password: z.string().min(1).max(256),
	facility: z.string().max(64).optional(),
})
export const signedIn = z.object({ token: z.string(), expiresAt: instant, me })

export const practitioner = z.object({ id, name: z.string(), kana: z.string(), title: z.string(), facilityId: id })
export type Practitioner = z.infer<typeof practitioner>

export const facility = z.object({
	id,
	slug: z.string(),
	code: z.string(),
	name: z.string(),
	kind: facilityKind,
	telephone: z.string(),
	practitioners: z.array(practitioner),
})
export type Facility = z.infer<typeof facility>

export const appointmentStatus = z.enum(['booked', 'completed', 'no_show', 'cancelled'])
export type AppointmentStatus = z.infer<typeof appointmentStatus>

export const appointment = z.object({
	id,
	callId: id,
	kind: appointmentKind,
	status: appointmentStatus,
	startsAt: instant,
	endsAt: instant,
	facility: z.object({ id, slug: z.string(), name: z.string(), kind: facilityKind, telephone: z.string() }),
	practitioner: z.object({ id, name: z.string(), kana: z.string(), title: z.string() }),
	patient: z.object({
		id,
		name: z.string(),
		kana: z.string(),
		birthDate: day,
		sex: z.enum(['female', 'male', 'other']),
		patientNumber: z.string(),
		chartNumber: z.string().nullable(),
	}),
	call: z.object({
		state: callState,
		liveSince: instant.nullable(),
		endedAt: instant.nullable(),
		endReason: endReason.nullable(),
	}),
	/** True when the schedule no longer has this time: it stays booked until somebody moves it. */
	outsideSchedule: z.boolean(),
	/** Whether the reader may still move or cancel it. */
	changeable: z.boolean(),
	/** 代理: who booked it for the patient; null when the patient or the facility did. */
	bookedByProxy: z.string().nullable(),
})
export type Appointment = z.infer<typeof appointment>

export const slot = z.object({ practitionerId: id, startsAt: instant, endsAt: instant })
export type Slot = z.infer<typeof slot>

/** `patientId` is for a facility's people, booking on a patient's behalf. */
export const bookAppointment = z.object({ practitionerId: id, startsAt: instant, patientId: id.optional() })
export const changeAppointment = z.object({ practitionerId: id.optional(), startsAt: instant })

/** Monday is 1, Sunday is 7 (ISO 8601). Times are wall-clock in Asia/Tokyo. */
export const weeklyHours = z.object({ weekday: z.number().int().min(1).max(7), from: clockTime, to: clockTime })
export type WeeklyHours = z.infer<typeof weeklyHours>
export const schedule = z.object({
	slotMinutes: z.union([z.literal(10), z.literal(15), z.literal(20), z.literal(30), z.literal(60)]),
	hours: z.array(weeklyHours).max(50),
	daysOff: z.array(day).max(400),
})
export type Schedule = z.infer<typeof schedule>

/** After a change: what was saved, and every booked appointment that no longer fits. None of them was touched. */
export const scheduleAnswer = z.object({ practitioner, schedule, toBeMoved: z.array(appointment) })

export const joinPermission = z.object({ token: z.string(), signalingUrl: z.url(), expiresAt: instant })
export type JoinPermission = z.infer<typeof joinPermission>

/** The call's record, oldest first. */
export const callRecord = z.object({
	callId: id,
	appointmentId: id,
	state: callState,
	liveSince: instant.nullable(),
	endedAt: instant.nullable(),
	endReason: endReason.nullable(),
	events: z.array(callEvent),
})
export type CallRecord = z.infer<typeof callRecord>

/** What signaling reports, in order; a line known already is taken again without effect. */
export const recordCallEvents = z.object({ events: z.array(callEvent).min(1).max(200) })
