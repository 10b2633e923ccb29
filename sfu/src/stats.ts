import type { ReplyOf } from '@enshin/contracts/channel.ts'
import type { NodeLoad, SfuProtocol } from '@enshin/contracts/sfu.ts'
import { scoreOf } from './incoming.ts'
import type { PeerMedia } from './peer-media.ts'
import type { Room } from './room.ts'
import type { Rooms } from './rooms.ts'
import type { WorkerPool } from './workers.ts'

/** How busy this node is, for placement and metrics. */
export function nodeLoad(rooms: Rooms, pool: WorkerPool): NodeLoad {
	const peers = rooms.all.flatMap((room) => room.peers)
	const sum = (count: (peer: PeerMedia) => number) => peers.reduce((total, peer) => total + count(peer), 0)
	return {
		rooms: rooms.all.length,
		peers: peers.length,
		producers: sum(({ producers }) => producers.size),
		consumers: sum(({ consumers }) => consumers.size),
		workers: pool.alive.map((worker) => ({ pid: worker.process.pid, cpu: worker.cpu, rooms: worker.rooms })),
	}
}

/** mediasoup's statistics of everything in a room. A part that closes while it is being asked is left out. */
export async function roomStats(room: Room): Promise<ReplyOf<SfuProtocol, 'room.stats'>> {
	return { peers: await Promise.all(room.peers.map(peerStats)) }
}

async function peerStats({ name, transports, producers, consumers }: PeerMedia) {
	const [send, recv, produced, consumed] = await Promise.all([
		statsOf(transports.send),
		statsOf(transports.recv),
		Promise.all(
			[...producers.values()].map(async (producer) => {
				const { id: producerId, kind, paused, appData } = producer
				const stats = await statsOf(producer)
				return { producerId, kind, source: appData.source, paused, score: scoreOf(producer), stats }
			}),
		),
		Promise.all(
			[...consumers.values()].map(async (consumer) => {
				const { id: consumerId, producerId, kind, paused, producerPaused, currentLayers } = consumer
				const { score } = consumer.score
				const stats = await statsOf(consumer)
				return { consumerId, producerId, kind, paused, producerPaused, currentLayers, score, stats }
			}),
		),
	])
	return {
		peerId: name.peerId,
		send: { transport: send, producers: produced },
		recv: { transport: recv, consumers: consumed },
	}
}

function statsOf<S>(source: { getStats(): Promise<S[]> }): Promise<S[]> {
	return source.getStats().catch(() => [])
}
