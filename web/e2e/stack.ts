import { setTimeout as sleep } from 'node:timers/promises'
import type { ServiceName } from '../../bin/stack/services.ts'
import { readStackFile, type StackFile } from '../../bin/stack/stack-file.ts'

/** The addresses and processes of the stack that global-setup.ts started, as they are at this moment. */
export function stack(): StackFile {
	const running = readStackFile(process.env.ENSHIN_E2E_DATA_DIR ?? '')
	if (!running) throw new Error('The stack of the browser tests does not run.')
	return running
}

/** SIGKILL to a service; resolves when the launcher has brought it back and it serves again. */
export async function killAndAwait(name: ServiceName): Promise<void> {
	const before = stack().pids[name]
	if (!before) throw new Error(`${name} does not run.`)
	process.kill(before, 'SIGKILL')
	while (true) {
		const now = stack().pids[name]
		if (now && now !== before) return
		await sleep(50)
	}
}
