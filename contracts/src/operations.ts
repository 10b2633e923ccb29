import { z } from 'zod'
import { identityProof } from './accounts.ts'
import { disposalSubject, facilityKind, id, instant, noticeKind } from './ids.ts'

/** One line of somebody's words. */
const line = (atMost: number) =>
	z
		.string()
		.trim()
		.min(1)
		.max(atMost)
		.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u)
const words = (atMost: number) => z.string().trim().min(1).max(atMost)

/** What everybody on a page is told: maintenance ahead, or an incident going on. */
export const notice = z.object({
	id,
	kind: noticeKind,
	/** Null: for all. */
	facilityId: id.nullable(),
	title: z.object({ ja: z.string(), en: z.string() }),
	body: z.object({ ja: z.string(), en: z.string() }),
	startsAt: instant,
	endsAt: instant.nullable(),
	closedAt: instant.nullable(),
	/** 作業報告, after maintenance. */
	report: z.object({ ja: z.string(), en: z.string() }).nullable(),
})
export type Notice = z.infer<typeof notice>

/** Days ahead that maintenance is shown on the pages. */
export const maintenanceShownDays = 7

/** What operators tell: always in both languages. */
export const told = z.object({ titleJa: line(80), titleEn: line(80), bodyJa: words(2000), bodyEn: words(2000) })
export type Told = z.infer<typeof told>

export const foundFacility = z.object({
	slug: z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}$/, 'a–z, 0–9 and -, 2 to 63 characters'),
	code: z.string().regex(/^[A-Za-z0-9-]{3,32}$/, 'A–Z, 0–9 and -, 3 to 32 characters'),
	name: line(100),
	kind: facilityKind,
	telephone: z.string().regex(/^[0-9+-]{9,20}$/, 'digits and -'),
	/** The first admin, who is invited by mail. */
	admin: z.object({ email: z.email(), name: line(100), kana: line(100), proof: identityProof }),
})
export type FoundFacility = z.infer<typeof foundFacility>

/** The longest that an operator may look into a facility's data at a time. */
export const breakGlassMinutesAtMost = 60

export const openBreakGlass = z.object({
	facility: z.string(),
	reason: words(1000),
	ticket: line(80),
	minutes: z.coerce.number().int().min(1).max(breakGlassMinutesAtMost),
})
export type OpenBreakGlass = z.infer<typeof openBreakGlass>

/** What was made unreadable for good, signed. Names no one. */
export const disposalCertificate = z.object({
	format: z.literal('enshin-disposal/1'),
	id,
	subject: disposalSubject,
	subjectId: id,
	facilityId: id.nullable(),
	reason: z.string(),
	requestedBy: id,
	requestedAt: instant,
	executedBy: id,
	executedAt: instant,
	/** Whose data keys were destroyed, and how many in all. */
	method: z.string(),
	keysDestroyed: z.number().int(),
	keyId: z.string(),
	/** Ed25519 over the members before, sorted by name, as a JSON list of pairs; base64url. */
	signature: z.string(),
})
export type DisposalCertificate = z.infer<typeof disposalCertificate>
