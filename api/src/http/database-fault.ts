/** postgres.js's and Node's names for a connection that is not there, or is no more. */
const lost = new Set([
	'CONNECTION_CLOSED',
	'CONNECTION_DESTROYED',
	'CONNECTION_ENDED',
	'CONNECT_TIMEOUT',
	'ECONNREFUSED',
	'ECONNRESET',
	'EHOSTUNREACH',
	'ENOTFOUND',
	'EPIPE',
	'ETIMEDOUT',
])

/**
 * SQLSTATEs of a server that cannot serve this right now: connection, rolled back for another, resources, a lock not had
 * in time, cancelled or shut down, its own system.
 */
const away = /^(08|40|53|55P03|57|58)/

/** What Postgres cannot hold, such as a text with a NUL in it, a number or a year too large: the request's fault. */
const unstorable = new Set(['22003', '22007', '22008', '22021', '22P05'])

/** What an error thrown by the database client means to the asker; null when it is ours to mend. */
export function databaseFault(error: unknown): 'unavailable' | 'request.invalid' | 'auth.forbidden' | null {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
		const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
		if (lost.has(code) || away.test(code)) return 'unavailable'
		if (unstorable.has(code)) return 'request.invalid'
		// Any other refusal of a policy is a mistake of ours; this one is what it is there for.
		if (code === '42501' && cause.message.includes('"load_test_people_stay"')) return 'auth.forbidden'
	}
	return null
}
