import type { Role } from './ids.ts'

/**
 * Who may do what, before any look at the object itself. The web hides by this table, api and signaling enforce it; that
 * the object is one's own (own appointment, own facility) is checked by the verb.
 */
const everybody = ['patient', 'doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist', 'ops'] as const
const facilityPeople = ['doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist'] as const
const admins = ['doctor_admin', 'pharmacy_admin'] as const
const patientsAndFacilityPeople = ['patient', ...facilityPeople] as const

const matrix = {
	'appointment.list_own': ['patient'],
	'appointment.list_day': facilityPeople,
	'appointment.read': patientsAndFacilityPeople,
	'appointment.book': patientsAndFacilityPeople,
	'appointment.change': patientsAndFacilityPeople,
	'appointment.cancel': patientsAndFacilityPeople,
	'slot.read': patientsAndFacilityPeople,
	'facility.list_own': patientsAndFacilityPeople,
	'schedule.read': facilityPeople,
	'schedule.write': admins,
	'presence.watch': facilityPeople,
	'call.host': ['doctor_admin', 'doctor', 'pharmacy_admin', 'pharmacist'],
	'call.attend': ['patient'],
	'call.read_record': facilityPeople,
	/** 利用登録: a patient asks, the facility decides and labels. */
	'membership.request': ['patient'],
	'membership.decide': facilityPeople,
	/** A facility's people read their own patients, search them, and keep their labels. */
	'patient.read': facilityPeople,
	'label.define': admins,
	/** One's own profile, family (代理), export and leaving. */
	'profile.own': ['patient'],
	'proxy.own': ['patient'],
	'access_log.about_me': ['patient'],
	/** アカウント管理. */
	'account.manage': admins,
	'approval.decide': admins,
	/** IP rules, registered devices, password profile, second factor, idle lock. */
	'settings.manage': admins,
	'access_log.read': admins,
	/** What everybody does with their own account. */
	'account.own': everybody,
	/** Those who run Enshin. */
	'notice.write': ['ops'],
	'break_glass.open': ['ops'],
	'facility.oversee': ['ops'],
} as const satisfies Record<string, readonly Role[]>

/** All that a 非常時アカウント may do, whatever its role may (Q57): look who comes today, and sign out. */
const inEmergency = ['appointment.list_day', 'presence.watch', 'facility.list_own', 'account.own'] as const

export type Action = keyof typeof matrix
export const actions = Object.keys(matrix) as Action[]

export function may(role: Role, action: Action): boolean {
	return (matrix[action] as readonly Role[]).includes(role)
}

export function mayInEmergency(action: Action): boolean {
	return (inEmergency as readonly Action[]).includes(action)
}
