import { runningDestinations, setupDestinations } from './egress/destinations.ts'
import { inLines, notes } from './egress/print.ts'
import { root } from './root.ts'
import { run } from './run-command.ts'

// `pnpm egress`: every outside host that the environment makes Enshin contact, for a firewall. With --json for programs.
try {
	const { stdout } = await run('npm', ['config', 'get', 'registry'], { cwd: root, withinMs: 30_000 })
	const running = runningDestinations(process.env)
	const setUp = setupDestinations(process.env, stdout.trim() || 'https://registry.npmjs.org/')
	if (process.argv.includes('--json')) console.log(JSON.stringify({ running, setUp }, null, '\t'))
	else console.log(`While it runs\n${inLines(running)}\n\nOnce, for its set-up\n${inLines(setUp)}\n\n${notes}`)
} catch (error) {
	console.error(error instanceof Error ? error.message : error)
	process.exitCode = 1
}
