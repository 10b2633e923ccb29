import { z } from 'zod'
import { approvalKind, assignmentStatus, facilityKind, id, instant, type Role, role } from './ids.ts'
import { newPassword, passwordProfile } from './passwords.ts'

/** One line of words of somebody's own. */
const line = (atMost: number) =>
	z
		.string()
		.trim()
		.min(1)
		.max(atMost)
		.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u)

/** How somebody was found to be who they say (本人確認台帳, Q17.1.1.2). */
export const proofMethod = z.enum(['photo_id', 'two_documents', 'licence', 'my_number_card', 'known_in_person'])
export type ProofMethod = z.infer<typeof proofMethod>

/** `document` is what was shown, in the facility's words: 運転免許証（東京都公安委員会）. Never its number. */
export const identityProof = z.object({ method: proofMethod, document: line(200) })
export type IdentityProof = z.infer<typeof identityProof>

/** Who can be a name in 予約枠設定: whoever may host a call. */
export const bookableRoles = ['doctor_admin', 'doctor', 'pharmacy_admin', 'pharmacist'] as const satisfies Role[]
export const adminRoles = ['doctor_admin', 'pharmacy_admin'] as const satisfies Role[]

export const isBookableRole = (of: Role): boolean => (bookableRoles as readonly Role[]).includes(of)
export const isAdminRole = (of: Role): boolean => (adminRoles as readonly Role[]).includes(of)

/** One of a facility's people, as its admins see them. */
export const account = z.object({
	assignmentId: id,
	personId: id,
	name: z.string(),
	kana: z.string(),
	/** Null for somebody who signs in with a telephone alone. */
	email: z.string().nullable(),
	role,
	status: assignmentStatus,
	/** Has a second factor. */
	hasFactor: z.boolean(),
	/** Null before the first time. */
	lastSignInAt: instant.nullable(),
	/** Set when the person is, or was, a name in 予約枠設定. */
	practitioner: z.object({ practitionerId: id, title: z.string(), withdrawn: z.boolean() }).nullable(),
	/** When they were last identified; null for those who never were. */
	identifiedAt: instant.nullable(),
	/** The reader. */
	self: z.boolean(),
	createdAt: instant,
})
export type Account = z.infer<typeof account>

/** An invitation that nobody has used yet. */
export const invitation = z.object({
	id,
	email: z.string(),
	name: z.string(),
	kana: z.string(),
	role,
	title: z.string().nullable(),
	/** Without it nobody joins. */
	identified: z.boolean(),
	invitedByName: z.string(),
	createdAt: instant,
	expiresAt: instant,
	expired: z.boolean(),
})
export type Invitation = z.infer<typeof invitation>

/** What one admin asked for, and another one decides. */
export const accountApproval = z.object({
	id,
	kind: approvalKind.extract(['remove_admin', 'demote_admin']),
	assignmentId: id,
	personName: z.string(),
	/** The role to be had instead; null where the account is to go. */
	role: role.nullable(),
	reason: z.string(),
	requestedByName: z.string(),
	/** The reader asked: may withdraw it, and not decide it. */
	mine: z.boolean(),
	createdAt: instant,
	expiresAt: instant,
})
export type AccountApproval = z.infer<typeof accountApproval>

export const accountList = z.object({
	accounts: z.array(account),
	invitations: z.array(invitation),
	approvals: z.array(accountApproval),
})
export type AccountList = z.infer<typeof accountList>

/** `title` makes the invited a name in 予約枠設定: 院長, 内科, 薬剤師. */
export const invite = z.object({
	email: z.email().trim().max(254),
	name: line(60),
	kana: line(80),
	role,
	title: line(40).nullable().default(null),
	/** May follow, and must before the invited joins. */
	proof: identityProof.nullable().default(null),
})
export type Invite = z.infer<typeof invite>

/** `reason` is needed where a second admin has to agree: an admin who is to be none. */
export const changeRole = z.object({ role, reason: line(500).optional() })
export const removeAccount = z.object({ reason: line(500).optional() })
/** Done at once, or asked of another admin. */
export const accountChange = z.object({ outcome: z.enum(['done', 'asked']) })
export type AccountChange = z.infer<typeof accountChange>
export const decideApproval = z.object({ approve: z.boolean() })
export const makeBookable = z.object({ title: line(40) })

/** One line of 本人確認台帳. */
export const registerEntry = z.object({
	id,
	at: instant,
	personName: z.string(),
	role,
	status: assignmentStatus,
	method: proofMethod,
	document: z.string(),
	checkedByName: z.string(),
})
export type RegisterEntry = z.infer<typeof registerEntry>
export const identityRegister = z.object({ entries: z.array(registerEntry) })

const linkToken = z.string().min(20).max(100)
export const checkInvitation = z.object({ token: linkToken })
/** What whoever holds the link is shown before they choose a password. */
export const checkedInvitation = z.object({
	facility: z.object({ slug: z.string(), name: z.string(), kind: facilityKind }),
	name: z.string(),
	email: z.string(),
	role,
	rules: z.object({ profile: passwordProfile, hasSecondFactor: z.boolean() }),
	/** The facility asks for a second factor: it comes next. */
	factorRequired: z.boolean(),
})
export type CheckedInvitation = z.infer<typeof checkedInvitation>
export const acceptInvitation = z.object({ token: linkToken, password: newPassword })
