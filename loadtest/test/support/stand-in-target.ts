import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CallClaims, WatchClaims } from '@enshin/contracts/join-token.ts'
import type { RoomPlan, Seat, Target } from '../../src/target/types.ts'

/** The keys and words that a signaling process under test must be started with. */
export const house = { origin: 'https://enshin.example', serviceSecret: 'a-secret-of-the-service' }

type Unsigned<C> = Omit<C, 'jti' | 'iat' | 'exp'>

/**
 * Stands for the api of a stack: it lets everybody in whom it planned, and takes every call event. So signaling is
 * measured alone; the api has its own scenario, and the whole stack is joined by `pnpm loadtest`.
 */
export async function standInTarget(options: { signalingUrl: () => string; practitioners?: number }) {
	const { publicKey, privateKey } = generateKeyPairSync('ed25519')
	const claims = new Map<string, Unsigned<CallClaims>>()
	const seen = { permissions: 0, posts: 0, events: 0 }
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = []
		for await (const chunk of request) chunks.push(chunk as Buffer)
		if (request.url?.startsWith('/internal/calls/')) {
			seen.posts += 1
			seen.events += (JSON.parse(String(Buffer.concat(chunks))) as { events: unknown[] }).events.length
			return void response.writeHead(200).end('{}')
		}
		const seat = claims.get(request.headers.authorization?.replace('Bearer ', '') ?? '')
		if (!seat) return void response.writeHead(404).end()
		seen.permissions += 1
		const token = mint(seat)
		const expiresAt = new Date(Date.now() + 60_000).toISOString()
		response.writeHead(200, { 'content-type': 'application/json' })
		response.end(JSON.stringify({ token, signalingUrl: options.signalingUrl(), expiresAt }))
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

	function mint(seat: Unsigned<CallClaims> | Unsigned<WatchClaims>): string {
		const iat = Math.ceil(Date.now() / 1000)
		const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
		const text = `${part({ alg: 'EdDSA' })}.${part({ ...seat, jti: randomUUID(), iat, exp: iat + 60 })}`
		return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
	}

	/** For a socket that watches the facility's day; good for a minute. */
	const mintWatch = () =>
		mint({ iss: 'enshin-api', aud: 'enshin-signaling', scope: 'watch', sub: randomUUID(), locale: 'ja', facilityId })

	const facilityId = randomUUID()
	const practitionerIds = Array.from({ length: options.practitioners ?? 25 }, () => randomUUID())

	function seatOf(callId: string, practitionerId: string, role: Seat['role']): Seat {
		const bearer = randomUUID()
		claims.set(bearer, {
			iss: 'enshin-api',
			aud: 'enshin-signaling',
			scope: 'call',
			sub: randomUUID(),
			locale: 'ja',
			facilityId,
			callId,
			peerId: randomUUID(),
			role,
			name: role === 'host' ? '山本 健一' : '髙橋 花子',
			kind: 'consultation',
			practitionerId,
			startsAt: new Date().toISOString(),
			recorded: { state: 'waiting', liveSince: null },
			sfuNode: null,
		})
		return { role, permissionUrl: `${apiUrl}/permission`, bearer }
	}

	const target: Target = {
		apiUrl,
		origin: house.origin,
		bookRooms: async (count): Promise<RoomPlan[]> =>
			Array.from({ length: count }, (_, room) => {
				const callId = randomUUID()
				const practitionerId = practitionerIds[room % practitionerIds.length] ?? randomUUID()
				return { callId, seats: (['host', 'guest'] as const).map((role) => seatOf(callId, practitionerId, role)) }
			}),
		bookers: async () => {
			throw new Error('The stand-in books nothing.')
		},
		close: async () => {
			server.closeAllConnections()
			server.close()
		},
	}
	return { target, publicKey: publicKey.export({ format: 'jwk' }), mintWatch, seen }
}
