import type { Cookies } from '@sveltejs/kit'
import type { Answers } from './questions.ts'

/**
 * What somebody has answered so far, kept in a cookie of this browser until the last question: Back works, a reload loses
 * nothing, and the server keeps nothing of people who do not finish. Gone after an hour.
 */
export type SignUpDraft = {
	/** Where the code went. */
	contact?: string
	/** Of the sign-up that waits for its code. */
	id?: string
	channel?: 'mail' | 'sms'
	/** The code was right. */
	ticket?: string
} & Answers

const names = { signUp: '__Host-enshin_sign_up', member: '__Host-enshin_member' } as const
export type DraftName = keyof typeof names
const lifeSeconds = 3600

export function readDraft(cookies: Cookies, name: DraftName): SignUpDraft {
	try {
		const read: unknown = JSON.parse(Buffer.from(cookies.get(names[name]) ?? '', 'base64url').toString())
		return typeof read === 'object' && read !== null ? read : {}
	} catch {
		return {}
	}
}

export function writeDraft(cookies: Cookies, name: DraftName, draft: SignUpDraft): void {
	const value = Buffer.from(JSON.stringify(draft)).toString('base64url')
	cookies.set(names[name], value, { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: lifeSeconds })
}

export function clearDraft(cookies: Cookies, name: DraftName): void {
	cookies.delete(names[name], { path: '/', secure: true })
}
