import type { Presence } from '@enshin/contracts/call.ts'
import { liveNodes, placeCall } from '@enshin/db/nodes.ts'
import { placements } from '@enshin/db/schema/index.ts'
import { openTestDatabase, startKillableServer } from '@enshin/db/testing.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { enter, open, pair } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { runSfu } from './support/sfu.ts'
import { freePort, runSignaling } from './support/signaling.ts'
import { mint, watchClaims } from './support/tokens.ts'

const { db, signalingUrl: databaseUrl } = await openTestDatabase({ poolSize: 2 })
const timings = { offerWithinMs: 50 }
let made = 0

async function watch(url: string, facilityId: string) {
	const browser = await open(url)
	return { ...browser, ...(await browser.request('watch', { token: await mint(watchClaims(facilityId)) })) }
}
const node = (change = {}) => runSignaling({ databaseUrl, nodeId: `node-${++made}`, timings, ...change })
const live = async () => (await liveNodes(db, 'signaling')).map(({ id, url }) => ({ id, url }))

describe('two signaling nodes on one database', () => {
	test('show their watchers the presence of both, from before and from now', async () => {
		const a = await node()
		const claims = pair()
		const guest = await enter(a.url, claims.guest)
		const b = await node()
		const calls = async () => (await watch(b.url, claims.guest.facilityId)).calls
		await eventually(calls).toMatchObject([{ callId: claims.callId, guestPresent: true }])
		const day = await watch(b.url, claims.guest.facilityId)
		const host = await enter(a.url, claims.host)
		await host.ring()
		await day.until('presence.changed', ({ state, hostPresent }) => state === 'ringing' && hostPresent)
		await guest.request('call.leave', {})
		await day.until('presence.changed', ({ guestPresent }) => !guestPresent)

		// And nothing of other facilities.
		await enter(a.url, pair().guest)
		await host.request('call.end', { reason: 'no_show' })
		await day.until('presence.changed', ({ state }) => state === 'ended')
		expect(new Set(day.toldOf('presence.changed').map((data) => (data as Presence).callId))).toEqual(
			new Set([claims.callId]),
		)
	})

	test('know each other by their leases, and what a stopped one told is not true any more', {
		timeout: 40_000,
	}, async () => {
		const [a, b] = [await node({ publicUrl: 'wss://a.example' }), await node()]
		await eventually(live).toEqual(expect.arrayContaining([{ id: `node-${made - 1}`, url: 'wss://a.example' }]))
		const claims = pair()
		await enter(a.url, claims.guest)
		const calls = async () => (await watch(b.url, claims.guest.facilityId)).calls
		await eventually(calls).toMatchObject([{ guestPresent: true }])
		const day = await watch(b.url, claims.guest.facilityId)
		await a.close()
		expect((await live()).map(({ id }) => id)).not.toContain(`node-${made - 1}`)
		await day.until('presence.changed', ({ guestPresent }) => !guestPresent, { timeoutMs: 10_000 })
	})

	test('agree where the media of a call lives', async () => {
		const sfu = await runSfu({ nodeId: `sfu-${++made}` })
		const a = await node({ sfuUrls: [sfu.url], timings: {} })
		await eventually(async () => (await liveNodes(db, 'sfu')).map(({ url }) => url)).toContain(sfu.url)
		const claims = pair()
		const host = await enter(a.url, claims.host)
		expect(host.joined.media).not.toBeNull()
		const placed = async () => (await db.select().from(placements)).filter(({ callId }) => callId === claims.callId)
		await eventually(placed).toMatchObject([{ kind: 'sfu', nodeId: `sfu-${made - 1}` }])
		expect(await placeCall(db, claims.callId, 'sfu')).toMatchObject({ url: sfu.url, epoch: 1 })
	})
})

describe('while the database is away', () => {
	test('from the start, calls are served all the same', async () => {
		const away = `postgres://nobody@127.0.0.1:${await freePort()}/nothing`
		const { url } = await node({ databaseUrl: away })
		const claims = pair()
		const [guest, host] = [await enter(url, claims.guest), await enter(url, claims.host)]
		expect((await watch(url, claims.guest.facilityId)).calls).toHaveLength(1)
		await host.ring()
		expect(await guest.enter()).toMatchObject({ state: 'live' })
	})

	test('in the middle, calls go on, and presence is shared again when it is back', { timeout: 60_000 }, async () => {
		const server = await startKillableServer()
		onTestFinished(() => server.remove())
		const settings = { databaseUrl: server.url }
		const [a, b] = [await node(settings), await node(settings)]
		const claims = pair()
		const [guest, host] = [await enter(a.url, claims.guest), await enter(a.url, claims.host)]
		const day = await watch(b.url, claims.guest.facilityId)
		await eventually(async () => (await watch(b.url, claims.guest.facilityId)).calls).toMatchObject([
			{ hostPresent: true, guestPresent: true },
		])
		await server.kill('everybody')
		await host.ring()
		expect(await guest.enter()).toMatchObject({ state: 'live' })
		expect((await enter(a.url, pair().guest)).joined.call.state).toBe('waiting')
		await server.restart()
		await day.until('presence.changed', ({ state }) => state === 'live', { timeoutMs: 15_000 })
	})
})
