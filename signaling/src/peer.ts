import type { CallRole } from '@enshin/contracts/call.ts'
import type { Id, Locale } from '@enshin/contracts/ids.ts'
import type { CallClaims } from '@enshin/contracts/join-token.ts'
import type { QueuePosition } from '@enshin/contracts/signaling.ts'
import { closeCodes } from '@enshin/contracts/wire.ts'
import { type Holder, holderOf } from './access/holder.ts'
import type { Emit, Link } from './link.ts'
import type { Session } from './session.ts'

const keptClosedConsumers = 64

/** One participant of one call, from a join until it leaves, is replaced, or is away for longer than its grace. */
export class Peer {
	readonly peerId: Id
	/** Who it is, across calls, and by what right they are here. */
	readonly holder: Holder
	readonly role: CallRole
	readonly name: string
	readonly locale: Locale
	readonly session: Session
	/** Null while the socket is lost. */
	link: Link | null
	toldQueue: QueuePosition | null = null
	/** Its entry is still being answered; the reply will carry what would be told. */
	isEntering = true
	/**
	 * Consumers that ended lately. A socket is known to be lost only seconds after it is, so what was told in between may
	 * not have arrived; it is told again after a resume.
	 */
	readonly closedConsumers: string[] = []
	#graceTimer: NodeJS.Timeout | undefined

	constructor(who: CallClaims, session: Session, link: Link) {
		this.peerId = who.peerId
		this.holder = holderOf(who)
		this.role = who.role
		this.name = who.name
		this.locale = who.locale
		this.session = session
		this.link = link
	}

	/** Told while the socket is lost, it is lost too: the reply to `resume` carries the whole state. */
	readonly emit: Emit = (event, data) => {
		if (event === 'media.consumerClosed' && 'consumerId' in data) {
			this.closedConsumers.push(data.consumerId)
			if (this.closedConsumers.length > keptClosedConsumers) this.closedConsumers.shift()
		}
		this.link?.emit(event, data)
	}

	/** The same participant on another socket. */
	attach(link: Link): void {
		clearTimeout(this.#graceTimer)
		this.#closeLink()
		this.link = link
		this.isEntering = true
	}

	lose(graceMs: number, onGone: () => void): void {
		this.link = null
		this.#graceTimer = setTimeout(onGone, graceMs)
	}

	/** Another one takes this participant's place, or it is over; the socket, if there is one, is told why by its code. */
	retire(code?: number, reason?: string): void {
		clearTimeout(this.#graceTimer)
		this.#closeLink(code, reason)
	}

	#closeLink(code: number = closeCodes.replaced, reason = 'replaced'): void {
		const link = this.link
		this.link = null
		link?.close(code, reason)
	}
}
