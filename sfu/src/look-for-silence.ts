import type { Incoming } from './incoming.ts'
import type { Rooms } from './rooms.ts'

/** Looks at every stream once, room by room, so that the questions to the workers do not come all at once. */
export async function lookForSilence(rooms: Rooms): Promise<void> {
	for (const room of rooms.all) {
		await Promise.all(room.peers.flatMap(({ producers }) => [...producers.values()].map(look)))
	}
}

async function look(producer: Incoming): Promise<void> {
	const { silence, scoreListeners } = producer.appData
	if (producer.paused) return silence.wait(performance.now())
	const stats = await producer.getStats().catch(() => null)
	if (!stats) return
	const packets = stats.reduce((sum, { packetCount }) => sum + packetCount, 0)
	if (silence.hear(packets, performance.now())) for (const listener of scoreListeners) listener()
}
