import { z } from 'zod'
import { callRole, callState } from './call.ts'
import { appointmentKind, id, instant, locale } from './ids.ts'

export const joinTokenIssuer = 'enshin-api'
export const joinTokenAudience = 'enshin-signaling'
export const joinTokenAlgorithm = 'EdDSA'
/** Seconds a token lives; it is used once, at once. */
export const joinTokenLifeS = 60

const standard = {
	iss: z.literal(joinTokenIssuer),
	aud: z.literal(joinTokenAudience),
	/** One use: signaling remembers it until `exp`. */
	jti: id,
	/** The person, across calls. */
	sub: id,
	iat: z.number().int(),
	exp: z.number().int(),
	locale,
	facilityId: id,
	/** The signed-in browser it was issued to, the same while its token rotates: ending that session ends what it opened. */
	session: id.optional(),
	/**
	 * The signaling node that the api sends its holder to, and no other: each remembers its own used tokens, so at another
	 * one it would be good a second time. Absent where the api knows of no node.
	 */
	node: z.string().min(1).max(64).optional(),
}

/** Lets one person into one call, as what the api found them to be; signaling needs no database to check it. */
export const callClaims = z.object({
	...standard,
	scope: z.literal('call'),
	callId: id,
	/** The participant in this call; the same at every join, so a reload replaces and never doubles. */
	peerId: id,
	role: callRole,
	/** Of a guest: whose visit it is. Not `sub` where a guardian acts for them (代理). */
	patientId: id.optional(),
	/** Shown to the other side. */
	name: z.string().min(1).max(200),
	kind: appointmentKind,
	practitionerId: id,
	startsAt: instant,
	/** The api's last record of the call, for a signaling process that does not know it yet. */
	recorded: z.object({ state: callState, liveSince: instant.nullable() }),
	/** Where the call's media lives, as placed; null lets signaling choose. */
	sfuNode: z.string().nullable(),
})
export type CallClaims = z.infer<typeof callClaims>

/** Lets a facility's people watch the presence of that facility's calls. */
export const watchClaims = z.object({ ...standard, scope: z.literal('watch') })
export type WatchClaims = z.infer<typeof watchClaims>

export const joinTokenClaims = z.discriminatedUnion('scope', [callClaims, watchClaims])
export type JoinTokenClaims = z.infer<typeof joinTokenClaims>
