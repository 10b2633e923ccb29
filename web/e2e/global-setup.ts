import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack } from '../../bin/stack/start-stack.ts'

/**
 * Starts all of Enshin, with the demo's people, for one run of the browser tests. Tests find it through `stack()` in
 * stack.ts. Its logs are kept when `ENSHIN_E2E_KEEP` is set, to look into a failure. Whom its processes contact is
 * recorded, for egress.e2e.ts.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
	const dataDir = mkdtempSync(join(tmpdir(), 'enshin-e2e-'))
	const lines: string[] = []
	const record = join(dataDir, 'connections.log')
	const recorder = new URL('../../bin/egress/record-connections.ts', import.meta.url).href
	const env = {
		NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${recorder}`,
		ENSHIN_CONNECTION_RECORD: record,
	}
	const stack = await startStack({ dataDir, ports: 'free', seed: true, env, say: (line) => lines.push(line) })
	process.env.ENSHIN_CONNECTION_RECORD = record
	process.env.ENSHIN_E2E_DATA_DIR = dataDir
	process.env.ENSHIN_E2E_WEB_URL = stack.webUrl
	return async () => {
		await stack.stop()
		if (lines.length > 0) console.log(`What the services had to say:\n${lines.join('\n')}`)
		if (process.env.ENSHIN_E2E_KEEP) console.log(`Kept: ${dataDir}`)
		else rmSync(dataDir, { recursive: true, force: true })
	}
}
