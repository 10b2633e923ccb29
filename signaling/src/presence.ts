import type { Presence } from '@enshin/contracts/call.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Holder } from './access/holder.ts'
import type { Link } from './link.ts'

/** Tells each facility's watchers of that facility's calls, here and on other nodes. */
export class PresenceBoard {
	/** By node (null is this one), what is known of its calls. */
	readonly #known = new Map<string | null, Map<Id, Presence>>()
	readonly #watchers = new Map<Id, Map<Link, Holder>>()
	/** What this node's own calls tell the other nodes; set where there is a database to tell it through. */
	onOwnChange: (presence: Presence) => void = () => {}

	/** Returns what is known now; what changes later is told. */
	watch(watcher: Holder, link: Link): Presence[] {
		const { facilityId } = watcher
		this.#watchers.set(facilityId, (this.#watchers.get(facilityId) ?? new Map()).set(link, watcher))
		return this.#ofFacility(facilityId)
	}

	/** Everybody who watches a facility now, and where. */
	get watchers(): [Link, Holder][] {
		return [...this.#watchers.values()].flatMap((watchers) => [...watchers])
	}

	unwatch(facilityId: Id, link: Link): void {
		const watchers = this.#watchers.get(facilityId)
		watchers?.delete(link)
		if (watchers?.size === 0) this.#watchers.delete(facilityId)
	}

	/** Takes what a call is like now; told only when that is news. */
	update(presence: Presence, nodeId: string | null = null): void {
		const calls = this.#known.get(nodeId) ?? new Map<Id, Presence>()
		this.#known.set(nodeId, calls)
		if (JSON.stringify(calls.get(presence.callId)) === JSON.stringify(presence)) return
		calls.set(presence.callId, presence)
		if (nodeId === null) this.onOwnChange(presence)
		for (const link of this.#linksOf(presence.facilityId)) link.emit('presence.changed', presence)
	}

	/** This node forgets a call. Nobody has been in it for long, so there is nothing to tell. */
	forget(callId: Id): void {
		this.#known.get(null)?.delete(callId)
	}

	/** Another node is gone, and what it told is not true any more. */
	forgetNode(nodeId: string): void {
		const calls = this.#known.get(nodeId)
		this.#known.delete(nodeId)
		for (const { callId, facilityId, state, since } of calls?.values() ?? []) {
			const nobody = { callId, facilityId, state, since, guestPresent: false, guestSince: null, hostPresent: false }
			for (const link of this.#linksOf(facilityId)) link.emit('presence.changed', nobody)
		}
	}

	get own(): Presence[] {
		return [...(this.#known.get(null)?.values() ?? [])]
	}

	get nodeIds(): string[] {
		return [...this.#known.keys()].filter((nodeId) => nodeId !== null)
	}

	#linksOf(facilityId: Id): Iterable<Link> {
		return this.#watchers.get(facilityId)?.keys() ?? []
	}

	/** A call that moved between nodes is known twice: the one somebody is in counts, then the newest. */
	#ofFacility(facilityId: Id): Presence[] {
		const best = new Map<Id, Presence>()
		for (const calls of this.#known.values())
			for (const presence of calls.values()) {
				if (presence.facilityId !== facilityId) continue
				const other = best.get(presence.callId)
				if (!other || weight(presence) > weight(other)) best.set(presence.callId, presence)
			}
		return [...best.values()]
	}
}

function weight({ guestPresent, hostPresent, since }: Presence): number {
	return (guestPresent || hostPresent ? 1e15 : 0) + Date.parse(since)
}
