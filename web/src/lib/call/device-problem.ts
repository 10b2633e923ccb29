/**
 * Why a camera or a microphone cannot be used, as far as a person can do something about it. The page says each in plain
 * words, with two steps for the browser at hand.
 */
export type DeviceProblem =
	/** The person, or a setting they once made, refused it to this site. */
	| 'denied'
	/** The operating system refuses it to the browser. */
	| 'denied_by_system'
	/** There is none, or the one remembered is gone. */
	| 'missing'
	/** It is there, but something else holds it, or it does not start. */
	| 'in_use'
	/** It worked, and stopped: unplugged, or taken by a telephone call. */
	| 'stopped'
	/** The page is not served over https, so that browsers offer no devices at all. */
	| 'insecure'
	/** The browser is too old, or one inside another app. */
	| 'unsupported'

/** What getUserMedia rejected with, sorted. Names follow Media Capture and Streams, the messages are Chrome's. */
export function deviceProblemOf(error: unknown): DeviceProblem {
	if (!(error instanceof Error)) return 'in_use'
	switch (error.name) {
		case 'NotAllowedError':
		case 'PermissionDeniedError':
			return /by system/i.test(error.message) ? 'denied_by_system' : 'denied'
		case 'SecurityError':
			return 'denied'
		case 'NotFoundError':
		case 'DevicesNotFoundError':
		case 'OverconstrainedError':
			return 'missing'
		case 'NotSupportedError':
		case 'TypeError':
			return 'unsupported'
		default:
			return 'in_use'
	}
}

/** What speaks against asking for devices at all; null when nothing does. */
export function environmentProblem(context: {
	isSecureContext: boolean
	hasGetUserMedia: boolean
}): DeviceProblem | null {
	if (context.hasGetUserMedia) return null
	return context.isSecureContext ? 'unsupported' : 'insecure'
}
