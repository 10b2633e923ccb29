import { ProblemError } from '@enshin/contracts/errors.ts'
import type { SessionState } from '@enshin/contracts/ids.ts'
import type { Actor } from '../http/context.ts'

type Door = {
	/** Of sessions that may come through beside full ones. */
	states: readonly SessionState[]
	/** A locked screen may, too. */
	locked: boolean
}
const anyState: readonly SessionState[] = ['second_factor', 'enrolment', 'password_change']
const anybody: Door = { states: anyState, locked: true }
const whileLocked: Door = { states: [], locked: true }
const enrolment: Door = { states: ['enrolment'], locked: false }
const newPassword: Door = { states: ['password_change'], locked: false }

/**
 * The only routes that are open to a session that is not full, or whose screen is locked. Whatever does not stand here is
 * open to full and unlocked ones alone.
 */
export const sessionDoors: Readonly<Record<string, Door>> = {
	'GET /sessions/current': anybody,
	'DELETE /sessions/current': anybody,
	'POST /sessions/current/factor': { states: ['second_factor'], locked: false },
	'POST /sessions/current/factor-reset': { states: ['second_factor'], locked: false },
	'POST /sessions/current/challenges': { states: ['second_factor'], locked: true },
	'POST /sessions/current/lock': whileLocked,
	'POST /sessions/current/unlock': whileLocked,
	'GET /factors': enrolment,
	'POST /factors/totp': enrolment,
	'POST /factors/totp/:id': enrolment,
	'POST /factors/passkeys/options': enrolment,
	'POST /factors/passkeys': enrolment,
	'POST /factors/sms': enrolment,
	'POST /factors/sms/confirm': enrolment,
	'GET /password/rules': newPassword,
	'PUT /password': newPassword,
	// A call goes on while the desk's screen is locked (離席), and joins again after a lost line.
	'GET /calls/:callId/appointment': whileLocked,
	'POST /calls/:callId/join-token': whileLocked,
}

const patterns = Object.entries(sessionDoors).map(([route, door]) => ({
	route: new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`),
	door,
}))

/** Throws `auth.incomplete` or `auth.locked` where this session may not come through. */
export function passDoor(
	{ sessionState, locked }: Pick<Actor, 'sessionState' | 'locked'>,
	method: string,
	path: string,
) {
	const door = patterns.find(({ route }) => route.test(`${method} ${path}`))?.door
	if (sessionState !== 'full' && !door?.states.includes(sessionState)) throw new ProblemError('auth.incomplete')
	if (locked && !door?.locked) throw new ProblemError('auth.locked')
}
