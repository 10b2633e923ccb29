import { z } from 'zod'
import { me } from './api.ts'
import { factorKind, id, instant, passwordProfile, sessionState } from './ids.ts'
import { newPassword } from './passwords.ts'

/** What proves a second factor; a recovery code stands in for a lost one. */
export const proofKind = z.enum([...factorKind.options, 'recovery_code'])
export type ProofKind = z.infer<typeof proofKind>

/**
 * What each step of signing in answers with, and every change of rights after it: a new token, which replaces the one
 * before. `state` says what it opens.
 */
export const openedSession = z.object({
	token: z.string(),
	expiresAt: instant,
	state: sessionState,
	/** Null until the session is `full`. */
	me: me.nullable(),
})
export type OpenedSession = z.infer<typeof openedSession>

/** A factor as its owner sees it. `name` is their own word for it, or empty; `hint` the end of a telephone number. */
export const factor = z.object({
	id,
	kind: factorKind,
	name: z.string(),
	hint: z.string().nullable(),
	createdAt: instant,
	lastUsedAt: instant.nullable(),
})
export type Factor = z.infer<typeof factor>

/** The session a request came with, whatever its state: what a page needs to know before it draws anything. */
export const currentSession = z.object({
	state: sessionState,
	/** 離席: nothing but unlocking and signing out, and calls. */
	locked: z.boolean(),
	/** Proved within the last five minutes: what asks for step-up can be done at once. */
	fresh: z.boolean(),
	expiresAt: instant,
	/** Minutes without use after which the screen locks; null where none does. */
	idleLockMinutes: z.number().int().nullable(),
	/** Null until the session is `full`. */
	me: me.nullable(),
	/** What can be given as the second step, in the order in which to offer it. */
	factors: z.array(factor),
	recoveryCodesLeft: z.number().int(),
	/** The facility asks its people for a second factor. */
	factorRequired: z.boolean(),
	/** An admin asked for this person's factors to be reset, and waits for the person's own word. */
	resetWaits: z.boolean(),
})
export type CurrentSession = z.infer<typeof currentSession>

export const beginChallenge = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('passkey') }),
	z.object({ kind: z.literal('sms'), factorId: id }),
])

/** Whether a code left: `no_answer` means that it may come all the same. */
export const smsDelivery = z.enum(['sent', 'no_answer', 'not_sent'])
export type SmsDelivery = z.infer<typeof smsDelivery>

/** `others` are the ways that are left to somebody whose code does not come. */
const sentCode = z.object({ challengeId: id, delivery: smsDelivery, others: z.array(proofKind) })

/** WebAuthn's own options, which a browser is given as they are. */
export const webauthnOptions = z.looseObject({ challenge: z.string() })

export const begunChallenge = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('passkey'), challengeId: id, options: webauthnOptions }),
	sentCode.extend({ kind: z.literal('sms') }),
])

const base64url = (most: number) =>
	z
		.string()
		.min(1)
		.max(most)
		.regex(/^[\w-]+$/)

/** What navigator.credentials.get() gave, as JSON (WebAuthn 3, 5.1.8.5). */
export const passkeyAnswer = z.object({
	id: base64url(2048),
	rawId: base64url(2048),
	type: z.literal('public-key'),
	authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
	clientExtensionResults: z.looseObject({}).default({}),
	response: z.object({
		clientDataJSON: base64url(8192),
		authenticatorData: base64url(8192),
		signature: base64url(2048),
		userHandle: base64url(256).optional(),
	}),
})

/** What navigator.credentials.create() gave, as JSON. */
export const newPasskeyAnswer = z.object({
	id: base64url(2048),
	rawId: base64url(2048),
	type: z.literal('public-key'),
	authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
	clientExtensionResults: z.looseObject({}).default({}),
	response: z.object({
		clientDataJSON: base64url(8192),
		attestationObject: base64url(65_536),
		authenticatorData: base64url(8192).optional(),
		transports: z.array(z.string().max(32)).max(10).optional(),
		publicKeyAlgorithm: z.number().int().optional(),
		publicKey: base64url(8192).optional(),
	}),
})

/** Six digits, however they were typed: `１２３ ４５６`. */
export const oneTimeCode = z
	.string()
	.max(32)
	.transform((text) => text.normalize('NFKC').replace(/[\s-]/g, ''))
	.pipe(z.string().regex(/^\d{6}$/))

/** `ABCD-EFGH-JKLM-NPQR`, in any case, with or without its hyphens. */
export const recoveryCode = z
	.string()
	.max(64)
	.transform((text) =>
		text
			.normalize('NFKC')
			.toUpperCase()
			.replace(/[^A-Z0-9]/g, ''),
	)
	.pipe(z.string().regex(/^[A-Z2-9]{16}$/))

const factorProofs = [
	z.object({ kind: z.literal('totp'), code: oneTimeCode }),
	z.object({ kind: z.literal('sms'), challengeId: id, code: oneTimeCode }),
	z.object({ kind: z.literal('passkey'), challengeId: id, response: passkeyAnswer }),
	z.object({ kind: z.literal('recovery_code'), code: recoveryCode }),
] as const
export const factorProof = z.discriminatedUnion('kind', factorProofs)
export type FactorProof = z.infer<typeof factorProof>

const passwordProof = z.object({ kind: z.literal('password'), password: z.string().min(1).max(1024) })

/** Step-up: who somebody is, proved again. */
export const stepUpProof = z.discriminatedUnion('kind', [passwordProof, ...factorProofs])
export type StepUpProof = z.infer<typeof stepUpProof>

/** What opens a locked screen again. */
export const unlockProof = z.discriminatedUnion('kind', [passwordProof, factorProofs[2]])
export type UnlockProof = z.infer<typeof unlockProof>

export const factorName = z.string().trim().max(40)
export const factorList = z.object({
	factors: z.array(factor),
	recoveryCodesLeft: z.number().int(),
	required: z.boolean(),
})

/** The secret is shown this once: as a picture made of `uri`, and to be typed. */
export const begunTotp = z.object({ factorId: id, secret: z.string(), uri: z.string() })
export const begunPasskey = z.object({ challengeId: id, options: webauthnOptions })
export const beginSms = z.object({ telephone: z.string().min(1).max(40) })
export const begunSms = sentCode.omit({ others: true }).extend({ factorId: id })

export const confirmTotp = z.object({ code: oneTimeCode, name: factorName.default('') })
export const confirmPasskey = z.object({ challengeId: id, response: newPasskeyAnswer, name: factorName.default('') })
export const confirmSms = z.object({ challengeId: id, code: oneTimeCode })
export const renameFactor = z.object({ name: factorName })

/** `recoveryCodes` with the first factor only: shown once. `session` replaces the one that asked. */
export const enrolled = z.object({ session: openedSession, recoveryCodes: z.array(z.string()).nullable() })
export type Enrolled = z.infer<typeof enrolled>
export const freshRecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })

/** `current` is asked for always: a new password is also compared with it, letter by letter. */
export const changePassword = z.object({ current: z.string().min(1).max(1024), next: newPassword })

/** What a new password must be, for the page that asks for it. */
export const passwordRules = z.object({
	profile: passwordProfile,
	hasSecondFactor: z.boolean(),
	/** Null: passwords do not expire. */
	expiryDays: z.number().int().nullable(),
})
export type PasswordRules = z.infer<typeof passwordRules>

export const askPasswordReset = z.object({
	email: z.string().trim().min(3).max(254),
	facility: z.string().max(64).optional(),
})

const linkToken = z.string().min(20).max(100)
export const checkPasswordReset = z.object({ token: linkToken })
export const checkedPasswordReset = z.object({
	rules: passwordRules,
	/** Where to sign in afterwards; null for patients. */
	facilitySlug: z.string().nullable(),
})
export const usePasswordReset = z.object({ token: linkToken, password: newPassword })

/** One signed-in browser of one's own. */
export const listedSession = z.object({
	id,
	current: z.boolean(),
	/** From the browser's own words; null where they say nothing. */
	browser: z.string().nullable(),
	system: z.string().nullable(),
	address: z.string().nullable(),
	createdAt: instant,
	lastUsedAt: instant,
	locked: z.boolean(),
})
export type ListedSession = z.infer<typeof listedSession>
export const sessionList = z.object({ sessions: z.array(listedSession) })

/** Two people: who asks, and who decides. */
export const requestFactorReset = z.object({ assignmentId: id, reason: z.string().trim().min(1).max(500) })
export const decideFactorReset = z.object({ approve: z.boolean() })
export const factorReset = z.object({
	id,
	assignmentId: id,
	personName: z.string(),
	requestedByName: z.string(),
	reason: z.string(),
	createdAt: instant,
	expiresAt: instant,
	/** The facility's only admin asked: the person's own password at the next sign-in decides. */
	personDecides: z.boolean(),
	/** Whether the reader may decide it. */
	mine: z.boolean(),
})
export const factorResetList = z.object({ resets: z.array(factorReset) })
