import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { ProblemError } from '@enshin/contracts/errors.ts'
import { addDays, tokyoDay, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import { openDatabase } from '@enshin/db/client.ts'
import { connect } from '@enshin/db/connection.ts'
import { startEmbeddedPostgres } from '@enshin/db/embedded.ts'
import { migrate } from '@enshin/db/migrate.ts'
import { admitRole } from '@enshin/db/roles.ts'
import { openAppDatabase } from '@enshin/db/scope.ts'
import { createMasterKeyFile, createVault, loadMasterKey } from '@enshin/db/sealing/vault.ts'
import { sql } from 'drizzle-orm'
import { recordBench } from '../../bin/bench/record.ts'
import { summarize } from '../../bin/bench/summarize.ts'
import { book } from '../src/appointments/book.ts'
import type { Work } from '../src/http/context.ts'
import { type BareWish, bookBare } from './book-bare.ts'
import { layOutClinics } from './lay-out-clinics.ts'

/**
 * Bookings a second under contention: 50 slots, each wanted by 40 patients at once, until all 2,000 have their answer.
 * The api's verb with everything it does (policies, idempotency, schedule, sealed names, access log) against the bare
 * transaction that a booking is to the database, on one database with pools of one size, in turn. Without HTTP and JSON,
 * which both would have. Goal: at least half as many.
 */
const [slots, racers, clinics, doctorsEach] = [50, 40, 5, 2]
const [warmUps, runs] = [2, 7]
const slotMs = 10 * 60_000
const poolSize = 10
const folder = mkdtempSync(join(tmpdir(), 'enshin-bench-'))
const path = join(folder, 'master-key.json')
createMasterKeyFile(path)
const server = await startEmbeddedPostgres({ dataDir: join(folder, 'database') })
const closing: (() => Promise<unknown>)[] = []
try {
	await migrate(server.url)
	const vault = createVault(loadMasterKey({ kind: 'file', path }))
	const owner = openDatabase({ url: server.url, name: 'bench owner' })
	closing.push(owner.close)
	const ground = await owner.db.transaction((tx) =>
		layOutClinics(tx, vault, { clinics, doctorsEach, patients: racers }),
	)
	await owner.db.execute(sql`vacuum analyze`)
	const appUrl = await admitRole(server.url, 'app', randomBytes(24).toString('base64url'))
	const app = openAppDatabase({ url: appUrl, name: 'bench app', poolSize })
	closing.push(app.close)
	const bare = connect({ url: server.url, name: 'bench bare', max: poolSize })
	closing.push(() => bare.end())

	const workOf = ({ personId, assignmentId }: (typeof ground.patients)[number]): Work => ({
		db: app.scoped({ kind: 'actor', facilityId: null, personId, actorId: personId }),
		vault,
		requestId: randomUUID(),
		address: '192.0.2.1',
		actor: {
			personId,
			assignmentId,
			actingId: personId,
			role: 'patient',
			facilityId: null,
			practitionerId: null,
			locale: 'ja',
			sessionId: assignmentId,
			sessionState: 'full',
			locked: false,
			emergency: false,
			authenticatedAt: new Date(),
		},
	})
	const ours = async ({ practitionerId, startsAt }: BareWish, patient: (typeof ground.patients)[number]) => {
		try {
			await book(workOf(patient), randomUUID(), { practitionerId, startsAt: startsAt.toISOString() })
			return true
		} catch (error) {
			if (error instanceof ProblemError && error.code === 'appointment.slot_taken') return false
			throw error
		}
	}
	const sides = { ours, bare: (wish: BareWish) => bookBare(bare, wish) }

	// Each round has a day of its own, and each slot a time of its own: a patient who wins one is free for the others.
	let day = tokyoDay(new Date())
	const race = async (side: keyof typeof sides): Promise<number> => {
		day = addDays(day, 1)
		const opens = tokyoMoment(day).getTime()
		const wanted = Array.from({ length: slots }, (_, nth) => {
			const startsAt = new Date(opens + nth * slotMs)
			const doctor = ground.doctors[nth % ground.doctors.length]
			if (!doctor) throw new Error('There are more')
			return { ...doctor, startsAt, endsAt: new Date(startsAt.getTime() + slotMs) }
		})
		const startedAt = performance.now()
		const answers = await Promise.all(
			ground.patients.flatMap((_, turn) =>
				wanted.map((wish, nth) => {
					// Each slot has another one first: no patient wins them all, with a diary for everybody to wait for.
					const patient = ground.patients[(turn + nth) % racers]
					if (!patient) throw new Error('There are more')
					return sides[side]({ ...wish, patientId: patient.personId }, patient)
				}),
			),
		)
		const seconds = (performance.now() - startedAt) / 1000
		const booked = answers.filter(Boolean).length
		if (booked !== slots) throw new Error(`${side} booked ${booked} of ${slots} slots`)
		return booked / seconds
	}

	const raw: Record<keyof typeof sides, number[]> = { ours: [], bare: [] }
	const cpu = { ours: 0, bare: 0 }
	const late = monitorEventLoopDelay({ resolution: 10 })
	for (let run = -warmUps; run < runs; run++) {
		for (const side of run % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
			const before = process.cpuUsage()
			const perSecond = await race(side)
			const { user, system } = process.cpuUsage(before)
			if (run < 0) continue
			raw[side].push(Math.round(perSecond * 10) / 10)
			cpu[side] += (user + system) / 1e6 / (slots / perSecond) / runs
		}
		if (run === -1) late.enable()
	}
	late.disable()
	const [double] = await owner.db.execute<{ count: number }>(sql`
		select count(*)::int as count from appointments a join appointments b on a.id < b.id and a.during && b.during
			and (a.practitioner_id = b.practitioner_id or a.patient_id = b.patient_id)`)
	if (double?.count !== 0) throw new Error(`${double?.count} bookings are double`)

	const [our, floor] = [summarize(raw.ours), summarize(raw.bare)]
	const value = our.median / floor.median
	const share = (of: number) => `${Math.round(of * 100)} %`
	recordBench({
		name: 'booking',
		measure: `bookings a second, ${racers} racers for each of ${slots} slots at once, none double`,
		against: 'the bare SQL transaction',
		goal: '≥ 0.5',
		value,
		unit: 'ratio',
		met: value >= 0.5,
		raw,
		notes: [
			`${runs} repeats in turn of ${slots * racers} questions each; ${clinics} clinics with ${doctorsEach} doctors each, pools of ${poolSize} connections, ${cpus().length} cores.`,
			`Middle half: ours ${our.low.toFixed(1)} to ${our.high.toFixed(1)}, bare ${floor.low.toFixed(1)} to ${floor.high.toFixed(1)} bookings a second.`,
			'Seen on a busy machine before it was mended: 0.13. Who lost asked the database seven times, and again after each booking of the same doctor; now it is once.',
			`CPU of the asking process, which is also the api's verb: ours ${share(cpu.ours)}, bare ${share(cpu.bare)} of a core; ticks p99 ${(late.percentile(99) / 1e6).toFixed(0)} ms.`,
		],
	})
} finally {
	await Promise.all(closing.map((close) => close()))
	await server.stop()
	rmSync(folder, { recursive: true, force: true })
}
