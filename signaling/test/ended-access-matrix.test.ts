import { randomUUID } from 'node:crypto'
import { signalingProtocol } from '@enshin/contracts/signaling.ts'
import { closeCodes } from '@enshin/contracts/wire.ts'
import { publish } from '@enshin/db/events.ts'
import { openTestDatabase } from '@enshin/db/testing.ts'
import { expect, test } from 'vitest'
import { layOut, nobodys, type Objects, peerRoles, sight, tenantNames } from './matrix/ground.ts'
import { messageRules, type RequestType, type Rule } from './matrix/message-rules.ts'
import { open } from './support/browser.ts'
import { eventually } from './support/eventually.ts'
import { closeCodeIn, frame, shake } from './support/raw.ts'
import { runHouse } from './support/signaling.ts'
import { mint, watchClaims } from './support/tokens.ts'

const { db, signalingUrl } = await openTestDatabase({ poolSize: 2 })
const types = Object.keys(signalingProtocol.requests) as RequestType[]

async function house() {
	const running = await runHouse({ databaseUrl: signalingUrl, nodeId: randomUUID() })
	const listens =
		"select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name like '%events%'"
	await eventually(async () => (await db.execute<{ n: number }>(listens))[0]?.n).toBeGreaterThan(0)
	return running
}

/** A client that goes on talking whatever it is told: it takes no close frame, and never hangs up. */
async function stubborn(url: string) {
	const { socket } = await shake(url)
	const heard: Buffer[] = []
	socket.on('data', (data) => heard.push(data))
	let id = 0
	return {
		send: (method: RequestType, data: unknown) => {
			id += 1
			socket.write(frame(1, Buffer.from(JSON.stringify({ kind: 'request', id, method, data }))))
		},
		heard: () => Buffer.concat(heard),
	}
}

const endings = peerRoles.flatMap((role) => [{ role, what: 'access' } as const, { role, what: 'session' } as const])

test.each(endings)(
	'after a $role’s $what ended none of their messages and tokens work, while others’ do',
	async ({ role, what }) => {
		const running = await house()
		const { url } = running
		const ground = await layOut(running, 'live')
		const { A, B } = ground
		const seen = async () => await Promise.all(tenantNames.map((name) => sight(running, ground[name])))
		const [me, mate] = role === 'host' ? [A.host, A.guest] : [A.guest, A.host]
		const session = randomUUID()
		const claims = { ...me.participant.claims, session }
		// Their place is held by a client that will not go, and a second one watches the day.
		const objects: Objects = { ...me.objects }
		const client = await stubborn(url)
		client.send('join', { token: await mint({ ...claims, jti: randomUUID() }) })
		await eventually(() => String(client.heard())).toMatch(/"sessionId":"[^"]+","secret":"[^"]+"/)
		const [, sessionId = '', secret = ''] =
			String(client.heard()).match(/"sessionId":"([^"]+)","secret":"([^"]+)"/) ?? []
		Object.assign(objects, { sessionId, secret })
		const day = await stubborn(url)
		day.send('watch', { token: await mint({ ...watchClaims(A.facilityId), sub: claims.sub, session }) })
		await eventually(() => String(day.heard())).toContain('"calls":')
		const joinTokens = await Promise.all([0, 1].map(() => mint({ ...claims, jti: randomUUID() })))
		const elsewhere = { ...claims, callId: randomUUID(), peerId: randomUUID() }
		const watchToken = await mint({ ...watchClaims(A.facilityId), sub: claims.sub, session })
		const othersBefore = await sight(running, B)

		const at = new Date().toISOString()
		if (what === 'access')
			await publish(db, { type: 'access.ended', personId: claims.sub, facilityId: A.facilityId, at })
		else await publish(db, { type: 'session.ended', sessionIds: [session], at })
		await eventually(() => closeCodeIn(client.heard())).toBe(closeCodes.accessEnded)
		await eventually(() => closeCodeIn(day.heard())).toBe(closeCodes.accessEnded)
		await mate.participant.until('peer.left', ({ peerId }) => peerId === claims.peerId)
		await eventually(async () => (await sight(running, A)).media.map(({ peerId }) => peerId)).toEqual([
			mate.participant.claims.peerId,
		])

		// Every message, in order or not, on the sockets that would not close.
		const before = await seen()
		const bytes = [client.heard().length, day.heard().length]
		for (const type of types) {
			const { data, lets } = messageRules[type] as Rule<RequestType>
			for (const named of [objects, mate.objects, nobodys()])
				for (const { send } of [client, day]) send(type, data(named, null))
			if (lets) for (const { send } of [client, day]) send(type, await lets.in(A, { ...me, objects }))
		}
		// Another socket's entries come after all of these, and are refused.
		const refused = async (method: 'join' | 'resume' | 'watch', data: unknown, code: string) => {
			const browser = await open(url)
			await expect(browser.request(method, data as never), method).rejects.toMatchObject({ code })
			expect(browser.told).toEqual([])
		}
		for (const token of joinTokens) await refused('join', { token }, 'auth.forbidden')
		await refused('join', { token: await mint({ ...elsewhere, jti: randomUUID() }) }, 'auth.forbidden')
		await refused('watch', { token: watchToken }, 'auth.forbidden')
		await refused('resume', { sessionId, secret, mediaEpoch: 1 }, 'session.unknown')
		expect([client.heard().length, day.heard().length]).toEqual(bytes)
		expect(await seen()).toEqual(before)
		expect(await sight(running, B)).toEqual(othersBefore)

		// Others go on: in the call, of the facility, of another one; and the same person elsewhere, whose rights there stand.
		await mate.participant.request('chat.send', { messageId: randomUUID(), text: 'もしもし' })
		for (const seat of [B.host, B.guest])
			await seat.participant.request('chat.send', { messageId: randomUUID(), text: 'はい' })
		await (await open(url)).request('watch', { token: await mint(watchClaims(A.facilityId)) })
		await (await open(url)).request('watch', { token: await mint({ ...watchClaims(B.facilityId), sub: claims.sub }) })
		const colleague = { ...claims, session: randomUUID(), sub: randomUUID(), peerId: randomUUID(), jti: randomUUID() }
		const { call } = await (await open(url)).request('join', { token: await mint(colleague) })
		expect(call.callId).toBe(A.callId)
	},
)
