import { parseConfig } from './config.ts'
import { startSignaling } from './server.ts'

try {
	const { close } = await startSignaling(parseConfig(process.env))
	const stop = () => void close().then(() => process.exit(0))
	process.once('SIGTERM', stop).once('SIGINT', stop)
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
	process.exit(1)
}
