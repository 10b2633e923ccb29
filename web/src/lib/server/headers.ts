import { isCallRoute } from '../navigation/call-route.ts'

/**
 * The headers every page carries, beside the policy with nonces that vite.config.ts sets. `routeId` decides on camera and
 * microphone: call pages may ask for them, no other page can.
 */
export function setSecurityHeaders(
	headers: Headers,
	page: { routeId: string | null; signalingOrigins: string[]; https: boolean },
): void {
	const policy = headers.get('content-security-policy')
	if (policy) {
		const connect = ["'self'", ...page.signalingOrigins].join(' ')
		headers.set('content-security-policy', `${policy}; connect-src ${connect}`)
	}
	const devices = isCallRoute(page.routeId) ? '(self)' : '()'
	headers.set(
		'permissions-policy',
		`camera=${devices}, microphone=${devices}, display-capture=${devices}, geolocation=(), payment=(), usb=()`,
	)
	headers.set('cross-origin-opener-policy', 'same-origin')
	headers.set('x-content-type-options', 'nosniff')
	headers.set('referrer-policy', 'no-referrer')
	if (page.https) headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains')
	// A page of a signed-in person must not come back from a shared computer's cache.
	if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store')
}
