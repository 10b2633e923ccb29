import { createGuard } from '../guard.ts'
import { Pacer } from '../participant/pacer.ts'
import type { Ground } from '../participant/participant.ts'
import { Room } from '../participant/room.ts'
import { Tally } from '../participant/tally.ts'
import type { Answered, Asked, Command, Commands, ProcessSample } from './messages.ts'
import { ThreadWatch } from './thread-watch.ts'
import type { RoomOutcome } from './types.ts'

/**
 * A generating process: rooms with all their participants, sent by one timer. It does what its parent tells it, several
 * things at once, and ends with it.
 */
const ground: Ground = { pacer: new Pacer(), tally: new Tally(), sending: new Map(), guard: null }
const rooms = new Map<string, Room>()
const threads = new ThreadWatch()

type Handlers = {
	[C in Command]: (data: Commands[C]['data']) => Commands[C]['answer'] | Promise<Commands[C]['answer']>
}

const handlers: Handlers = {
	begin: ({ guard }) => {
		ground.guard = guard && createGuard(guard)
		return null
	},
	open: ({ rooms: plans }) =>
		Promise.all(
			plans.map(async (plan) => {
				const room = new Room(plan, ground)
				rooms.set(room.callId, room)
				return keepIfWhole(room, await room.open())
			}),
		),
	rejoin: ({ callIds, overMs }) =>
		Promise.all(these(callIds).map(async (room) => keepIfWhole(room, await room.rejoin(overMs)))),
	close: async ({ callIds }) => {
		await Promise.all(these(callIds).map((room) => room.end()))
		for (const callId of callIds) rooms.delete(callId)
		return null
	},
	abandon: ({ callIds }) => {
		for (const room of these(callIds)) room.abandon()
		return null
	},
	sample: takeSample,
}

const these = (callIds: string[]) => callIds.flatMap((callId) => rooms.get(callId) ?? [])

function keepIfWhole(room: Room, outcome: RoomOutcome): RoomOutcome {
	if (!outcome.ok) rooms.delete(room.callId)
	return outcome
}

function takeSample(): ProcessSample {
	const nowMs = performance.now()
	const all = [...rooms.values()]
	for (const { participants } of all) for (const participant of participants) participant.count(nowMs)
	return {
		...ground.tally.take(),
		rooms: all.filter(({ isUp }) => isUp).length,
		participants: all.flatMap(({ participants }) => participants.filter(({ isUp }) => isUp)).length,
		process: {
			pid: process.pid,
			cpu: threads.look(),
			lateMs: ground.pacer.takeLateMs(),
			memoryMb: process.memoryUsage.rss() / 2 ** 20,
		},
	}
}

async function handle<C extends Command>({ command, data }: Asked<C>): Promise<Commands[C]['answer']> {
	return (handlers[command] as Handlers[C])(data)
}

const answer = (answered: Answered) => process.send?.(answered)

process.on('message', (asked: Asked) => {
	handle(asked).then(
		(result) => answer({ id: asked.id, answer: result }),
		(error: unknown) => answer({ id: asked.id, error: error instanceof Error ? error.message : String(error) }),
	)
})
// Whoever started it is gone: nobody would ever stop it.
process.on('disconnect', () => process.exit())
