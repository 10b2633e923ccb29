import { type StepUpProof, stepUpProof } from '@enshin/contracts/sign-in.ts'

/** The ways to prove who one is, as the address of a page says them (`?way=totp`). */
export const ways = ['passkey', 'totp', 'sms', 'recovery_code', 'password'] as const
export type Way = (typeof ways)[number]

export const isWay = (text: string | null): text is Way => (ways as readonly (string | null)[]).includes(text)

/** A proof out of a form; null where nothing, or nonsense, was typed. */
export function readProof(form: FormData): StepUpProof | null {
	const text = (name: string) => String(form.get(name) ?? '')
	const kind = text('kind')
	const typed = { kind, code: text('code'), password: text('password'), challengeId: text('challengeId') }
	return (
		stepUpProof.safeParse(kind === 'passkey' ? { ...typed, response: parsed(text('response')) } : typed).data ?? null
	)
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json)
	} catch {
		return null
	}
}
