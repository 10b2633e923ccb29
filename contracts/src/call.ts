import { z } from 'zod'
import { appointmentKind, id, instant } from './ids.ts'

/** A doctor or pharmacist hosts; a patient is a guest and never has host rights (product.md, rule 6). */
export const callRole = z.enum(['host', 'guest'])
export type CallRole = z.infer<typeof callRole>

/** 待合, 呼び出し中, 通話中, 中断, 終了. */
export const callState = z.enum(['waiting', 'ringing', 'live', 'interrupted', 'ended'])
export type CallState = z.infer<typeof callState>

export const interruption = z.enum(['video_off', 'video_lost', 'peer_lost', 'peer_left'])
export type Interruption = z.infer<typeof interruption>

export const endReason = z.enum(['completed', 'unsuitable', 'no_show', 'technical'])
export type EndReason = z.infer<typeof endReason>

/** What everybody in a call may know of it. `since` is when the present state began. */
export const callSnapshot = z.object({
	callId: id,
	kind: appointmentKind,
	state: callState,
	since: instant,
	/** When both first met; null before. */
	liveSince: instant.nullable(),
	/** Why it is interrupted, and through whom; null in every other state. */
	interruption: z.object({ reason: interruption, by: callRole }).nullable(),
	endReason: endReason.nullable(),
})
export type CallSnapshot = z.infer<typeof callSnapshot>

/**
 * One line of the call's record, in the order signaling saw it. `seq` counts from 1 within one `epochId` (a signaling
 * process's life of this call), so that a line sent twice is kept once.
 */
export const callEvent = z.object({
	epochId: id,
	seq: z.number().int().positive(),
	at: instant,
	type: z.enum(['peer_joined', 'peer_lost', 'peer_left', 'state_changed', 'media_restarted']),
	by: callRole.nullable(),
	from: callState.nullable(),
	to: callState.nullable(),
	reason: z.string().max(64).nullable(),
})
export type CallEvent = z.infer<typeof callEvent>

/** A row of the day list as it lives: what signaling knows of one call. */
export const presence = z.object({
	callId: id,
	facilityId: id,
	state: callState,
	since: instant,
	guestPresent: z.boolean(),
	/** Since when the patient has been waiting; null when not there. */
	guestSince: instant.nullable(),
	hostPresent: z.boolean(),
})
export type Presence = z.infer<typeof presence>
