import { id } from '@enshin/contracts/ids.ts'
import type { Cookies } from '@sveltejs/kit'

const cookie = 'enshin_dismissed_notices'
const keptAtMost = 20
const maxAge = 60 * 24 * 3600

/** Ids of maintenance that this browser has closed, newest last. */
export function readDismissed(cookies: Cookies): string[] {
	return (cookies.get(cookie) ?? '').split('.').filter((one) => id.safeParse(one).success)
}

export function dismiss(cookies: Cookies, noticeId: string, secure: boolean): void {
	if (!id.safeParse(noticeId).success) return
	const ids = [...new Set([...readDismissed(cookies), noticeId])].slice(-keptAtMost)
	cookies.set(cookie, ids.join('.'), { path: '/', httpOnly: true, secure, sameSite: 'lax', maxAge })
}
