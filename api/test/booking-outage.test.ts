import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { type Appointment, appointment } from '@enshin/contracts/api.ts'
import { addDays, tokyoDay, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import { type Db, openDatabase } from '@enshin/db/client.ts'
import { appointments, calls, idempotencyKeys } from '@enshin/db/schema/index.ts'
import {
	createTestMasterKeyFile,
	type KillableServer,
	makeFacility,
	makePatient,
	makePractitioner,
	startKillableServer,
	useVault,
} from '@enshin/db/testing.ts'
import { eq, sql } from 'drizzle-orm'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fallbackSignalingUrl, serviceSecret, sessionFor, webOrigin } from './support.ts'

// A real api in a process of its own over a real Postgres of its own, which is killed while bookings run. What the
// clients were told is held against what the database has afterwards.
const key = createTestMasterKeyFile()
let server: KillableServer
let api: { process: ChildProcess; url: string; output: string[] }
let db: Db
let closeDatabase: () => Promise<void>

beforeAll(async () => {
	server = await startKillableServer()
	const opened = openDatabase({ url: server.url, name: 'test', poolSize: 2 })
	db = opened.db
	useVault(db, key.vault)
	closeDatabase = opened.close
	api = await startApiProcess(server.appUrl)
})
afterAll(async () => {
	const gone = new Promise((resolve) => api.process.once('exit', resolve))
	api.process.kill('SIGTERM')
	await gone
	await closeDatabase()
	await server.remove()
})

async function startApiProcess(databaseUrl: string) {
	const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
	const child = spawn(process.execPath, [fileURLToPath(new URL('../src/main.ts', import.meta.url))], {
		env: {
			...process.env,
			ENSHIN_API_PORT: '0',
			DATABASE_URL: databaseUrl,
			ENSHIN_MASTER_KEY_FILE: key.path,
			ENSHIN_JOIN_TOKEN_PRIVATE_KEY: JSON.stringify(await exportJWK(privateKey)),
			ENSHIN_SERVICE_SECRET: serviceSecret,
			ENSHIN_SIGNALING_URL: fallbackSignalingUrl,
			ENSHIN_WEB_ORIGIN: webOrigin,
			ENSHIN_LOG_LEVEL: 'info',
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	const output: string[] = []
	child.stderr.on('data', (text) => output.push(String(text)))
	const url = await new Promise<string>((resolve, reject) => {
		child.once('exit', (code) => reject(new Error(`api ended with ${code}: ${output.join('')}`)))
		child.stdout.on('data', (text) => {
			const found = /"url":"(http:[^"]+)"/.exec(String(text))?.[1]
			if (found) resolve(found)
		})
	})
	return { process: child, url, output }
}

interface Ask {
	token: string
	practitionerId: string
	startsAt: string
}

/** Asks again under the same key until there is an answer that no retry changes: what a careful client does. */
async function bookSurely(ask: Ask, seen: Set<number>): Promise<Appointment | null> {
	const { token, ...body } = ask
	const key = randomUUID()
	for (;;) {
		const answer = await post(token, body, key)
		seen.add(answer?.status ?? 0)
		if (answer?.status === 201) return appointment.parse(await answer.json())
		if (answer?.status === 409) return null
		if (answer && answer.status !== 503) throw new Error(`${answer.status}: ${await answer.text()}`)
		await new Promise((resolve) => setTimeout(resolve, 50))
	}
}

async function post(token: string, body: object, key: string): Promise<Response | null> {
	const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': key }
	const request = { method: 'POST', headers, body: JSON.stringify(body) }
	return await fetch(`${api.url}/appointments`, request).catch(() => null)
}

async function overlapping() {
	return await db.execute(sql`
		select a.id from appointments a join appointments b on a.id < b.id and a.during && b.during
			and (a.practitioner_id = b.practitioner_id or a.patient_id = b.patient_id)
		where a.status <> 'cancelled' and b.status <> 'cancelled'
	`)
}

test.each(['postmaster', 'everybody'] as const)(
	'the database is killed (%s) while bookings run: none that was acknowledged is lost, none overlap, and api serves on',
	async (whom) => {
		const clinic = await makeFacility(db)
		const doctors = [await makePractitioner(db, clinic), await makePractitioner(db, clinic)]
		const tokens: string[] = []
		for (let count = 0; count < 8; count += 1) tokens.push(await sessionFor(db, await makePatient(db, [clinic])))

		const acknowledged: Appointment[] = []
		const seen = new Set<number>()
		let running = true
		let next = 0
		// Every slot is wanted by several, all the time, so that the kill meets bookings in every phase.
		const work = async (token: string, index: number): Promise<void> => {
			while (running) {
				const startsAt = slot(Math.floor(next++ / 2)).toISOString()
				const practitionerId = doctors[index % 2]?.practitionerId as string
				const made = await bookSurely({ token, practitionerId, startsAt }, seen)
				if (made) acknowledged.push(made)
			}
		}
		const working = tokens.map(work)

		for (let round = 0; round < 3; round += 1) {
			const before = acknowledged.length
			seen.clear()
			await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(before + 10)
			await server.kill(whom)
			await expect.poll(() => seen.has(503), { timeout: 10_000 }).toBe(true)
			expect((await fetch(`${api.url}/health`).catch(() => null))?.status).toBe(503)
			await server.restart()
			const known = acknowledged.length
			// Half a second, and several on a busy machine; the driver's own pauses would grow to 20 s.
			await expect.poll(() => acknowledged.length, { timeout: 15_000, interval: 20 }).toBeGreaterThan(known)
			// 0 is a request that nobody answered.
			expect([...seen].filter((status) => ![201, 409, 503].includes(status))).toEqual([])
			expect(api.process.exitCode, api.output.join('')).toBeNull()
		}
		running = false
		await Promise.all(working)

		const kept = await db.select().from(appointments).where(eq(appointments.facilityId, clinic.id))
		const keptById = new Map(kept.map((row) => [row.id, row]))
		for (const { id, callId, startsAt, patient } of acknowledged) {
			const row = keptById.get(id)
			expect(row).toMatchObject({ status: 'booked', patientId: patient.id })
			expect(row?.during.startsAt.toISOString()).toBe(startsAt)
			expect(await db.$count(calls, eq(calls.id, callId))).toBe(1)
		}
		// Nor is there anything that nobody was told of: each client asked until it knew.
		expect(kept.length).toBe(acknowledged.length)
		expect(await db.$count(idempotencyKeys)).toBe(await db.$count(appointments))
		expect(await db.$count(calls)).toBe(await db.$count(appointments))
		expect(await overlapping()).toEqual([])
		expect(server.log.filter((line) => line.includes('deadlock'))).toEqual([])
	},
	60_000,
)

/** From tomorrow on; the helper's hours end at 23:59, which makes 95 slots a day. */
function slot(index: number): Date {
	const day = addDays(tokyoDay(new Date()), 1 + Math.floor(index / 95))
	return new Date(tokyoMoment(day).getTime() + (index % 95) * 15 * 60_000)
}
