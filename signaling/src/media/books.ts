import type { EventName } from '@enshin/contracts/channel.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { MediaOffer, SignalingProtocol } from '@enshin/contracts/signaling.ts'
import type { z } from 'zod'
import type { Log } from '../log.ts'
import type { PeerMedia } from './peer-media.ts'
import type { Room } from './room.ts'

/** What the call wants to hear of its media, and to be asked. */
export type MediaHooks = {
	readonly emit: <E extends EventName<SignalingProtocol>>(
		peerId: Id,
		event: E,
		data: z.input<SignalingProtocol['events'][E]>,
	) => void
	/** What this participant sends has changed. */
	readonly onSources: (peerId: Id) => void
	readonly onVideo: () => void
	/** Whether this participant's socket is open. */
	readonly isHere: (peerId: Id) => boolean
	/** Whether anybody may send by now; in the waiting room nobody does. */
	readonly maySend: () => boolean
	/** All media was lost and a new epoch begins. */
	readonly onRestarted: () => void
}

export type OfferedMedia = PeerMedia & { offer: MediaOffer }

/** What producing and consuming need to know of a call's media. */
export type MediaBooks = {
	readonly room: Room
	readonly peers: ReadonlyMap<Id, PeerMedia>
	readonly hooks: MediaHooks
	readonly log: Log
	/** Whether streams may flow to the other side. */
	readonly gateOpen: boolean
	/** The media of one participant, in the running epoch. Throws `media.unavailable` before an offer was made. */
	readonly demand: (peerId: Id) => OfferedMedia
	/** After an await: whether this is still the same participant's media in the same epoch. */
	readonly isCurrent: (peer: PeerMedia, epoch: number) => boolean
}
