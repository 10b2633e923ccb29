import { type ChildProcess, spawn } from 'node:child_process'

export interface Ran {
	/** Null when it was ended by a signal or the time limit. */
	code: number | null
	timedOut: boolean
	stdout: string
	/** stdout and stderr as they came. */
	output: string
}

export interface RunOptions {
	cwd: string
	env?: NodeJS.ProcessEnv
	/** The command and everything it started are killed then. */
	withinMs: number
	onLine?: (line: string) => void
	/** Goes to the terminal as it comes, too. */
	echo?: boolean
}

const running = new Set<ChildProcess>()

/** Ends every command that still runs, with all it started. */
export function killRunning(signal: NodeJS.Signals = 'SIGTERM'): void {
	for (const child of running) killGroup(child, signal)
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	try {
		if (child.pid) process.kill(-child.pid, signal)
	} catch {
		// It ended on its own.
	}
}

/**
 * Runs a command without a terminal, and resolves when it has ended, whatever its code. It gets a process group of its
 * own, so that a hung one can be ended together with its children.
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<Ran> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: options.cwd,
			env: options.env ?? process.env,
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: true,
		})
		running.add(child)
		const ran: Ran = { code: null, timedOut: false, stdout: '', output: '' }
		const rest = { stdout: '', stderr: '' }
		for (const stream of ['stdout', 'stderr'] as const) {
			child[stream].setEncoding('utf8').on('data', (chunk: string) => {
				ran.output += chunk
				if (stream === 'stdout') ran.stdout += chunk
				if (options.echo) process[stream].write(chunk)
				const lines = (rest[stream] + chunk).split(/\r?\n/)
				rest[stream] = lines.pop() ?? ''
				for (const line of lines) options.onLine?.(line)
			})
		}
		const timer = setTimeout(() => {
			ran.timedOut = true
			killGroup(child, 'SIGKILL')
		}, options.withinMs)
		const done = () => {
			clearTimeout(timer)
			running.delete(child)
		}
		child.once('error', (error) => {
			done()
			reject(error)
		})
		child.once('exit', (code) => {
			ran.code = code
			// A daemon it left behind may hold the pipes open; nothing of ours should outlive it.
			killGroup(child, 'SIGKILL')
		})
		child.once('close', () => {
			done()
			resolve(ran)
		})
	})
}

/** The end of an output, for a message about a failure. */
export function tail(output: string, lines = 25): string {
	return output.trimEnd().split('\n').slice(-lines).join('\n')
}
