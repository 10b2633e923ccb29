import { SetupError } from '../bootstrap/setup-error.ts'
import { root } from '../root.ts'
import { run, tail } from '../run-command.ts'

/** Brings the database to this version's schema and, if wanted, fills it with the demo's people and appointments. */
export async function prepareDatabase(databaseUrl: string, options: { seed: boolean }): Promise<void> {
	const script = 'bin/stack/migrate-and-seed.ts'
	const ran = await run(process.execPath, [script, ...(options.seed ? ['--seed'] : [])], {
		cwd: root,
		env: { ...process.env, DATABASE_URL: databaseUrl },
		withinMs: 120_000,
	})
	if (ran.code !== 0) throw new SetupError(`The database could not be prepared:\n${tail(ran.output)}`)
}
