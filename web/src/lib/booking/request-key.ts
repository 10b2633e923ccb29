import { createHash } from 'node:crypto'

/**
 * The idempotency key of one form for one doctor: 「どの先生でも」 may try several, each is a request of its own, and the
 * same form sent twice must ask for the same thing twice. Shaped as a UUID.
 */
export function requestKey(formKey: string, practitionerId: string): string {
	const hash = createHash('sha256').update(`${formKey}/${practitionerId}`).digest('hex')
	return [
		hash.slice(0, 8),
		hash.slice(8, 12),
		`8${hash.slice(13, 16)}`,
		`8${hash.slice(17, 20)}`,
		hash.slice(20, 32),
	].join('-')
}
