import type {
	Appointment,
	CallRecord,
	Facility,
	JoinPermission,
	Me,
	Schedule,
	Slot,
	scheduleAnswer,
	signedIn,
} from '@enshin/contracts/api.ts'
import type { Problem } from '@enshin/contracts/errors.ts'
import type { Hono } from 'hono'
import type { BlankEnv } from 'hono/types'
import type { z } from 'zod'

type Route<Input, Output, Status extends number = 200> =
	| { input: Input; output: Output; outputFormat: 'json'; status: Status }
	| { input: Input; output: Problem; outputFormat: 'json'; status: 400 | 401 | 403 | 404 | 409 | 422 | 429 | 500 | 503 }

type Patient = Appointment['patient']
type Booking = { practitionerId: string; startsAt: string; patientId?: string }

/** The api's routes as agreed, in the types hono's client reads. Stands in until `@enshin/api/app.ts` exports `Api`. */
type Routes = {
	'/sessions': {
		$post: Route<{ json: { email: string; password: string; facility?: string } }, z.infer<typeof signedIn>, 201>
	}
	'/sessions/current': { $delete: Route<object, Record<string, never>> }
	'/me': { $get: Route<object, Me> }
	'/facilities': { $get: Route<object, { facilities: Facility[] }> }
	'/facilities/:facilityId/day': {
		$get: Route<{ param: { facilityId: string }; query: { date?: string } }, { appointments: Appointment[] }>
	}
	'/facilities/:facilityId/slots': {
		$get: Route<
			{ param: { facilityId: string }; query: { from?: string; days?: string; practitionerId?: string } },
			{ slots: Slot[] }
		>
	}
	'/facilities/:facilityId/patients': {
		$get: Route<{ param: { facilityId: string }; query: { q?: string } }, { patients: Patient[] }>
	}
	'/appointments': {
		$get: Route<object, { upcoming: Appointment[]; past: Appointment[] }>
		$post: Route<{ json: Booking; header: { 'idempotency-key': string } }, Appointment, 201>
	}
	'/appointments/:id': {
		$get: Route<{ param: { id: string } }, Appointment>
		$patch: Route<{ param: { id: string }; json: { practitionerId?: string; startsAt: string } }, Appointment>
	}
	'/appointments/:id/cancel': { $post: Route<{ param: { id: string } }, Appointment> }
	'/practitioners/:id/schedule': {
		$get: Route<{ param: { id: string } }, z.infer<typeof scheduleAnswer>>
		$put: Route<{ param: { id: string }; json: Schedule }, z.infer<typeof scheduleAnswer>>
	}
	'/calls/:callId': { $get: Route<{ param: { callId: string } }, CallRecord> }
	'/calls/:callId/appointment': { $get: Route<{ param: { callId: string } }, Appointment> }
	'/calls/:callId/join-token': { $post: Route<{ param: { callId: string }; json: object }, JoinPermission> }
	'/watch-token': { $post: Route<{ json: object }, JoinPermission> }
}

export type Api = Hono<BlankEnv, Routes>
