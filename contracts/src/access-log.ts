import { z } from 'zod'
import { day, id, instant } from './ids.ts'

/**
 * アクセスログ: what an entry can say was done. `x.read` and its like are reads of patients' data, the others changes or
 * events of accounts.
 */
export const accessAction = z.enum([
	'appointment.list_day',
	'appointment.list_own',
	'appointment.read',
	'appointment.book',
	'appointment.change',
	'appointment.cancel',
	'schedule.to_be_moved',
	'schedule.write',
	'patient.search',
	'patient.read',
	'patient.write',
	'call.join',
	'call.read_record',
	'call.report',
	'membership.request',
	'membership.decide',
	'membership.list',
	'membership.label',
	'proxy.add',
	'proxy.end',
	'profile.read',
	'profile.write',
	'profile.export',
	'profile.leave',
	'account.list',
	'account.invite',
	'account.join',
	'account.change',
	'account.disable',
	'account.enable',
	'account.remove',
	'account.identify',
	'approval.request',
	'approval.decide',
	'settings.write',
	'device.register',
	'device.revoke',
	'sign_in.success',
	'sign_in.failure',
	'sign_in.replay',
	'sign_out',
	'session.end',
	'password.change',
	'password.reset',
	'factor.enrol',
	'factor.remove',
	'factor.reset',
	'access_log.read',
	'access_log.export',
	'break_glass.open',
	'break_glass.read',
	'break_glass.close',
	'emergency.use',
	'facility.found',
	'operator.add',
	'incident.open',
	'incident.close',
	'maintenance.announce',
	'maintenance.close',
	'service.stop',
	'disposal.request',
	'disposal.execute',
	'key.rotate',
	'load_test.open',
	'load_test.sessions',
	'load_test.close',
])
export type AccessAction = z.infer<typeof accessAction>

/**
 * A row of a chain as it is exported, one a line, so that whoever has the file can verify it without the database. The
 * hash of an entry is SHA-256 of `prev` and the UTF-8 bytes of `entry`; of the first, `prev` is zeros.
 */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
export const logRow = z.object({
	/** A facility's id, or a person's for what belongs to no facility. */
	chain: id,
	seq: z.number().int().positive(),
	/** UTC to the microsecond, `2026-11-22T05:30:00.123456Z`. */
	at: z.string(),
	/** What happened, as the very text that was hashed: JSON with these same members, and `detail`. */
	entry: z.string(),
	actor: id.nullable(),
	action: z.string(),
	subjects: z.array(id),
	prev: sha256,
	hash: sha256,
})
export type LogRow = z.infer<typeof logRow>

/** How far a chain has come. */
export const chainHead = z.object({ chain: id, seq: z.number().int().positive(), hash: sha256 })
export type ChainHead = z.infer<typeof chainHead>

/** A line of a checkpoint file: where the chains that had moved stood, signed by a key that the database never sees. */
export const checkpoint = z.object({
	at: instant,
	/** SHA-256 of the line before, without its end of line; of the first, zeros. */
	prev: sha256,
	chains: z.array(chainHead),
	/** Names the key; the first 16 characters of its RFC 7638 thumbprint. */
	keyId: z.string(),
	/** Ed25519, base64url. */
	signature: z.string(),
})
export type Checkpoint = z.infer<typeof checkpoint>

/** Filters of アクセスログ. Days are whole days in Asia/Tokyo, both included. */
export const accessLogFilter = z.object({
	from: day.optional(),
	to: day.optional(),
	actor: id.optional(),
	patient: id.optional(),
	action: accessAction.optional(),
})
export type AccessLogFilter = z.infer<typeof accessLogFilter>

/** Somebody an entry names. No name where nobody may open it any more, or it belongs to no one here. */
const named = z.object({ id, name: z.string().nullable() })

export const accessLogEntry = z.object({
	seq: z.number().int(),
	at: instant,
	action: accessAction,
	/** Null for a program. */
	actor: named.nullable(),
	/** One of those who run Enshin, and not of the facility. */
	byOperator: z.boolean(),
	patients: z.array(named),
	address: z.string().nullable(),
	/** The rest of what the entry says, as ids and codes. */
	detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type AccessLogEntry = z.infer<typeof accessLogEntry>

export const accessLogPage = z.object({
	/** Newest first. */
	entries: z.array(accessLogEntry),
	/** Give as `before` for the next page. */
	nextBefore: z.number().int().nullable(),
	/** Up to where the last signed checkpoint of this process reaches. */
	signedUpTo: z.object({ seq: z.number().int(), at: instant }).nullable(),
})
export type AccessLogPage = z.infer<typeof accessLogPage>

/** One look at a patient's own data, for them. */
export const lookAtMine = z.object({
	at: instant,
	action: accessAction,
	/** Who: by name, unless it was a program, or one whose name is not theirs to see. */
	actorName: z.string().nullable(),
	/** Where; null for what the patient did on their own side. */
	facility: z.object({ id, name: z.string().nullable() }).nullable(),
	by: z.enum(['me', 'proxy', 'facility', 'operator', 'system']),
})
export type LookAtMine = z.infer<typeof lookAtMine>
