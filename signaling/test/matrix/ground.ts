import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Browser, enter, open, type Participant, pair } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { canAll } from '../support/rtp.ts'
import type { runHouse } from '../support/signaling.ts'
import { mint, watchClaims } from '../support/tokens.ts'

export type House = Awaited<ReturnType<typeof runHouse>>

/** All that a request can name of one participant's. The tokens are used ones: those two let them in. */
export type Objects = {
	joinToken: string
	watchToken: string
	sessionId: string
	secret: string
	messageId: string
	text: string
	producerId: string
	consumerId: string
}

export const peerRoles = ['host', 'guest'] as const
type PeerRole = (typeof peerRoles)[number]
export const tenantNames = ['A', 'B'] as const
export type TenantName = (typeof tenantNames)[number]

/** How far the calls are. In a `deaf` one both send, and neither has said what it can receive. */
export type Stage = 'waiting' | 'ringing' | 'live' | 'deaf'

export type Seat = { participant: Participant; objects: Objects }
export type Tenant = Record<PeerRole, Seat> & { facilityId: string; callId: string; watcher: Browser }
export type Ground = Record<TenantName, Tenant>

/** Two facilities with one call each, doctor and patient in it, and somebody who watches the day. */
export async function layOut({ url }: House, stage: Stage): Promise<Ground> {
	const [A, B] = await Promise.all([layOutTenant(url, stage), layOutTenant(url, stage)])
	return { A, B }
}

async function layOutTenant(url: string, stage: Stage): Promise<Tenant> {
	const claims = pair()
	const { facilityId } = claims.guest
	const watchToken = await mint(watchClaims(facilityId))
	const watcher = await open(url)
	await watcher.request('watch', { token: watchToken })
	const guest = await takeSeat(url, claims.guest, watchToken)
	const host = await takeSeat(url, claims.host, watchToken)
	const seats = [guest, host]
	for (const { participant, objects } of seats) {
		await participant.request('chat.send', { messageId: objects.messageId, text: objects.text })
		if (stage !== 'deaf') await participant.canReceive(canAll)
	}
	if (stage !== 'waiting') {
		await host.participant.ring()
		for (const { participant, objects } of seats) objects.producerId = await participant.produce('camera')
	}
	if (stage === 'live' || stage === 'deaf') await guest.participant.enter()
	if (stage === 'ringing' || stage === 'live')
		for (const { participant, objects } of seats) {
			await eventually(() => participant.consumers().length).toBe(1)
			objects.consumerId = participant.consumers()[0]?.id ?? ''
		}
	return { facilityId, callId: claims.callId, guest, host, watcher }
}

async function takeSeat(url: string, claims: Participant['claims'], watchToken: string): Promise<Seat> {
	const joinToken = await mint(claims)
	const participant = await enter(url, claims, joinToken)
	const { sessionId, secret } = participant.joined.session
	const said = { messageId: randomUUID(), text: `${randomUUID()}の内緒話` }
	return { participant, objects: { ...nobodys(), joinToken, watchToken, sessionId, secret, ...said } }
}

/** Objects of the right form that nobody has. */
export function nobodys(): Objects {
	return {
		joinToken: 'eyJhbGciOiJFZERTQSJ9.e30.AAAA',
		watchToken: 'eyJhbGciOiJFZERTQSJ9.e30.AAAA',
		sessionId: randomUUID(),
		secret: 'x'.repeat(43),
		messageId: randomUUID(),
		text: 'はい',
		producerId: randomUUID(),
		consumerId: randomUUID(),
	}
}

const seenMedia = z.array(
	z.object({
		peerId: z.string(),
		send: z.object({
			transport: z.array(z.object({ transportId: z.string(), dtlsState: z.string() })),
			producers: z.array(z.object({ producerId: z.string(), source: z.string(), paused: z.boolean() })),
		}),
		recv: z.object({
			transport: z.array(z.object({ transportId: z.string(), dtlsState: z.string() })),
			consumers: z.array(z.object({ consumerId: z.string(), producerId: z.string(), paused: z.boolean() })),
		}),
	}),
)

/** A call's media as the sfu itself has it: transports, producers, consumers, and which of them are paused. */
export async function mediaOf({ sfu }: House, callId: string): Promise<z.infer<typeof seenMedia>> {
	return seenMedia.parse(await sfu.statsOf(callId).catch(() => []))
}

/** Everything that anybody of a tenant could notice: what they were told, whose socket stands, the media at the sfu. */
export async function sight(house: House, { host, guest, watcher, callId }: Tenant) {
	const all = { host: host.participant, guest: guest.participant, watcher }
	await Promise.all(Object.values(all).map(heardAll))
	const people = Object.entries(all).map(([who, { told, socket }]) => ({
		who,
		state: socket.readyState,
		told: [...told],
	}))
	return { people, media: await mediaOf(house, callId) }
}

/** Frames keep their order: with the answer to a ping of the socket's own, whatever was told before has arrived. */
async function heardAll({ socket, closed }: Pick<Browser, 'socket' | 'closed'>): Promise<void> {
	if (socket.readyState !== socket.OPEN) return
	const { promise, resolve } = Promise.withResolvers<void>()
	socket.on('pong', resolve)
	socket.ping()
	await Promise.race([promise, closed])
	socket.off('pong', resolve)
}
