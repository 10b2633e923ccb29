import { watch } from 'node:fs'
import { join } from 'node:path'
import type { ServiceName } from './services.ts'
import type { Stack } from './start-stack.ts'

/** Whose code runs in which service. The pages reload through Vite. */
const runsIn: Record<string, ServiceName[]> = {
	contracts: ['sfu', 'signaling', 'api'],
	db: ['signaling', 'api'],
	sfu: ['sfu'],
	signaling: ['signaling'],
	api: ['api'],
}
const settleMs = 200

/** Restarts a service when the sources it runs have changed, for as long as this process lives. */
export function reloadOnChange(root: string, stack: Stack, say: (line: string) => void): void {
	const due = new Set<ServiceName>()
	let timer: NodeJS.Timeout | undefined
	let busy = Promise.resolve()

	const restart = async (name: ServiceName) => {
		const startedAt = performance.now()
		try {
			await stack.restart(name)
			say(`↻ ${name} (${Math.round(performance.now() - startedAt)} ms)`)
		} catch (error) {
			say(`${error instanceof Error ? error.message : error}\nWaiting for the next change.`)
		}
	}
	const flush = () => {
		const names = [...due]
		due.clear()
		busy = busy.then(async () => {
			await Promise.all(names.map(restart))
		})
	}
	for (const [folder, services] of Object.entries(runsIn)) {
		watch(join(root, folder, 'src'), { recursive: true }, (_, file) => {
			if (!file?.endsWith('.ts') || file.endsWith('.test.ts')) return
			for (const name of services) due.add(name)
			clearTimeout(timer)
			timer = setTimeout(flush, settleMs)
		}).unref()
	}
}
