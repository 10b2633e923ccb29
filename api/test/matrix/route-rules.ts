import type { Action } from '@enshin/contracts/access.ts'
import type { ProblemCode } from '@enshin/contracts/errors.ts'
import { type TestPerson, testPassword } from '@enshin/db/testing.ts'
import type { Tenant } from './ground.ts'
import type { Make } from './make.ts'

/** What is asked for, made fresh in a tenant: path parameters, query, body. */
type Request = {
	params?: Record<string, string>
	query?: Record<string, string>
	body?: unknown
	headers?: Record<string, string>
}

export type RouteRule = {
	/** What the access matrix calls it. */
	action: Action
	/**
	 * The request that is in order for an object of this tenant. A body that is in order matters: a request refused for its
	 * form would say nothing about rights.
	 */
	request: (at: { tenant: Tenant; make: Make; asker: TestPerson }) => Promise<Request> | Request
	/**
	 * True where the request names nothing of another tenant (a list, oneself): then others get their own answer, and what
	 * is held against it is that none of the tenant's names are in it.
	 */
	ownOnly?: boolean
	/** What an object of another tenant is answered with, where it is not `not_found`: the same as one that never was. */
	elsewhere?: ProblemCode
	/** What a rightful request may also be answered with, beside success: a rule of the domain, by its Problem code. */
	orCode?: readonly ProblemCode[]
	/** It ends the asker's or the tenant's life here: each try has a ground of its own. */
	ruins?: boolean
}

/** Answers to anybody, without a session. A new line here is a decision. */
export const openRoutes = [
	'GET /health',
	'GET /openapi.json',
	'GET /notices',
	'GET /dev/outbox',
	'POST /sessions',
	'POST /sign-ups',
	'POST /sign-ups/:id/code',
	'POST /sign-ups/finish',
	'POST /password-resets',
	'POST /password-resets/check',
	'POST /password-resets/use',
	'POST /invitations/check',
	'POST /invitations/accept',
	'POST /devices/redeem',
]

/** Answers to our own services only. */
export const serviceRoutes = ['POST /internal/calls/:callId/events']

/** Answers under a consent to a load test only, and of its synthetic people alone: api/test/load-tests.test.ts. */
export const consentedRoutes = [
	'POST /load-tests/sessions',
	'DELETE /load-tests/sessions',
	'POST /load-tests/calls/:callId/guests/:guest/join-token',
]

const slotBody = (tenant: Tenant) => ({
	practitionerId: tenant.practitioner.practitionerId,
	// Of 15 minutes from midnight, every day: see makePractitioner.
	startsAt: new Date(Math.ceil(Date.now() / 86_400_000 + 20) * 86_400_000 + nextQuarter()).toISOString(),
})
let quarters = 0
const nextQuarter = () => {
	quarters += 1
	return (quarters % 90) * 15 * 60_000 + Math.floor(quarters / 90) * 86_400_000
}

const schedule = { slotMinutes: 15, hours: [{ weekday: 1, from: '09:00', to: '12:00' }], daysOff: [] }

/**
 * Every route behind a session. The test fails on a route that is not here, and on a line without a route: whoever adds a
 * route says here who may use it, and how it is asked in order.
 */
export const routeRules: Record<string, RouteRule> = {
	'DELETE /sessions/current': { action: 'account.own', request: () => ({}), ownOnly: true },
	'GET /me': { action: 'account.own', request: () => ({}), ownOnly: true },
	'GET /facilities': { action: 'facility.list_own', request: () => ({}), ownOnly: true },
	'GET /facilities/:facilityId/day': {
		action: 'appointment.list_day',
		request: async ({ tenant }) => {
			await tenant.visit()
			return { params: { facilityId: tenant.facility.id } }
		},
	},
	'GET /facilities/:facilityId/patients': {
		action: 'appointment.list_day',
		request: ({ tenant }) => ({ params: { facilityId: tenant.facility.id }, query: { q: tenant.marker } }),
	},
	'GET /facilities/:facilityId/slots': {
		action: 'slot.read',
		request: ({ tenant }) => ({ params: { facilityId: tenant.facility.id } }),
	},
	'GET /practitioners/:id/schedule': {
		action: 'schedule.read',
		request: ({ tenant }) => ({ params: { id: tenant.practitioner.practitionerId } }),
	},
	'PUT /practitioners/:id/schedule': {
		action: 'schedule.write',
		request: ({ tenant }) => ({
			params: { id: tenant.practitioner.practitionerId },
			body: { ...schedule, hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '23:59' })) },
		}),
	},
	'GET /appointments': { action: 'appointment.list_own', request: () => ({}), ownOnly: true },
	'GET /appointments/:id': {
		action: 'appointment.read',
		request: async ({ tenant }) => ({ params: { id: (await tenant.visit()).appointmentId } }),
	},
	'GET /calls/:callId/appointment': {
		action: 'appointment.read',
		request: async ({ tenant }) => ({ params: { callId: (await tenant.visit()).callId } }),
	},
	'POST /appointments': {
		action: 'appointment.book',
		request: ({ tenant, asker: { personId } }) => ({
			headers: { 'idempotency-key': crypto.randomUUID() },
			body: {
				...slotBody(tenant),
				...(personId === tenant.patient.personId ? {} : { patientId: tenant.patient.personId }),
			},
		}),
	},
	'PATCH /appointments/:id': {
		action: 'appointment.change',
		request: async ({ tenant }) => ({ params: { id: (await tenant.visit()).appointmentId }, body: slotBody(tenant) }),
	},
	'POST /appointments/:id/cancel': {
		action: 'appointment.cancel',
		request: async ({ tenant }) => ({ params: { id: (await tenant.visit()).appointmentId } }),
	},
	'GET /calls/:callId': {
		action: 'call.read_record',
		request: async ({ tenant }) => ({ params: { callId: (await tenant.visit()).callId } }),
	},
	'POST /watch-token': { action: 'presence.watch', request: () => ({ body: {} }), ownOnly: true },
	'POST /calls/:callId/join-token': {
		// Its host or its guest, which the verb finds out: staff read records, and enter nothing.
		action: 'appointment.read',
		request: async ({ tenant }) => ({ params: { callId: (await tenant.visit()).callId }, body: {} }),
		orCode: ['not_found'],
	},
	'GET /access-log': { action: 'access_log.read', request: () => ({}), ownOnly: true },
	'GET /access-log/export': { action: 'access_log.read', request: () => ({}), ownOnly: true },
	'GET /me/access-log': { action: 'access_log.about_me', request: () => ({}), ownOnly: true },
	'GET /me/notices': { action: 'account.own', request: () => ({}), ownOnly: true },

	// One's own account.
	'GET /sessions': { action: 'account.own', request: () => ({}), ownOnly: true },
	'DELETE /sessions': { action: 'account.own', request: () => ({}), ownOnly: true },
	'DELETE /sessions/:id': {
		action: 'account.own',
		request: async ({ tenant, make, asker }) => ({ params: { id: await make.sessionId(tenant.ownerOf(asker)) } }),
	},
	'GET /sessions/current': { action: 'account.own', request: () => ({}), ownOnly: true },
	'POST /sessions/current/lock': { action: 'account.own', request: () => ({ body: {} }), ownOnly: true },
	'POST /sessions/current/unlock': {
		action: 'account.own',
		request: () => ({ body: { kind: 'password', password: testPassword } }),
		ownOnly: true,
		orCode: ['request.out_of_order'],
	},
	'POST /sessions/current/step-up': {
		action: 'account.own',
		request: () => ({ body: { kind: 'password', password: testPassword } }),
		ownOnly: true,
	},
	'POST /sessions/current/challenges': {
		action: 'account.own',
		request: () => ({ body: { kind: 'passkey' } }),
		ownOnly: true,
		orCode: ['not_found'],
	},
	'POST /sessions/current/factor': {
		action: 'account.own',
		request: () => ({ body: { kind: 'totp', code: '000000' } }),
		ownOnly: true,
		orCode: ['auth.code_wrong', 'auth.passkey_failed', 'auth.code_expired', 'request.out_of_order'],
	},
	'POST /sessions/current/factor-reset': {
		action: 'account.own',
		request: () => ({ body: {} }),
		ownOnly: true,
		orCode: ['request.out_of_order', 'not_found'],
	},
	'PUT /password': {
		action: 'account.own',
		request: () => ({ body: { current: 'not the password', next: 'purple kettle walks home' } }),
		ownOnly: true,
		orCode: ['auth.password_wrong'],
	},
	'GET /password/rules': { action: 'account.own', request: () => ({}), ownOnly: true },
	'GET /factors': { action: 'account.own', request: () => ({}), ownOnly: true },
	'PATCH /factors/:id': {
		action: 'account.own',
		request: async ({ tenant, make, asker }) => ({
			params: { id: await make.factorId(tenant.ownerOf(asker)) },
			body: { name: '電話' },
		}),
	},
	'DELETE /factors/:id': {
		action: 'account.own',
		request: async ({ tenant, make, asker }) => ({ params: { id: await make.factorId(tenant.ownerOf(asker)) } }),
	},
	'POST /factors/totp': { action: 'account.own', request: () => ({ body: {} }), ownOnly: true },
	'POST /factors/totp/:id': {
		action: 'account.own',
		request: async ({ tenant, make, asker }) => ({
			params: { id: await make.factorId(tenant.ownerOf(asker), { confirmed: false }) },
			body: { code: '000000' },
		}),
		orCode: ['auth.code_wrong', 'auth.passkey_failed', 'auth.code_expired'],
	},
	'POST /factors/passkeys/options': { action: 'account.own', request: () => ({ body: {} }), ownOnly: true },
	'POST /factors/passkeys': {
		action: 'account.own',
		request: () => ({ body: { challengeId: crypto.randomUUID(), response: noPasskey } }),
		ownOnly: true,
		orCode: ['auth.code_wrong', 'auth.passkey_failed', 'auth.code_expired', 'not_found'],
	},
	'POST /factors/sms': {
		action: 'account.own',
		request: () => ({ body: { telephone: '09012345678' } }),
		ownOnly: true,
		orCode: ['rate.limited'],
	},
	'POST /factors/sms/confirm': {
		action: 'account.own',
		request: () => ({ body: { challengeId: crypto.randomUUID(), code: '000000' } }),
		ownOnly: true,
		orCode: ['auth.code_wrong', 'auth.passkey_failed', 'auth.code_expired', 'not_found'],
	},
	'POST /factors/recovery-codes': {
		action: 'account.own',
		request: () => ({ body: {} }),
		ownOnly: true,
		orCode: ['not_found', 'request.out_of_order'],
	},

	// A patient's own.
	'GET /profile': { action: 'profile.own', request: () => ({}), ownOnly: true },
	'PATCH /profile': { action: 'profile.own', request: () => ({ body: { locale: 'ja' } }), ownOnly: true },
	'GET /profile/export': { action: 'profile.own', request: () => ({}), ownOnly: true },
	'GET /profile/leaving': { action: 'profile.own', request: () => ({}), ownOnly: true },
	'POST /profile/leave': { action: 'profile.own', request: () => ({ body: {} }), ownOnly: true, ruins: true },
	'POST /profile/email': {
		action: 'profile.own',
		request: () => ({ body: { email: `${crypto.randomUUID()}@test.example` } }),
		ownOnly: true,
	},
	'POST /profile/email/:id/code': {
		action: 'profile.own',
		request: () => ({
			params: { id: crypto.randomUUID() },
			body: { email: 'somebody@test.example', code: '000000' },
		}),
		ownOnly: true,
		orCode: ['code.wrong', 'code.expired'],
	},
	'GET /family': { action: 'proxy.own', request: () => ({}), ownOnly: true },
	'POST /family': {
		action: 'proxy.own',
		request: () => ({
			body: {
				name: '花子',
				kana: 'はなこ',
				birthDate: '2019-05-05',
				sex: 'female',
				telephone: null,
				relation: 'parent',
			},
		}),
		ownOnly: true,
		// Ten at most.
		orCode: ['family.too_many'],
	},
	'PATCH /family/:patientId': {
		action: 'proxy.own',
		request: async ({ tenant, make }) => ({
			params: { patientId: await make.familyMember(tenant) },
			body: { relation: 'child' },
		}),
	},
	'DELETE /family/:patientId': {
		action: 'proxy.own',
		request: async ({ tenant, make }) => ({ params: { patientId: await make.familyMember(tenant) } }),
	},
	'GET /memberships': { action: 'membership.request', request: () => ({}), ownOnly: true },
	'GET /memberships/facility': {
		// The name of a facility is told to whoever has its code: that is what the code is for.
		action: 'membership.request',
		request: ({ tenant }) => ({ query: { code: tenant.facility.slug } }),
		ownOnly: true,
	},
	'POST /memberships': {
		action: 'membership.request',
		request: ({ tenant }) => ({ body: { code: tenant.facility.slug } }),
		ownOnly: true,
		ruins: true,
	},

	// 利用登録 at a facility.
	'GET /facilities/:facilityId/memberships': {
		action: 'membership.decide',
		request: ({ tenant }) => ({ params: { facilityId: tenant.facility.id } }),
	},
	'POST /memberships/:id/approve': {
		action: 'membership.decide',
		request: async ({ tenant, make }) => ({ params: { id: await make.pendingMembership(tenant) }, body: {} }),
	},
	'POST /memberships/:id/refuse': {
		action: 'membership.decide',
		request: async ({ tenant, make }) => ({
			params: { id: await make.pendingMembership(tenant) },
			body: { reason: '当院では診られません。' },
		}),
	},
	'GET /facilities/:facilityId/patients/:patientId': {
		action: 'patient.read',
		request: ({ tenant }) => ({ params: { facilityId: tenant.facility.id, patientId: tenant.patient.personId } }),
	},
	'PATCH /facilities/:facilityId/patients/:patientId/labels': {
		action: 'membership.decide',
		request: ({ tenant }) => ({
			params: { facilityId: tenant.facility.id, patientId: tenant.patient.personId },
			body: { labels: [] },
		}),
	},
	'GET /facilities/:facilityId/labels': {
		action: 'patient.read',
		request: ({ tenant }) => ({ params: { facilityId: tenant.facility.id } }),
	},
	'POST /facilities/:facilityId/labels': {
		action: 'label.define',
		request: ({ tenant }) => ({ params: { facilityId: tenant.facility.id }, body: { name: '区分' } }),
	},
	'PATCH /facilities/:facilityId/labels/:labelId': {
		action: 'label.define',
		request: async ({ tenant, make }) => ({
			params: { facilityId: tenant.facility.id, labelId: await make.labelId(tenant) },
			body: { name: '別の区分' },
		}),
	},
	'DELETE /facilities/:facilityId/labels/:labelId': {
		action: 'label.define',
		request: async ({ tenant, make }) => ({
			params: { facilityId: tenant.facility.id, labelId: await make.labelId(tenant) },
		}),
	},

	// アカウント管理.
	'GET /accounts': { action: 'account.manage', request: () => ({}), ownOnly: true },
	'GET /identity-register': { action: 'account.manage', request: () => ({}), ownOnly: true },
	'GET /identity-register/export': { action: 'account.manage', request: () => ({}), ownOnly: true },
	'POST /invitations': {
		action: 'account.manage',
		request: ({ tenant }) => ({ body: invitation(tenant) }),
		ownOnly: true,
		orCode: ['account.role_not_here'],
	},
	'DELETE /invitations/:id': {
		action: 'account.manage',
		request: async ({ tenant, make }) => ({ params: { id: await make.invitationId(tenant, invitation(tenant)) } }),
	},
	'POST /invitations/:id/resend': {
		action: 'account.manage',
		request: async ({ tenant, make }) => ({
			params: { id: await make.invitationId(tenant, invitation(tenant)) },
			body: {},
		}),
	},
	'POST /invitations/:id/identity': {
		action: 'account.manage',
		request: async ({ tenant, make }) => ({
			params: { id: await make.invitationId(tenant, invitation(tenant)) },
			body: proof,
		}),
	},
	'PUT /accounts/:id/role': {
		action: 'account.manage',
		request: async ({ tenant, make }) => ({
			params: { id: (await make.worker(tenant)).assignmentId },
			body: { role: tenant.facility.kind === 'clinic' ? 'staff' : 'pharmacy_admin' },
		}),
	},
	'POST /accounts/:id/disable': {
		action: 'account.manage',
		request: async ({ tenant, make }) => ({ params: { id: (await make.worker(tenant)).assignmentId }, body: {} }),
	},
	'POST /accounts/:id/enable': {
		action: 'account.manage',
		request: async ({ tenant, make }) => ({
			params: { id: (await make.worker(tenant, 'disabled')).assignmentId },
			body: {},
		}),
	},
	'POST /accounts/:id/remove': {
		action: 'account.manage',
		request: async ({ tenant, make }) => ({ params: { id: (await make.worker(tenant)).assignmentId }, body: {} }),
	},
	'POST /accounts/:id/identity': {
		action: 'account.manage',
		request: async ({ tenant, make }) => ({ params: { id: (await make.worker(tenant)).assignmentId }, body: proof }),
	},
	'PUT /accounts/:id/practitioner': {
		action: 'account.manage',
		request: async ({ tenant, make }) => ({
			params: { id: (await make.worker(tenant)).assignmentId },
			body: { title: '担当' },
		}),
	},
	'DELETE /accounts/:id/practitioner': {
		action: 'account.manage',
		request: async ({ tenant, make }) => ({ params: { id: await make.practitioner(tenant) } }),
	},
	'POST /approvals/:id/decision': {
		action: 'approval.decide',
		request: async ({ tenant, make }) => ({
			params: { id: await make.removalAsked(tenant, await make.admin(tenant)) },
			body: { approve: false },
		}),
		elsewhere: 'approval.none',
	},
	'DELETE /approvals/:id': {
		action: 'account.manage',
		elsewhere: 'approval.none',
		request: async ({ tenant, make, asker }) => ({
			params: { id: await make.removalAsked(tenant, tenant.isAdmin(asker) ? asker : await make.admin(tenant)) },
		}),
	},
	'GET /factor-resets': { action: 'account.manage', request: () => ({}), ownOnly: true },
	'POST /factor-resets': {
		action: 'account.manage',
		request: async ({ tenant, make }) => ({
			body: { assignmentId: (await make.worker(tenant)).assignmentId, reason: '電話を失くした' },
		}),
	},
	'POST /factor-resets/:id/decision': {
		action: 'approval.decide',
		request: async ({ tenant, make }) => ({ params: { id: await make.factorReset(tenant) }, body: { approve: false } }),
	},

	// セキュリティ設定.
	'GET /settings': { action: 'settings.manage', request: () => ({}), ownOnly: true },
	'PATCH /settings': { action: 'settings.manage', request: () => ({ body: { idleLockMinutes: 15 } }), ownOnly: true },
	'PUT /settings/ip-rules': { action: 'settings.manage', request: () => ({ body: { rules: [] } }), ownOnly: true },
	'POST /settings/devices': {
		action: 'settings.manage',
		request: () => ({ body: { name: '受付のPC' } }),
		ownOnly: true,
	},
	'POST /settings/device-codes': {
		action: 'settings.manage',
		request: () => ({ body: { name: '診察室のPC' } }),
		ownOnly: true,
	},
	'DELETE /settings/devices/:id': {
		action: 'settings.manage',
		request: async ({ tenant, make }) => ({ params: { id: await make.deviceId(tenant) } }),
	},
	'POST /settings/emergency-account': { action: 'settings.manage', request: () => ({ body: {} }), ownOnly: true },
}

const proof = { method: 'photo_id', document: '運転免許証' }

const invitation = ({ facility }: Tenant) => ({
	email: `${crypto.randomUUID()}@test.example`,
	name: '新井 薫',
	kana: 'あらい かおる',
	role: facility.kind === 'clinic' ? 'doctor' : 'pharmacist',
})

/** Of the right form, and signed by nothing. */
const noPasskey = {
	id: 'AAAA',
	rawId: 'AAAA',
	type: 'public-key',
	clientExtensionResults: {},
	response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' },
}
