import type { Role } from './ids.ts'

/**
 * Who may do what, before any look at the object itself. The web hides by this table, api and signaling enforce it; that
 * the object is one's own (own appointment, own facility) is checked by the verb.
 */
const matrix = {
	'appointment.list_own': ['patient'],
	'appointment.list_day': ['doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist'],
	'appointment.read': ['patient', 'doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist'],
	'appointment.book': ['patient', 'doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist'],
	'appointment.change': ['patient', 'doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist'],
	'appointment.cancel': ['patient', 'doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist'],
	'slot.read': ['patient', 'doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist'],
	'schedule.read': ['doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist'],
	'schedule.write': ['doctor_admin', 'pharmacy_admin'],
	'presence.watch': ['doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist'],
	'call.host': ['doctor_admin', 'doctor', 'pharmacy_admin', 'pharmacist'],
	'call.attend': ['patient'],
	'call.read_record': ['doctor_admin', 'doctor', 'staff', 'pharmacy_admin', 'pharmacist'],
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof matrix

export function may(role: Role, action: Action): boolean {
	return (matrix[action] as readonly Role[]).includes(role)
}
