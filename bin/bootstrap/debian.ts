import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run, tail } from '../run-command.ts'
import { SetupError } from './setup-error.ts'
import type { Progress } from './step.ts'

const listsDir = '/var/lib/apt/lists'
const listsOldAfterMs = 24 * 3_600_000
// biome-ignore lint/suspicious/noTemplateCurlyInString: these are dpkg's own placeholders.
const statusFormat = '${Package} ${db:Status-Status}\n'

/** The path of a program on PATH, or null. */
export function findProgram(name: string, path = process.env.PATH ?? ''): string | null {
	for (const folder of path.split(delimiter)) {
		const file = join(folder, name)
		try {
			accessSync(file, constants.X_OK)
			if (statSync(file).isFile()) return file
		} catch {
			// Not here.
		}
	}
	return null
}

/** Those of the packages that are not installed. On a system without dpkg: null, nobody can tell. */
async function missingPackages(wanted: readonly string[]): Promise<string[] | null> {
	if (!findProgram('dpkg-query')) return null
	const { stdout } = await run('dpkg-query', ['-W', '-f', statusFormat, ...wanted], { cwd: '/', withinMs: 30_000 })
	return notInstalled(wanted, stdout)
}

/** `status` is a line for each known package: its name and its state. */
export function notInstalled(wanted: readonly string[], status: string): string[] {
	const lines = new Set(status.split('\n'))
	return wanted.filter((name) => !lines.has(`${name} installed`))
}

function listsAreOld(): boolean {
	try {
		const newest = Math.max(
			...readdirSync(listsDir)
				.filter((name) => name.endsWith('Release'))
				.map((name) => statSync(join(listsDir, name)).mtimeMs),
		)
		return Date.now() - newest > listsOldAfterMs
	} catch {
		return true
	}
}

/** How this user may run apt-get: as it is, through sudo without a password, or not at all (null). */
async function aptCommand(): Promise<string[] | null> {
	if (process.getuid?.() === 0) return ['apt-get']
	if (!findProgram('sudo')) return null
	const { code } = await run('sudo', ['-n', 'true'], { cwd: '/', withinMs: 10_000 })
	return code === 0 ? ['sudo', '-n', 'apt-get'] : null
}

/** Installs what is missing where it may, and otherwise stops with the one line to type. `what` names the purpose. */
export async function ensurePackages(what: string, wanted: readonly string[], progress: Progress): Promise<string> {
	const missing = await missingPackages(wanted)
	if (missing === null) throw new SetupError(`${what} needs what Debian calls ${wanted.join(' ')}. Please install it.`)
	if (missing.length === 0) return 'there'
	const byHand = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`
	const apt = findProgram('apt-get') && (await aptCommand())
	if (!apt)
		throw new SetupError(`${what} needs a few system packages. Please type this, and start again:\n\n  ${byHand}\n`)
	const aptGet = async (args: string[]) => {
		const [command = 'apt-get', ...rest] = apt
		return run(command, [...rest, '-o', 'DPkg::Lock::Timeout=120', ...args], {
			cwd: '/',
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
			withinMs: 15 * 60_000,
			onLine: (line) => progress(line.slice(0, 100)),
		})
	}
	const install = () => aptGet(['install', '-y', '--no-install-recommends', ...missing])
	if (listsAreOld()) await aptGet(['update'])
	let ran = await install()
	if (ran.code !== 0) {
		// The lists may name versions that the mirror has replaced since.
		await aptGet(['update'])
		ran = await install()
	}
	if (ran.code !== 0)
		throw new SetupError(`Installing packages failed; by hand it is\n\n  ${byHand}\n\n${tail(ran.output)}`)
	return `installed ${missing.join(' ')}`
}
