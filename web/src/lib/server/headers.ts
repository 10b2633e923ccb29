import { isCallRoute } from '../navigation/call-route.ts'

/** What every answer carries, whatever it is. */
function sharedHeaders(https: boolean): Record<string, string> {
	return {
		'cross-origin-opener-policy': 'same-origin',
		'cross-origin-resource-policy': 'same-origin',
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'no-referrer',
		...(https && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
	}
}

/** For what is no page: files, redirects, refusals. Opened as a page of their own they may do nothing at all. */
export function fileHeaders(https: boolean): Record<string, string> {
	return {
		...sharedHeaders(https),
		'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		'permissions-policy': permissions('()'),
	}
}

function permissions(devices: '(self)' | '()'): string {
	return `camera=${devices}, microphone=${devices}, display-capture=${devices}, geolocation=(), payment=(), usb=()`
}

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
	for (const [name, value] of Object.entries(sharedHeaders(page.https))) headers.set(name, value)
	headers.set('permissions-policy', permissions(isCallRoute(page.routeId) ? '(self)' : '()'))
	// Kit's own mark, for its prerenderer only.
	headers.delete('x-sveltekit-page')
	// A page of a signed-in person must not come back from a shared computer's cache.
	if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store')
}
