import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Generators, participant, type Side } from './side.ts'

/** The raw relay: the senders' own connections, ciphered end to end, with their packets passed on as they are. */
export async function startRelayed(generators: Generators): Promise<Side> {
	const folder = mkdtempSync(join(tmpdir(), 'enshin-relay-'))
	const program = join(folder, 'relay')
	const source = fileURLToPath(new URL('relay.c', import.meta.url))
	execFileSync('gcc', ['-O2', '-pthread', '-o', program, source])
	const relay = spawn(program, [generators.address], { stdio: ['pipe', 'pipe', 'inherit'] })
	const lines = createInterface({ input: relay.stdout })[Symbol.asyncIterator]()
	const port = Number((await lines.next()).value)
	const join2 = async (one: number, two: number) => {
		relay.stdin.write(`${one} ${two}\n`)
		await lines.next()
	}
	return {
		pids: { relay: relay.pid ?? 0 },
		openRoom: (room, size) => openPairs(generators, room, size, join2, port),
		async close() {
			relay.kill()
			rmSync(folder, { recursive: true })
		},
	}
}

/** Nothing between: what the generator itself adds to a packet's delay. */
export async function startDirect(generators: Generators): Promise<Side> {
	return {
		pids: {},
		openRoom: (room, size) => openPairs(generators, room, size, async () => undefined),
		close: async () => undefined,
	}
}

/** A connection from each of the two to the other, by way of `port`, or without one straight. */
async function openPairs(
	{ address, sending, receiving }: Generators,
	room: number,
	size: number,
	joined: (one: number, two: number) => Promise<void>,
	port?: number,
): Promise<void> {
	if (size !== 2) throw new Error('A relay knows pairs only')
	for (const seat of [0, 1]) {
		const { name, outgoing } = participant(room, seat)
		const [offer, candidate] = split(await sending.openSender(name, address, outgoing))
		const [answer, back] = split(await receiving.openReceiver(name, address, offer))
		await sending.answer(name, answer)
		await joined(portOf(candidate), portOf(back))
		const to = (one: string) => (port ? one.replace(/( \S+ )\d+( typ)/, `$1${port}$2`) : one)
		await Promise.all([sending.candidate(name, to(back), '0'), receiving.candidate(name, to(candidate), '0')])
	}
}

/** A description without its candidates, and the one that counts. */
function split(description: string): [string, string] {
	const candidate = /a=(candidate:\S+ 1 UDP .+ typ host)/i.exec(description)?.[1]
	if (!candidate) throw new Error(`no candidate in ${description}`)
	return [description.replaceAll(/a=candidate:.*\r\n|a=end-of-candidates\r\n/g, ''), candidate]
}

const portOf = (candidate: string) => Number(/ (\d+) typ host/.exec(candidate)?.[1])
