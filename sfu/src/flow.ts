/**
 * Whether a producer or consumer flows: when it is wanted, and nothing holds it. Whoever speaks for the call decides the
 * first (`pause`, `resume`), this node the second, while the peer is out of reach (`hold`, `release`). Only the first is
 * told to others.
 */
export class Flow {
	isWanted: boolean
	isHeld = false
	/** Called when `isWanted` has turned and the worker knows. */
	readonly listeners = new Set<() => void>()

	constructor(isWanted: boolean) {
		this.isWanted = isWanted
	}
}

/** mediasoup's producers and consumers; it takes what is asked of one of them in the order in which it was asked. */
type Flowing = { pause(): Promise<void>; resume(): Promise<void>; appData: { flow: Flow } }

export async function pause(part: Flowing): Promise<void> {
	await want(part, false, () => part.pause())
}

/** One that is held resumes when it is released. */
export async function resume(part: Flowing): Promise<void> {
	await want(part, true, () => (part.appData.flow.isHeld ? Promise.resolve() : part.resume()))
}

export async function hold(part: Flowing): Promise<void> {
	part.appData.flow.isHeld = true
	await part.pause()
}

export async function release(part: Flowing): Promise<void> {
	const { flow } = part.appData
	if (!flow.isHeld) return
	flow.isHeld = false
	if (flow.isWanted) await part.resume()
}

async function want({ appData: { flow } }: Flowing, isWanted: boolean, act: () => Promise<void>): Promise<void> {
	const turned = flow.isWanted !== isWanted
	flow.isWanted = isWanted
	await act()
	if (turned) for (const listener of flow.listeners) listener()
}
