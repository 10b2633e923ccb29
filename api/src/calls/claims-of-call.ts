import type { FoundCall } from './find-call.ts'

/** What a join token says of the call itself, whoever it is for. */
export function claimsOfCall(call: FoundCall) {
	return {
		scope: 'call',
		facilityId: call.facilityId,
		callId: call.id,
		kind: call.kind,
		practitionerId: call.practitionerId,
		startsAt: call.during.startsAt.toISOString(),
		recorded: { state: call.state, liveSince: call.liveSince?.toISOString() ?? null },
	} as const
}
