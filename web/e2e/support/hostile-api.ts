import * as contract from '@enshin/contracts/api.ts'
import type { Role } from '@enshin/contracts/ids.ts'
import { type CurrentSession, currentSession, factorList, sessionList } from '@enshin/contracts/sign-in.ts'
import type { z } from 'zod'
import type { Reply, Told } from '../../test/support/recording-api.ts'

const id = '0195d0a0-0000-7000-8000-000000000001'
const tomorrow = new Date(Date.now() + 26 * 3_600_000)
const quarterMs = 15 * 60_000

/** What must hang together, or must not be just anything, for a page to show the rest. */
const fixed: Record<string, () => unknown> = {
	startsAt: () => tomorrow.toISOString(),
	endsAt: () => new Date(tomorrow.getTime() + quarterMs).toISOString(),
	state: () => 'waiting',
	status: () => 'booked',
	liveSince: () => null,
	endedAt: () => null,
	endReason: () => null,
	birthDate: () => '1951-04-03',
	locale: () => 'ja',
	slotMinutes: () => 15,
	weekday: () => 1,
	daysOff: () => [],
	signalingUrl: () => 'ws://127.0.0.1:9',
}

type Schema = z.core.$ZodType

/** A value that the schema allows, in which every free text is one of `texts`. */
function sample(schema: Schema, text: () => string, key = ''): unknown {
	const made = fixed[key]
	if (made) return made()
	const { def } = (schema as z.core.$ZodTypes)._zod
	switch (def.type) {
		case 'object':
			return Object.fromEntries(Object.entries(def.shape).map(([name, inner]) => [name, sample(inner, text, name)]))
		case 'array':
			return [sample(def.element, text)]
		case 'nullable':
		case 'optional':
		case 'default':
			return sample(def.innerType, text, key)
		case 'enum':
			return Object.values(def.entries)[0]
		case 'literal':
			return def.values[0]
		case 'union':
			return sample(def.options[0] as Schema, text, key)
		case 'boolean':
			return true
		case 'number':
			return 1
		case 'string':
			return 'format' in def ? formats[String(def.format)] : def.checks?.some(isPattern) ? '09:30' : text()
		default:
			return null
	}
}

const isPattern = (check: z.core.$ZodCheck) => (check._zod.def as { format?: string }).format === 'regex'
const formats: Record<string, string> = {
	uuid: id,
	datetime: tomorrow.toISOString(),
	date: '2026-11-22',
	url: 'ws://127.0.0.1:9',
}

/**
 * Answers as the api does, but for what people can type: names, titles, labels, telephone numbers. `turn` decides which
 * text stands where, so that over the turns each of them stands at many places.
 */
export function hostileReply(texts: readonly string[], state: { turn: number; role: Role }) {
	return ({ method, path }: Told): Reply => {
		let next = state.turn
		const text = () => texts[next++ % texts.length] ?? ''
		const of = (schema: Schema) => sample(schema, text)
		const ok = (body: unknown): Reply => ({ status: 200, body })
		const isPatient = state.role === 'patient'
		const where = path.split('?')[0] ?? ''
		const me = () => {
			const made = of(contract.me) as contract.Me
			return {
				...made,
				role: state.role,
				facility: isPatient ? null : made.facility,
				practitionerId: isPatient ? null : id,
			}
		}
		// Each with an id of its own, as the api's are: a list is drawn by them.
		const several = (schema: Schema) =>
			Array.from({ length: 4 }, (_, at) => ({ ...(of(schema) as object), id: id.replace(/\d$/, String(at + 1)) }))
		if (where === '/sessions' && method === 'POST')
			return { status: 401, body: { code: 'auth.failed', status: 401, title: text(), type: text() } }
		if (where === '/me') return ok(me())
		if (where === '/sessions/current')
			return ok({ ...(of(currentSession) as CurrentSession), state: 'full', locked: false, me: me() })
		if (where === '/factors') return ok(of(factorList))
		if (where === '/sessions') return ok(of(sessionList))
		if (where === '/facilities') return ok({ facilities: several(contract.facility) })
		if (where === '/appointments')
			return ok({ upcoming: several(contract.appointment), past: several(contract.appointment) })
		if (where.endsWith('/day')) return ok({ appointments: several(contract.appointment) })
		if (where.endsWith('/patients')) {
			const { patient } = contract.appointment.shape
			return ok({ patients: several(patient) })
		}
		if (where.endsWith('/slots')) return ok({ slots: [of(contract.slot)] })
		if (where.endsWith('/schedule')) return ok(of(contract.scheduleAnswer))
		if (/^\/appointments\/[^/]+$|\/appointment$/.test(where)) return ok(of(contract.appointment))
		const problem = { type: text(), code: 'not_found', status: 404, title: text(), requestId: text() }
		return method === 'GET' ? { status: 404, body: problem } : { status: 422, body: { ...problem, status: 422 } }
	}
}
