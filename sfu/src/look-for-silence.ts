import type { Incoming } from './incoming.ts'
import type { PeerMedia } from './peer-media.ts'
import type { Rooms } from './rooms.ts'

/**
 * Looks at every stream once, room by room, so that the questions to the workers do not come all at once. `onQuiet` hears
 * of peers of whom nothing came since the last look, though something should.
 */
export async function lookForSilence(rooms: Rooms, onQuiet: (peer: PeerMedia) => void): Promise<void> {
	for (const room of rooms.all) {
		await Promise.all(
			room.peers.map(async (peer) => {
				const heard = await Promise.all([...peer.producers.values()].map(look))
				if (heard.includes('nothing') && !heard.includes('something')) onQuiet(peer)
			}),
		)
	}
}

async function look(producer: Incoming): Promise<'something' | 'nothing' | 'not expected'> {
	const { flow, silence, scoreListeners } = producer.appData
	if (!flow.isWanted) {
		silence.wait(performance.now())
		return 'not expected'
	}
	const stats = await producer.getStats().catch(() => null)
	if (!stats) return 'not expected'
	const packets = stats.reduce((sum, { packetCount }) => sum + packetCount, 0)
	const before = silence.packets
	if (silence.hear(packets, performance.now())) for (const listener of scoreListeners) listener()
	return packets === before ? 'nothing' : 'something'
}
