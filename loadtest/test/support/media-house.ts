import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JoinPermission } from '@enshin/contracts/api.ts'
import { makeProblem, type ProblemCode } from '@enshin/contracts/errors.ts'
import type { CallClaims } from '@enshin/contracts/join-token.ts'
import type { JoinTokenPublicKey } from '@enshin/signaling/config.ts'
import { startSignaling } from '@enshin/signaling/server.ts'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { onTestFinished } from 'vitest'
import type { RoomPlan } from '../../src/target/types.ts'
import { controlSecret, runSfu } from './sfu.ts'

export const origin = 'https://enshin.example'
const serviceSecret = 'a-secret-of-the-service'

/**
 * A real sfu and real signaling. The api's part in a room is small: it signs who may enter, and takes the call's record;
 * a few lines stand for it here, and the short load test in `npm test` has the whole stack.
 */
export async function runHouse(sfuSettings: Record<string, string> = {}) {
	const sfu = await runSfu(sfuSettings)
	const keys = await generateKeyPair('EdDSA', { extractable: true })
	const seats = new Map<string, CallClaims>()
	/** What every permission is refused with; null lets in. */
	const state = { refuseWith: null as ProblemCode | null, signalingUrl: '' }

	const api = createServer(async (request, response) => {
		const answer = (status: number, body: unknown) =>
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
		for await (const _ of request);
		if (request.url?.startsWith('/internal/')) return void answer(200, {})
		const claims = seats.get(request.url ?? '')
		const isBearer = request.headers.authorization === `Bearer ${claims?.peerId}`
		if (request.method !== 'POST' || !claims || !isBearer) return void answer(401, makeProblem('auth.required', 'en'))
		if (state.refuseWith) return void answer(403, makeProblem(state.refuseWith, 'en'))
		const now = Math.floor(Date.now() / 1000)
		const fresh = { ...claims, jti: randomUUID(), iat: now, exp: now + 60 }
		const token = await new SignJWT(fresh).setProtectedHeader({ alg: 'EdDSA' }).sign(keys.privateKey)
		const expiresAt = new Date((now + 60) * 1000).toISOString()
		answer(200, { token, signalingUrl: state.signalingUrl, expiresAt } satisfies JoinPermission)
	})
	api.listen(0, '127.0.0.1')
	await once(api, 'listening')
	onTestFinished(() => {
		api.closeAllConnections()
		api.close()
	})
	const apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`

	const signaling = await startSignaling({
		nodeId: 'signaling-test',
		host: '127.0.0.1',
		port: 0,
		publicUrl: null,
		sfuUrls: [sfu.url],
		sfuControlSecret: controlSecret,
		allowedOrigins: [origin],
		joinTokenPublicKey: (await exportJWK(keys.publicKey)) as JoinTokenPublicKey,
		apiUrl,
		serviceSecret,
		databaseUrl: null,
		logLevel: process.env.TEST_LOG_LEVEL ?? 'silent',
		timings: { closeWithinMs: 200 },
	})
	onTestFinished(() => signaling.close())
	state.signalingUrl = signaling.url

	/** A call with one host and as many guests as fill it. */
	function plan(roomSize = 2): RoomPlan {
		const call = { callId: randomUUID(), facilityId: randomUUID(), practitionerId: randomUUID() }
		const room = Array.from({ length: roomSize }, (_, index) => {
			const role = index === 0 ? ('host' as const) : ('guest' as const)
			const peerId = randomUUID()
			const path = `/calls/${call.callId}/seats/${index}`
			seats.set(path, {
				...call,
				iss: 'enshin-api',
				aud: 'enshin-signaling',
				jti: peerId,
				sub: randomUUID(),
				iat: 0,
				exp: 0,
				locale: 'ja',
				scope: 'call',
				peerId,
				role,
				name: `試験 ${index}`,
				kind: 'consultation',
				startsAt: new Date().toISOString(),
				recorded: { state: 'waiting', liveSince: null },
				sfuNode: null,
			})
			return { role, permissionUrl: `${apiUrl}${path}`, bearer: peerId }
		})
		return { callId: call.callId, seats: room }
	}
	return { plan, state, control: sfu.control, signaling }
}
