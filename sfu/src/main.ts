import { exit } from 'node:process'
import { parseConfig, type SfuConfig } from './config.ts'
import { startSfu } from './server.ts'

const sfu = await startSfu(configOrExit()).catch((error: unknown) => {
	console.error('sfu did not start:', error)
	exit(1)
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.once(signal, () => {
		sfu.close().then(
			() => exit(0),
			() => exit(1),
		)
	})
}

function configOrExit(): SfuConfig {
	try {
		return parseConfig(process.env)
	} catch (error) {
		console.error(error instanceof Error ? error.message : error)
		exit(1)
	}
}
