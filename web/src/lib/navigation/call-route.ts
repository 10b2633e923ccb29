/** Pages of a call: the only ones on which the browser may be asked for camera and microphone. */
export function isCallRoute(routeId: string | null | undefined): boolean {
	return routeId?.includes('/calls/') ?? false
}

/** A document keeps the permissions it was loaded with, so the way into and out of a call is a full page load. */
export function needsFreshDocument(from: string | null | undefined, to: string | null | undefined): boolean {
	return isCallRoute(from) !== isCallRoute(to)
}
