import { readConfig } from './config.ts'
import { startApi } from './server.ts'

try {
	const api = await startApi(readConfig(process.env))
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => {
			void api.close().then(() => process.exit(0))
		})
	}
} catch (error) {
	console.error(error instanceof Error ? error.message : error)
	process.exit(1)
}
