import { describe, expect, it } from 'vitest'
import { setSecurityHeaders } from './headers.ts'

function headersOf(page: { routeId: string | null; signalingOrigins?: string[]; https?: boolean }): Headers {
	const headers = new Headers({ 'content-security-policy': "default-src 'none'" })
	setSecurityHeaders(headers, { signalingOrigins: [], https: false, ...page })
	return headers
}

describe('every page', () => {
	it('may connect to itself and to signaling, and to nothing else', () => {
		const policy = headersOf({ routeId: '/', signalingOrigins: ['wss://one.example', 'wss://two.example'] })
		expect(policy.get('content-security-policy')).toBe(
			"default-src 'none'; connect-src 'self' wss://one.example wss://two.example",
		)
	})

	it('asks for camera and microphone on call pages only', () => {
		expect(headersOf({ routeId: '/(patient)/home' }).get('permissions-policy')).toContain('camera=(), microphone=()')
		expect(headersOf({ routeId: null }).get('permissions-policy')).toContain('camera=()')
		expect(headersOf({ routeId: '/(call)/calls/[callId]/check' }).get('permissions-policy')).toContain(
			'camera=(self), microphone=(self), display-capture=(self)',
		)
	})

	it('insists on https only where it is served over https', () => {
		expect(headersOf({ routeId: '/' }).has('strict-transport-security')).toBe(false)
		expect(headersOf({ routeId: '/', https: true }).get('strict-transport-security')).toMatch(/^max-age=63072000/)
	})

	it('is kept by no cache', () => {
		expect(headersOf({ routeId: '/(patient)/home' }).get('cache-control')).toBe('private, no-store')
	})
})
