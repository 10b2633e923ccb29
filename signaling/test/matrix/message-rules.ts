import { randomUUID } from 'node:crypto'
import type { DataOf, Method, ReplyOf } from '@enshin/contracts/channel.ts'
import type { ProblemCode } from '@enshin/contracts/errors.ts'
import type { Joined, SignalingProtocol } from '@enshin/contracts/signaling.ts'
import { closeCodes } from '@enshin/contracts/wire.ts'
import { expect } from 'vitest'
import type { Participant } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { canAll, dtlsParameters, rtpParametersOf } from '../support/rtp.ts'
import { mint, watchClaims } from '../support/tokens.ts'
import { type House, mediaOf, nobodys, type Objects, type Seat, type Stage, type Tenant } from './ground.ts'

export type RequestType = Method<SignalingProtocol>
/** What a socket was let in as. */
export type AskerKind = 'nobody' | 'watcher' | 'guest' | 'host'

/** Somebody who asks as a participant, and the other one in the same call. */
type Asking = { house: House; tenant: Tenant; me: Seat; mate: Seat }

/**
 * What is answered where something is named that is not the asker's: a Problem; `nothing`, an answer without any effect
 * (it is passed over as what ended meanwhile is); or `own`, for what is in order and stays in the asker's own call.
 */
export type Outcome = ProblemCode | 'nothing' | 'own'

export type Rule<M extends RequestType> = {
	/** Who may ask it, of one's own call. Others are told `call.not_joined` who are in none, and `auth.forbidden` in one. */
	may: readonly AskerKind[]
	/** Where the call must be, so that a refusal says something about rights. */
	stage: Stage
	/** The fields that name something somebody may own. */
	names: readonly (keyof DataOf<SignalingProtocol, M>)[]
	/** For those who may: what is the other one's in the same call, of another tenant, of nobody. */
	named?: { mates: Outcome; strangers: Outcome; nobodys: Outcome }
	/** The request in order, of these objects. */
	data: (objects: Objects, asker: Participant | null) => DataOf<SignalingProtocol, M>
	/** What must have happened for the request to be in order. */
	before?: (asking: Asking) => Promise<unknown>
	/** That it worked, for a participant. */
	works?: (reply: ReplyOf<SignalingProtocol, M>, asking: Asking) => Promise<void> | void
	/** For who is nobody yet: what lets them into a seat's place, and that it was that place. */
	lets?: {
		in: (tenant: Tenant, seat: Seat) => Promise<DataOf<SignalingProtocol, M>> | DataOf<SignalingProtocol, M>
		to: (reply: ReplyOf<SignalingProtocol, M>, tenant: Tenant, seat: Seat) => void
	}
}

const both = ['guest', 'host'] as const
const none = { names: [], data: () => ({}) } as const
const unknown = { mates: 'media.unknown', strangers: 'media.unknown', nobodys: 'media.unknown' } as const
const passedOver = { mates: 'nothing', strangers: 'nothing', nobodys: 'nothing' } as const

const producerOf = async ({ house, tenant, me }: Asking) =>
	(await mediaOf(house, tenant.callId))
		.flatMap(({ send }) => send.producers)
		.find(({ producerId }) => producerId === me.objects.producerId)
const consumerOf = async ({ house, tenant, me }: Asking) =>
	(await mediaOf(house, tenant.callId))
		.flatMap(({ recv }) => recv.consumers)
		.find(({ consumerId }) => consumerId === me.objects.consumerId)
const makeReady = ({ me }: Asking) =>
	me.participant.request('media.resumeConsumers', { consumerIds: [me.objects.consumerId] })
const answers = (reply: object) => expect(reply).toEqual({})

const entry = { may: ['nobody'], stage: 'live' } as const
const isPlaceOf = ({ self, call, chat }: Joined, { callId, host, guest }: Tenant, { participant }: Seat) => {
	expect([self.peerId, call.callId]).toEqual([participant.claims.peerId, callId])
	expect(chat.map(({ text }) => text)).toEqual([guest.objects.text, host.objects.text])
}

/**
 * Every request of contracts/signaling.ts. A new one without a rule is a type error: whoever adds one says here who may
 * send it, what it names, and how it is asked in order.
 */
export const messageRules: { [M in RequestType]: Rule<M> } = {
	join: {
		...entry,
		names: ['token'],
		named: { mates: 'join_token.used', strangers: 'join_token.used', nobodys: 'join_token.invalid' },
		data: ({ joinToken }) => ({ token: joinToken }),
		lets: {
			in: async (_, { participant }) => ({ token: await mint({ ...participant.claims, jti: randomUUID() }) }),
			to: isPlaceOf,
		},
	},
	resume: {
		...entry,
		names: ['sessionId', 'secret'],
		named: { mates: 'session.unknown', strangers: 'session.unknown', nobodys: 'session.unknown' },
		data: ({ sessionId }) => ({ sessionId, secret: nobodys().secret, mediaEpoch: 1 }),
		lets: {
			in: (_, { objects: { sessionId, secret } }) => ({ sessionId, secret, mediaEpoch: 1 }),
			to: isPlaceOf,
		},
	},
	watch: {
		...entry,
		names: ['token'],
		named: { mates: 'join_token.used', strangers: 'join_token.used', nobodys: 'join_token.invalid' },
		data: ({ watchToken }) => ({ token: watchToken }),
		lets: {
			in: async ({ facilityId }) => ({ token: await mint(watchClaims(facilityId)) }),
			to: ({ calls }, { callId }) => expect(calls.map((call) => call.callId)).toEqual([callId]),
		},
	},
	ping: {
		...none,
		may: ['watcher', 'guest', 'host'],
		stage: 'waiting',
		works: ({ at }) => expect(Date.parse(at)).toBeGreaterThan(0),
	},
	'call.ring': {
		...none,
		may: ['host'],
		stage: 'waiting',
		works: async ({ state }, { mate }) => {
			expect(state).toBe('ringing')
			await mate.participant.until('call.changed', (call) => call.state === 'ringing')
		},
	},
	'call.cancelRing': {
		...none,
		may: ['host'],
		stage: 'ringing',
		works: async ({ state }, { mate }) => {
			expect(state).toBe('waiting')
			await mate.participant.until('call.changed', (call) => call.state === 'waiting')
		},
	},
	'call.enter': {
		...none,
		may: ['guest'],
		stage: 'ringing',
		works: async ({ state }, { mate }) => {
			expect(state).toBe('live')
			await mate.participant.until('call.changed', (call) => call.state === 'live')
		},
	},
	'call.end': {
		may: ['host'],
		stage: 'live',
		names: [],
		data: () => ({ reason: 'completed' }),
		works: async ({ state }, { me, mate }) => {
			expect(state).toBe('ended')
			expect([await me.participant.closed, await mate.participant.closed]).toEqual([closeCodes.ended, closeCodes.ended])
		},
	},
	'call.leave': {
		...none,
		may: both,
		stage: 'live',
		works: async (_, { house, tenant, me }) => {
			expect(await me.participant.closed).toBe(closeCodes.left)
			const there = async () => (await mediaOf(house, tenant.callId)).map(({ peerId }) => peerId)
			await eventually(there).not.toContain(me.participant.claims.peerId)
		},
	},
	'media.setCapabilities': {
		may: both,
		stage: 'deaf',
		names: [],
		data: (_, asker) => ({ epoch: asker?.epoch() || 1, rtpCapabilities: canAll }),
		works: async (_, { me, mate }) => {
			await eventually(() => me.participant.consumers().map(({ producerId }) => producerId)).toEqual([
				mate.objects.producerId,
			])
		},
	},
	'media.connect': {
		may: both,
		stage: 'live',
		names: [],
		data: () => ({ direction: 'send', dtlsParameters }),
		// The first one counted: once a direction.
		works: (_, { me }) =>
			expect(me.participant.request('media.connect', { direction: 'send', dtlsParameters })).rejects.toMatchObject({
				code: 'media.refused',
			}),
	},
	'media.restartIce': {
		may: both,
		stage: 'live',
		names: [],
		data: () => ({ direction: 'recv' }),
		works: ({ iceParameters }, { me }) => {
			expect(iceParameters.usernameFragment).toEqual(expect.any(String))
			expect(iceParameters).not.toEqual(me.participant.joined.media?.recv.iceParameters)
		},
	},
	'media.produce': {
		may: both,
		stage: 'live',
		names: [],
		data: () => ({ source: 'microphone', kind: 'audio', rtpParameters: rtpParametersOf('audio'), paused: false }),
		works: async ({ producerId }, { mate }) => {
			await eventually(() => mate.participant.consumers().map((one) => one.producerId)).toContain(producerId)
		},
	},
	'media.pauseProducer': {
		may: both,
		stage: 'live',
		names: ['producerId'],
		named: unknown,
		data: ({ producerId }) => ({ producerId }),
		works: async (_, asking) => {
			expect(await producerOf(asking)).toMatchObject({ paused: true })
			const { consumerId } = asking.mate.objects
			await asking.mate.participant.until('media.consumerPaused', (told) => told.consumerId === consumerId)
		},
	},
	'media.resumeProducer': {
		may: both,
		stage: 'live',
		names: ['producerId'],
		named: unknown,
		data: ({ producerId }) => ({ producerId }),
		before: async (asking) => {
			const { participant, objects } = asking.me
			await participant.request('media.pauseProducer', { producerId: objects.producerId })
			expect(await producerOf(asking)).toMatchObject({ paused: true })
		},
		works: async (_, asking) => expect(await producerOf(asking)).toMatchObject({ paused: false }),
	},
	'media.closeProducer': {
		may: both,
		stage: 'live',
		names: ['producerId'],
		named: unknown,
		data: ({ producerId }) => ({ producerId }),
		works: async (_, asking) => {
			expect(await producerOf(asking)).toBeUndefined()
			await asking.mate.participant.until('media.consumerClosed')
		},
	},
	'media.resumeConsumers': {
		may: both,
		stage: 'live',
		names: ['consumerIds'],
		named: passedOver,
		data: ({ consumerId }) => ({ consumerIds: [consumerId] }),
		works: async (_, asking) => expect(await consumerOf(asking)).toMatchObject({ paused: false }),
	},
	'media.pauseConsumers': {
		may: both,
		stage: 'live',
		names: ['consumerIds'],
		named: passedOver,
		data: ({ consumerId }) => ({ consumerIds: [consumerId] }),
		before: makeReady,
		works: async (_, asking) => expect(await consumerOf(asking)).toMatchObject({ paused: true }),
	},
	'media.setLayers': {
		may: both,
		stage: 'live',
		names: ['consumerId'],
		named: unknown,
		data: ({ consumerId }) => ({ consumerId, layers: { spatialLayer: 0, temporalLayer: 0 } }),
		works: answers,
	},
	'media.requestKeyframe': {
		may: both,
		stage: 'live',
		names: ['consumerId'],
		named: unknown,
		data: ({ consumerId }) => ({ consumerId }),
		before: makeReady,
		works: answers,
	},
	'chat.send': {
		may: both,
		stage: 'live',
		names: ['messageId'],
		// Ids are the browser's own, so that of another tenant's message is as good as any, and must bring back nothing of it.
		named: { mates: 'request.invalid', strangers: 'own', nobodys: 'own' },
		data: ({ messageId }) => ({ messageId, text: 'お大事に。' }),
		works: async ({ peerId, messageId }, { me, mate }) => {
			expect(peerId).toBe(me.participant.claims.peerId)
			// What was said before is kept and told once.
			if (messageId === me.objects.messageId) return
			await mate.participant.until('chat.message', (told) => told.messageId === messageId)
		},
	},
}
