import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Appointment } from '@enshin/contracts/api.ts'
import { tokyoDay, tokyoMoment } from '@enshin/contracts/tokyo.ts'
import { openDatabase } from '@enshin/db/client.ts'
import { startEmbeddedPostgres } from '@enshin/db/embedded.ts'
import { migrate } from '@enshin/db/migrate.ts'
import { admitRole } from '@enshin/db/roles.ts'
import { openAppDatabase } from '@enshin/db/scope.ts'
import { createMasterKeyFile, createVault, loadMasterKey, type Vault } from '@enshin/db/sealing/vault.ts'
import { sql } from 'drizzle-orm'
import { recordBench } from '../../bin/bench/record.ts'
import { summarize } from '../../bin/bench/summarize.ts'
import { listDay } from '../src/appointments/list-day.ts'
import type { Work } from '../src/http/context.ts'
import { layOutDay } from './lay-out-day.ts'
import { makePlainCopy } from './make-plain-copy.ts'
import { withoutTrust } from './without-trust.ts'

/**
 * What sealing, row-level security and the access log cost: `listDay` of a day with 100 appointments as the api runs it,
 * against the same query on plain text, as the tables' owner, without a log. In one process on one database, in turn.
 * Without HTTP and JSON, which both would have. Goal: at most 2.
 */
const [warmUps, runs] = [100, 600]
const folder = mkdtempSync(join(tmpdir(), 'enshin-bench-'))
const path = join(folder, 'master-key.json')
createMasterKeyFile(path)
const server = await startEmbeddedPostgres({ dataDir: join(folder, 'database') })
const closing: (() => Promise<void>)[] = []
try {
	console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`)
	await migrate(server.url)
	const vault = createVault(loadMasterKey({ kind: 'file', path }))
	const day = tokyoDay(new Date())
	// Noon: some of the day is behind, some ahead.
	const now = tokyoMoment(day, '12:00')
	const sealedWork = await layOut(vault, day, now)
	const { facilityId } = sealedWork.actor
	if (!facilityId) throw new Error('A doctor has one')

	// Opened only now: the search path was set for what connects from now on.
	const plain = openDatabase({ url: server.url, name: 'bench plain' })
	closing.push(plain.close)
	const plainWork = withoutTrust(sealedWork, plain.db)
	const sides = {
		sealed: () => listDay({ ...sealedWork, db: sealedWork.db() }, facilityId, day, now),
		plain: () => listDay(plainWork, facilityId, day, now),
	}
	const [ours, theirs] = [await sides.sealed(), await sides.plain()]
	if (ours.length !== 100 || !isDeepStrictEqual(ours, theirs)) throw new Error('The two sides do not answer the same')

	const ms = await measure(sides)
	const [sealed, floor] = [summarize(ms.sealed), summarize(ms.plain)]
	const ratio = sealed.median / floor.median
	recordBench({
		name: 'sealing',
		measure: 'listing 100 appointments sealed, behind row-level security, with its line in the access log',
		against: 'the same listing plain',
		goal: '≤ 2',
		value: ratio,
		unit: 'ratio',
		met: ratio <= 2,
		raw: { 'sealed, ms': ms.sealed.map(short), 'plain, ms': ms.plain.map(short) },
		notes: [
			`medians ${sealed.median.toFixed(2)} and ${floor.median.toFixed(2)} ms; both sides in turn, first in every other run`,
		],
	})
} finally {
	await Promise.all(closing.map((close) => close()))
	await server.stop()
	rmSync(folder, { recursive: true, force: true })
}

/** Fills the database, and returns what a doctor's request would find. */
async function layOut(vault: Vault, day: string, now: Date): Promise<Omit<Work, 'db'> & { db: () => Work['db'] }> {
	const owner = openDatabase({ url: server.url, name: 'bench owner' })
	closing.push(owner.close)
	const { facilityId, personId, ...ids } = await owner.db.transaction((tx) => layOutDay(tx, vault, day))
	await owner.db.transaction((tx) => makePlainCopy(tx, vault))
	await owner.db.execute(sql`alter role current_user set search_path = plain, public`)
	await owner.db.execute(sql`vacuum analyze`)
	const app = openAppDatabase({
		url: await admitRole(server.url, 'app', randomBytes(24).toString('base64url')),
		name: 'bench app',
	})
	closing.push(app.close)
	const session = {
		sessionId: ids.assignmentId,
		sessionState: 'full',
		locked: false,
		emergency: false,
		authenticatedAt: now,
	} as const
	return {
		db: () => app.scoped({ kind: 'actor', facilityId, personId }),
		vault,
		actor: { ...ids, ...session, facilityId, personId, actingId: personId, role: 'doctor', locale: 'ja' },
		requestId: 'bench',
		address: '192.0.2.1',
	}
}

async function measure<Name extends string>(sides: Record<Name, () => Promise<Appointment[]>>) {
	const names = Object.keys(sides) as Name[]
	const ms = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
	for (let run = -warmUps; run < runs; run++) {
		// In turn, and each of them first in every other run.
		for (const name of run % 2 === 0 ? names : names.toReversed()) {
			const startedAt = performance.now()
			await sides[name]()
			if (run >= 0) ms[name].push(performance.now() - startedAt)
		}
	}
	return ms
}

function short(value: number): number {
	return Number(value.toPrecision(4))
}
