import { may } from '@enshin/contracts/access.ts'
import type { Appointment, Me } from '@enshin/contracts/api.ts'

export type Viewer = Pick<Me, 'role' | 'practitionerId'>

/** Whether it is this person's own appointment to hold. */
export function isOwn(viewer: Viewer, appointment: Pick<Appointment, 'practitioner'>): boolean {
	return viewer.practitionerId === appointment.practitioner.id
}

/** Whether this person may call the patient: the practitioner, or an admin who steps in. The api holds the same rule. */
export function canHost(viewer: Viewer, appointment: Pick<Appointment, 'practitioner'>): boolean {
	if (!may(viewer.role, 'call.host')) return false
	const isAdmin = viewer.role === 'doctor_admin' || viewer.role === 'pharmacy_admin'
	return isAdmin || isOwn(viewer, appointment)
}
