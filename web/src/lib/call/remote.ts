import type { MediaSource } from '@enshin/contracts/media.ts'

/** One stream of another participant, as it can be played. */
export type RemoteTrack = {
	consumerId: string
	peerId: string
	source: MediaSource
	track: MediaStreamTrack
	receiver: RTCRtpReceiver | undefined
}

/** A track of one's own and whether it is to be heard or seen; a source without a track is not sent. */
export type LocalTrack = {
	track: MediaStreamTrack | null
	paused: boolean
	/** Nobody is shown it yet. */
	unseen?: boolean
}
export type LocalSource = 'camera' | 'microphone'
