import { id } from '@enshin/contracts/ids.ts'
import type { Cookies } from '@sveltejs/kit'

/** 代理: whom the person on this browser acts for. The api asks with every request whether they may. */
const actingCookie = '__Host-enshin_for'

export function readActing(cookies: Cookies): string | undefined {
	return id.safeParse(cookies.get(actingCookie)).data
}

export function writeActing(cookies: Cookies, patientId: string): void {
	cookies.set(actingCookie, patientId, { path: '/', httpOnly: true, secure: true, sameSite: 'lax' })
}

export function clearActing(cookies: Cookies): void {
	cookies.delete(actingCookie, { path: '/', secure: true })
}

/** Pages about one's own account, also while one acts for somebody: the api is asked as oneself there. */
export function isOwnPage(routeId: string | null): boolean {
	return /^\/\(patient\)\/(family|leave)(\/|$)/.test(routeId ?? '') || /^\/\(account\)\//.test(routeId ?? '')
}
