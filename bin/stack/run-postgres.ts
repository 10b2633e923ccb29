import { startEmbeddedPostgres } from '@enshin/db/embedded.ts'

// The embedded database as a process of the stack: it tells its address and the real server's process, and ends with
// it. In a process of its own the launcher needs no dependencies, and tests can run it under any loader of TypeScript.
const server = await startEmbeddedPostgres({
	dataDir: process.env.ENSHIN_DATABASE_DIR ?? '',
	port: Number(process.env.ENSHIN_DATABASE_PORT),
	onLog: (line) => console.log(line),
})
let asked = false
async function stop(): Promise<void> {
	asked = true
	await server.stop()
	process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
server.exited.then(() => {
	if (!asked) process.exit(1)
})
process.send?.({ pid: server.pid, url: server.url })
