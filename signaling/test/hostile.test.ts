import { replyFrame } from '@enshin/contracts/wire.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { enter, open, type Participant, pair } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { anyFrame } from './support/hostile.ts'
import { canAll } from './support/rtp.ts'
import { runHouse } from './support/signaling.ts'

/** Frames in all, over sockets that were let in and sockets that were not. */
const runs = 110
const framesARun = { minLength: 25, maxLength: 50, size: 'max' } as const

test('whatever is sent gets an answer or the right close code, and nobody else notices', {
	timeout: 120_000,
}, async () => {
	const { url, sfu } = await runHouse()
	const bystanders = pair()
	const [host, guest] = [await enter(url, bystanders.host), await enter(url, bystanders.guest)]
	for (const one of [host, guest]) await one.canReceive(canAll)
	await host.ring()
	await guest.enter()
	for (const one of [host, guest]) await one.produce('camera')
	await eventually(() => [host.consumers().length, guest.consumers().length]).toEqual([1, 1])
	const workerPid = await sfu.workerPid()
	let frames = 0
	const codes = new Map<string, number>()

	const attack = fc.record({
		as: fc.constantFrom('nobody', 'host', 'guest'),
		live: fc.boolean(),
		texts: fc.array(anyFrame, framesARun),
	})
	await fc.assert(
		fc.asyncProperty(attack, async ({ as, live, texts }) => {
			const socket = await attacker(url, as, live)
			const from = socket.raw.length
			for (const text of texts) socket.socket.send(text)
			const answers = () => socket.raw.slice(from).filter((raw) => raw.includes('"kind":"reply"'))
			const closed = await Promise.race([socket.closed, enough(() => answers().length >= texts.length, socket)])
			// Closed for a refused entry (4003), its own hang-up (4002, 4004), or a limit; open otherwise.
			if (closed !== null) expect([4002, 4003, 4004, 1008]).toContain(closed)
			else expect(answers()).toHaveLength(texts.length)
			for (const answer of answers()) {
				const { result } = replyFrame.parse(JSON.parse(answer))
				const code = result.ok ? 'ok' : result.problem.code
				codes.set(code, (codes.get(code) ?? 0) + 1)
			}
			frames += texts.length
			socket.socket.terminate()
		}),
		{ numRuns: runs, endOnFailure: true },
	)

	expect(frames).toBeGreaterThan(2_500)
	// It came far enough to meet every kind of refusal, and never anything that broke inside.
	expect([...codes.keys()]).toEqual(
		expect.arrayContaining([
			'ok',
			'request.invalid',
			'request.unknown',
			'request.not_json',
			'call.not_joined',
			'media.unknown',
		]),
	)
	expect(codes.get('internal')).toBeUndefined()
	expect(await sfu.workerPid()).toBe(workerPid)
	expect(host.toldOf('media.lost')).toEqual([])
	expect(host.toldOf('media.consumerClosed')).toEqual([])
	expect(await guest.request('ping', {})).toBeDefined()
	expect(await host.request('call.end', { reason: 'completed' })).toMatchObject({ state: 'ended' })
})

async function attacker(
	url: string,
	as: string,
	live: boolean,
): Promise<Pick<Participant, 'socket' | 'raw' | 'closed'>> {
	if (as === 'nobody') return await open(url)
	const claims = pair({ recorded: { state: live ? 'live' : 'waiting', liveSince: null } })
	return await enter(url, as === 'host' ? claims.host : claims.guest)
}

/** Resolves with null once the condition holds; never, when the socket closes first. */
async function enough(condition: () => boolean, { socket }: Pick<Participant, 'socket'>): Promise<null> {
	const { promise, resolve } = Promise.withResolvers<null>()
	// A close that is under way decides the race.
	const look = () => condition() && socket.readyState === socket.OPEN && resolve(null)
	socket.on('message', () => setImmediate(look))
	look()
	return promise
}
