import type { Cookies } from '@sveltejs/kit'

/** What a registered browser proves itself with (Q55); see session.ts for `__Host-`. It outlives every session. */
const deviceCookie = '__Host-enshin_device'
const tenYearsSeconds = 10 * 365 * 24 * 3600

export function readDevice(cookies: Cookies): string | undefined {
	return cookies.get(deviceCookie)
}

export function writeDevice(cookies: Cookies, secret: string): void {
	cookies.set(deviceCookie, secret, {
		path: '/',
		httpOnly: true,
		secure: true,
		sameSite: 'lax',
		maxAge: tenYearsSeconds,
	})
}
