import { SetupError } from '../bootstrap/setup-error.ts'
import { root } from '../root.ts'
import { run, tail } from '../run-command.ts'

export interface Preparation {
	/** As its owner. */
	databaseUrl: string
	/** Made where it is missing. */
	masterKeyFile: string
	/** What the services' roles sign in with. */
	databasePassword: string
	seed: boolean
}

/**
 * Brings the database to this version's schema, admits the services' roles and, if wanted, fills it with the demo's people
 * and appointments.
 */
export async function prepareDatabase(options: Preparation): Promise<void> {
	const script = 'bin/stack/migrate-and-seed.ts'
	const ran = await run(process.execPath, [script, ...(options.seed ? ['--seed'] : [])], {
		cwd: root,
		env: {
			...process.env,
			DATABASE_URL: options.databaseUrl,
			ENSHIN_MASTER_KEY_FILE: options.masterKeyFile,
			ENSHIN_DATABASE_PASSWORD: options.databasePassword,
		},
		withinMs: 120_000,
	})
	if (ran.code !== 0) throw new SetupError(`The database could not be prepared:\n${tail(ran.output)}`)
}
