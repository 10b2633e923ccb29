import type { Cookies } from '@sveltejs/kit'

/** `__Host-` ties it to this host, this path and https; browsers make an exception of http://localhost for `Secure`. */
const sessionCookie = '__Host-enshin_session'

/** Which facility's people sign in on this browser, so that they are sent back to their own door. */
const facilityCookie = 'enshin_facility'

const localeCookie = 'enshin_locale'
const yearSeconds = 365 * 24 * 3600

export function readSession(cookies: Cookies): string | undefined {
	return cookies.get(sessionCookie)
}

export function writeSession(cookies: Cookies, token: string, expiresAt: string): void {
	const expires = new Date(expiresAt)
	cookies.set(sessionCookie, token, { path: '/', httpOnly: true, secure: true, sameSite: 'lax', expires })
}

export function clearSession(cookies: Cookies): void {
	cookies.delete(sessionCookie, { path: '/', secure: true })
}

export function readFacility(cookies: Cookies): string | undefined {
	return cookies.get(facilityCookie)
}

export function writeFacility(cookies: Cookies, slug: string, secure: boolean): void {
	cookies.set(facilityCookie, slug, { path: '/', httpOnly: true, secure, sameSite: 'lax', maxAge: yearSeconds })
}

export function readLocale(cookies: Cookies): string | undefined {
	return cookies.get(localeCookie)
}

export function writeLocale(cookies: Cookies, locale: string, secure: boolean): void {
	cookies.set(localeCookie, locale, { path: '/', httpOnly: true, secure, sameSite: 'lax', maxAge: yearSeconds })
}
