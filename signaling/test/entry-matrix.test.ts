import { randomUUID } from 'node:crypto'
import type { JoinTokenClaims } from '@enshin/contracts/join-token.ts'
import { openTestDatabase } from '@enshin/db/testing.ts'
import { describe, expect, test } from 'vitest'
import { type Ground, layOut, peerRoles, sight, tenantNames } from './matrix/ground.ts'
import { enter, open, pair } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { startProcess } from './support/process.ts'
import { runHouse, runSignaling } from './support/signaling.ts'
import { callClaims, mint, watchClaims } from './support/tokens.ts'

// The tokens and secrets with which people come in, and all that somebody could try with one that is not theirs, not for
// this, or not any more. Operators (`ops`) are not here: the api gives them no token at all, which its own matrix holds.
const { signalingUrl: databaseUrl } = await openTestDatabase({ poolSize: 2 })
const entries = ['join', 'watch'] as const
const now = () => Math.floor(Date.now() / 1000)
const fresh = <C extends JoinTokenClaims>(claims: C): C => ({ ...claims, jti: randomUUID() })
const spent = async (url: string, token: string, how: (typeof entries)[number] = 'join') => {
	await (await open(url)).request(how, { token })
	return token
}

type Case = [
	what: string,
	entry: (typeof entries)[number],
	code: string,
	(ground: Ground, url: string) => Promise<string>,
]
const cases: Case[] = [
	['a watch token', 'join', 'join_token.invalid', ({ A }) => mint(watchClaims(A.facilityId))],
	['a token for a call', 'watch', 'join_token.invalid', ({ A }) => mint(fresh(A.host.participant.claims))],
	['a used token', 'join', 'join_token.used', (_, url) => mint(callClaims()).then((token) => spent(url, token))],
	[
		'a used token for a call',
		'watch',
		'join_token.used',
		(_, url) => mint(callClaims()).then((token) => spent(url, token)),
	],
	[
		'a used watch token',
		'watch',
		'join_token.used',
		(_, url) => mint(watchClaims(randomUUID())).then((token) => spent(url, token, 'watch')),
	],
	[
		'an expired token',
		'join',
		'join_token.expired',
		({ A }) => mint({ ...fresh(A.host.participant.claims), exp: now() - 30 }),
	],
	[
		'an expired token',
		'watch',
		'join_token.expired',
		({ A }) => mint({ ...watchClaims(A.facilityId), exp: now() - 30 }),
	],
	[
		'a token for an hour',
		'join',
		'join_token.invalid',
		({ A }) => mint({ ...fresh(A.host.participant.claims), exp: now() + 3600 }),
	],
	[
		'a token for an hour',
		'watch',
		'join_token.invalid',
		({ A }) => mint({ ...watchClaims(A.facilityId), exp: now() + 3600 }),
	],
	[
		'a token of tomorrow',
		'join',
		'join_token.invalid',
		({ A }) => mint({ ...fresh(A.host.participant.claims), iat: now() + 86_400, exp: now() + 86_460 }),
	],
	[
		'A’s call as a facility’s that it is not',
		'join',
		'join_token.invalid',
		({ A, B }) => mint({ ...fresh(A.host.participant.claims), facilityId: B.facilityId }),
	],
	[
		'B’s call as a facility’s that it is not, for somebody new',
		'join',
		'join_token.invalid',
		({ A, B }) => mint(callClaims({ callId: B.callId, facilityId: A.facilityId, role: 'host' })),
	],
	[
		'the host’s place as a guest',
		'join',
		'join_token.invalid',
		({ A }) => mint({ ...fresh(A.host.participant.claims), role: 'guest' }),
	],
	[
		'the guest’s place as a host',
		'join',
		'join_token.invalid',
		({ A }) => mint({ ...fresh(A.guest.participant.claims), role: 'host' }),
	],
	...['ops', 'admin', ['guest', 'host'], null].map(
		(role): Case => [
			`the role ${JSON.stringify(role)}`,
			'join',
			'join_token.invalid',
			({ A }) => mint({ ...fresh(A.guest.participant.claims), role: role as 'guest' }),
		],
	),
	[
		'both scopes',
		'join',
		'join_token.invalid',
		({ A }) => mint({ ...fresh(A.guest.participant.claims), scope: ['call', 'watch'] as never }),
	],
	['every facility', 'watch', 'join_token.invalid', () => mint(watchClaims('*'))],
	[
		'two facilities',
		'watch',
		'join_token.invalid',
		({ A, B }) => mint(watchClaims([A.facilityId, B.facilityId] as never)),
	],
]

test('no token lets in that is of another kind, used, too old, too long, or of another facility or role', async () => {
	const house = await runHouse()
	const ground = await layOut(house, 'live')
	const seen = async () => await Promise.all(tenantNames.map((name) => sight(house, ground[name])))
	for (const [what, entry, code, tokenOf] of cases) {
		const token = await tokenOf(ground, house.url)
		const before = await seen()
		const browser = await open(house.url)
		await expect(browser.request(entry, { token }), `${what} to ${entry}`).rejects.toMatchObject({ code })
		expect(await browser.closed).toBe(4003)
		expect(browser.told).toEqual([])
		expect(await seen(), `${what} to ${entry}`).toEqual(before)
	}
})

test('claims beside the known ones raise nobody: a guest stays one', async () => {
	const house = await runHouse()
	const { A } = await layOut(house, 'ringing')
	const claims = {
		...fresh(A.guest.participant.claims),
		roles: ['host'],
		permissions: ['call.end'],
		host: true,
		ops: true,
	}
	const guest = await enter(house.url, claims, await mint(claims))
	expect(guest.joined.self.role).toBe('guest')
	for (const method of ['call.ring', 'call.cancelRing'] as const)
		await expect(guest.request(method, {})).rejects.toMatchObject({ code: 'auth.forbidden' })
	await expect(guest.request('call.end', { reason: 'technical' })).rejects.toMatchObject({ code: 'auth.forbidden' })
})

test('a session is resumed with its own secret at its own process, and with nothing else', async () => {
	const house = await runHouse({ databaseUrl, nodeId: randomUUID() })
	const elsewhere = await runSignaling({ databaseUrl, nodeId: randomUUID(), sfuUrls: [house.sfu.url] })
	const ground = await layOut(house, 'live')
	const seen = async () => await Promise.all(tenantNames.map((name) => sight(house, ground[name])))
	const before = await seen()
	const seats = tenantNames.flatMap((name) => peerRoles.map((role) => ground[name][role].objects))
	const refused = async (url: string, sessionId: string, secret: string) => {
		const browser = await open(url)
		const data = { sessionId, secret, mediaEpoch: 1 }
		await expect(browser.request('resume', data)).rejects.toMatchObject({ code: 'session.unknown' })
		expect(await browser.closed).toBe(4003)
	}
	for (const { sessionId, secret } of seats) {
		for (const other of seats) if (other.secret !== secret) await refused(house.url, sessionId, other.secret)
		for (const near of [secret.slice(1), `${secret}x`, secret.toLowerCase(), ' '])
			await refused(house.url, sessionId, near)
		await refused(elsewhere.url, sessionId, secret)
	}
	expect(await seen()).toEqual(before)
})

describe('presence', () => {
	test('of a facility reaches its own watchers at every node, and nobody of another', async () => {
		const nodes = [
			await runSignaling({ databaseUrl, nodeId: randomUUID(), timings: { offerWithinMs: 50 } }),
			await runSignaling({ databaseUrl, nodeId: randomUUID(), timings: { offerWithinMs: 50 } }),
		]
		const [A, B] = [pair(), pair()]
		const watch = async (facilityId: string) =>
			await Promise.all(
				nodes.map(async ({ url }) => {
					const browser = await open(url)
					const { calls } = await browser.request('watch', { token: await mint(watchClaims(facilityId)) })
					expect(calls.filter((call) => call.facilityId !== facilityId)).toEqual([])
					return browser
				}),
			)
		const watchers = [...(await watch(A.guest.facilityId)), ...(await watch(B.guest.facilityId))]
		// Each facility's call at another node, through every state.
		const play = async (url: string, { guest, host }: typeof A) => {
			const patient = await enter(url, guest)
			const doctor = await enter(url, host)
			await doctor.ring()
			await patient.enter()
			await patient.request('call.leave', {})
			await (await enter(url, guest)).request('ping', {})
			await doctor.request('call.end', { reason: 'completed' })
		}
		await Promise.all(nodes.map(({ url }, index) => play(url, index === 0 ? A : B)))
		const heard = () => watchers.map(({ toldOf }) => toldOf('presence.changed'))
		const last = { state: 'ended', guestPresent: false, hostPresent: false }
		await eventually(() => heard().map((told) => told.at(-1))).toMatchObject(watchers.map(() => last))
		// Those who come later are not told more.
		await watch(A.guest.facilityId)
		await watch(B.guest.facilityId)
		for (const [index, told] of heard().entries()) {
			const { callId, facilityId } = (index < nodes.length ? A : B).guest
			for (const row of told) expect(row).toMatchObject({ callId, facilityId })
		}
	})
})

test('a token is good at the node it was made for, and a replay of it at another one moves nothing', async () => {
	const [nodeId, otherId] = [randomUUID(), randomUUID()]
	const house = await runHouse({ databaseUrl, nodeId })
	const other = await runSignaling({ databaseUrl, nodeId: otherId, sfuUrls: [house.sfu.url], apiUrl: house.api.url })
	const ground = await layOut(house, 'live')
	const claims = { ...fresh(ground.A.host.participant.claims), node: nodeId }
	const token = await mint(claims)
	const host = await enter(house.url, claims, token)
	await ground.A.guest.participant.until('peer.changed')
	const watching = await mint({ ...watchClaims(ground.A.facilityId), node: nodeId })
	await spent(house.url, watching, 'watch')
	const before = await sight(house, ground.A)
	await expect(spent(other.url, token)).rejects.toMatchObject({ code: 'join_token.used' })
	await expect(spent(other.url, watching, 'watch')).rejects.toMatchObject({ code: 'join_token.used' })
	expect(await sight(house, ground.A)).toEqual(before)
	expect(host.socket.readyState).toBe(1)
	// What that node was meant to be given, it takes.
	await spent(other.url, await mint(callClaims({ node: otherId })))
})

test('a replay is refused, and logged with whose token it was and without the token', { timeout: 60_000 }, async () => {
	const { url, health, output } = await startProcess({ ENSHIN_LOG_LEVEL: 'warn' })
	const status = () =>
		fetch(health).then(
			(response) => response.status,
			() => 0,
		)
	await eventually(status, 30_000).toBe(200)
	const claims = [callClaims(), watchClaims(randomUUID())] as const
	for (const [index, entry] of entries.entries()) {
		const { jti, sub } = claims[index] ?? claims[0]
		const token = await mint(claims[index] ?? claims[0])
		await spent(url, token, entry)
		await expect(spent(url, token, entry)).rejects.toMatchObject({ code: 'join_token.used' })
		await eventually(output).toContain(jti)
		const line = output()
			.trim()
			.split('\n')
			.map((text) => JSON.parse(text))
			.find(({ method }) => method === entry)
		expect(line).toMatchObject({ level: 40, method: entry, code: 'join_token.used' })
		expect(line.cause).toContain(sub)
		for (const part of token.split('.')) expect(output()).not.toContain(part)
	}
})
