import { randomUUID } from 'node:crypto'
import { type Problem, problem } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import { newId } from '@enshin/db/schema/columns.ts'
import { appointments, calls, sessions } from '@enshin/db/schema/index.ts'
import { openTestDatabase } from '@enshin/db/testing.ts'
import { sql } from 'drizzle-orm'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll } from 'vitest'
import { hashSessionToken, newSessionToken } from '../src/accounts/session-token.ts'
import { type Config, privateKey } from '../src/config.ts'
import { localCouriers } from '../src/integrations/courier-settings.ts'
import { createLog } from '../src/log.ts'
import { startApi } from '../src/server.ts'

export const serviceSecret = 'a-service-secret-for-tests-of-32-or-more'
/** Where a browser would see the pages. */
export const webOrigin = 'https://enshin.test'
export const fallbackSignalingUrl = 'ws://127.0.0.1:4/fallback'

/** An api of the test file's own, on a free port over a database of its own; both go when the file is done. */
export async function startTestApi(settings: Partial<Config> = {}) {
	const { db, appUrl: databaseUrl, url: ownerUrl, masterKey, vault } = await openTestDatabase()
	const keys = await generateKeyPair('EdDSA', { extractable: true })
	const lines: string[] = []
	const config: Config = {
		host: '127.0.0.1',
		port: 0,
		databaseUrl,
		masterKey,
		joinTokenPrivateKey: privateKey.parse(await exportJWK(keys.privateKey)),
		serviceSecret,
		signalingUrl: fallbackSignalingUrl,
		webOrigin,
		logLevel: 'debug',
		checkpoints: null,
		couriers: localCouriers,
		...settings,
	}
	const api = await startApi(config, createLog(config.logLevel, { write: (line) => lines.push(line) }))
	afterAll(api.close)
	const call = (method: string, path: string, options: CallOptions = {}) => send(`${api.url}${path}`, method, options)
	return { ...api, db, ownerUrl, vault, call, config, logLines: lines, publicKey: keys.publicKey }
}

export type CallOptions = { token?: string; body?: unknown; headers?: Record<string, string> }

/** One request. An object goes as JSON; a string goes as it is, so that a test may send nonsense. */
async function send(url: string, method: string, { token, body, headers = {} }: CallOptions) {
	const response = await fetch(url, {
		method,
		headers: {
			...(body !== undefined && { 'content-type': 'application/json' }),
			...(token !== undefined && { authorization: `Bearer ${token}` }),
			...headers,
		},
		...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	})
	const text = await response.text()
	return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as unknown }
}
export type Answer = Awaited<ReturnType<typeof send>>

/** The Problem an answer carries; throws when it carries none, or one that says a different status than the answer. */
export function problemOf(answer: Answer): Problem {
	if (answer.headers.get('content-type') !== 'application/problem+json') throw new Error(`no Problem: ${answer.text}`)
	const read = problem.parse(answer.json())
	if (read.status !== answer.status) throw new Error(`the Problem says ${read.status}, the answer ${answer.status}`)
	return read
}

/** A session without the cost of a password. */
export async function sessionFor(db: Db, { assignmentId }: { assignmentId: Id }): Promise<string> {
	const token = newSessionToken()
	await db.insert(sessions).values({
		id: newId(),
		assignmentId,
		tokenHash: hashSessionToken(token),
		idleExpiresAt: sql`now() + interval '1 hour'`,
		expiresAt: sql`now() + interval '1 hour'`,
	})
	return token
}

/** A booked visit of 15 minutes beginning `inMinutes` from now, and its call. */
export async function makeVisit(
	db: Db,
	who: { facilityId: Id; practitionerId: Id; patientId: Id; inMinutes?: number; kind?: 'consultation' | 'guidance' },
): Promise<{ appointmentId: Id; callId: Id }> {
	const startsAt = new Date(Date.now() + (who.inMinutes ?? 5) * 60_000)
	const [appointment] = await db
		.insert(appointments)
		.values({
			facilityId: who.facilityId,
			practitionerId: who.practitionerId,
			patientId: who.patientId,
			kind: who.kind ?? 'consultation',
			during: { startsAt, endsAt: new Date(startsAt.getTime() + 15 * 60_000) },
			bookedBy: who.patientId,
		})
		.returning({ id: appointments.id })
	const appointmentId = appointment?.id ?? randomUUID()
	const [call] = await db.insert(calls).values({ appointmentId }).returning({ id: calls.id })
	return { appointmentId, callId: call?.id ?? randomUUID() }
}
