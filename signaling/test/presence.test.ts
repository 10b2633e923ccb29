import { randomUUID } from 'node:crypto'
import type { Presence } from '@enshin/contracts/call.ts'
import { describe, expect, test } from 'vitest'
import { enter, open, pair } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { runHouse, runSignaling } from './support/signaling.ts'
import { callClaims, mint, watchClaims } from './support/tokens.ts'

const timings = { offerWithinMs: 50 }

async function watch(url: string, facilityId: string) {
	const browser = await open(url)
	const { calls } = await browser.request('watch', { token: await mint(watchClaims(facilityId)) })
	return { ...browser, calls }
}

describe('who watches a facility', () => {
	test('sees a patient arrive, be called, and the call end, as it happens', async () => {
		const { url } = await runHouse()
		const claims = pair()
		const day = await watch(url, claims.guest.facilityId)
		expect(day.calls).toEqual([])
		const guest = await enter(url, claims.guest)
		const arrived = await day.until('presence.changed', ({ guestPresent }) => guestPresent)
		expect(arrived).toMatchObject({ callId: claims.callId, state: 'waiting', hostPresent: false })
		expect(Math.abs(Date.parse(String(arrived.guestSince)) - Date.now())).toBeLessThan(5_000)
		const host = await enter(url, claims.host)
		await day.until('presence.changed', ({ hostPresent }) => hostPresent)
		await host.ring()
		await day.until('presence.changed', ({ state }) => state === 'ringing')
		await guest.enter()
		expect(await day.until('presence.changed', ({ state }) => state === 'live')).toMatchObject({
			guestSince: arrived.guestSince,
		})
		await host.request('call.end', { reason: 'completed' })
		expect(await day.until('presence.changed', ({ state }) => state === 'ended')).toMatchObject({
			guestPresent: false,
			hostPresent: false,
		})
	})

	test('sees that facility and no other', async () => {
		const { url } = await runSignaling({ timings })
		const [mine, other] = [pair(), pair()]
		await enter(url, other.guest)
		const day = await watch(url, mine.guest.facilityId)
		expect(day.calls).toEqual([])
		await enter(url, other.host)
		await enter(url, mine.guest)
		await day.until('presence.changed')
		await day.request('ping', {})
		expect(new Set(day.toldOf('presence.changed').map((data) => (data as Presence).callId))).toEqual(
			new Set([mine.callId]),
		)
	})

	test('who begins later finds what is there by now', async () => {
		const { url } = await runSignaling({ timings })
		const claims = pair()
		const guest = await enter(url, claims.guest)
		const row = { callId: claims.callId, facilityId: claims.guest.facilityId }
		expect((await watch(url, row.facilityId)).calls).toMatchObject([{ ...row, guestPresent: true }])
		await guest.request('call.leave', {})
		await eventually(async () => (await watch(url, row.facilityId)).calls).toMatchObject([
			{ ...row, guestPresent: false, guestSince: null },
		])
	})

	test('does not see a patient flicker whose socket is lost for a moment', async () => {
		const { url } = await runSignaling({ timings })
		const claims = pair()
		const guest = await enter(url, claims.guest)
		const day = await watch(url, claims.guest.facilityId)
		guest.socket.terminate()
		await enter(url, claims.guest)
		await day.request('ping', {})
		expect(day.toldOf('presence.changed').every((data) => (data as Presence).guestPresent)).toBe(true)
	})

	test('takes part in no call', async () => {
		const { url } = await runSignaling({ timings })
		const day = await watch(url, randomUUID())
		await expect(day.request('call.ring', {})).rejects.toMatchObject({ code: 'call.not_joined' })
		const said = { messageId: randomUUID(), text: 'はい' }
		await expect(day.request('chat.send', said)).rejects.toMatchObject({ code: 'call.not_joined' })
	})
})

describe('the queue', () => {
	test('tells each waiting patient of one practitioner how many come first, and how late it is', async () => {
		const { url } = await runSignaling({ timings })
		const practitionerId = randomUUID()
		const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
		const first = pair({ practitionerId, startsAt: at(-12.5) })
		const second = pair({ practitionerId, startsAt: at(5) })
		const elsewhere = callClaims({ startsAt: at(-60) })
		await enter(url, elsewhere)
		const late = await enter(url, second.guest)
		expect(late.joined.queue).toEqual({ ahead: 0, delayMinutes: 0 })
		const early = await enter(url, first.guest)
		expect(early.joined.queue).toEqual({ ahead: 0, delayMinutes: 12 })
		expect(await late.until('queue.changed')).toEqual({ ahead: 1, delayMinutes: 0 })

		const host = await enter(url, first.host)
		await host.ring()
		await early.enter()
		const from = late.told.length
		await host.request('call.end', { reason: 'completed' })
		expect(await late.until('queue.changed', undefined, { from })).toEqual({ ahead: 0, delayMinutes: 0 })
		// The one in the call is not told of a queue, and nobody is told the same twice.
		expect(early.toldOf('queue.changed')).toEqual([])
		expect(late.toldOf('queue.changed')).toHaveLength(2)
	})

	test('tells of a delay that grows while nothing else happens', async () => {
		const { url } = await runSignaling({ timings: { ...timings, queueEveryMs: 50 } })
		const startsAt = new Date(Date.now() - 60_000 + 1_500).toISOString()
		const guest = await enter(url, callClaims({ startsAt }))
		expect(guest.joined.queue).toEqual({ ahead: 0, delayMinutes: 0 })
		expect(await guest.until('queue.changed')).toEqual({ ahead: 0, delayMinutes: 1 })
	})
})
