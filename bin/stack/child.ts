import { type ChildProcess, spawn } from 'node:child_process'
import { SetupError } from '../bootstrap/setup-error.ts'
import { root } from '../root.ts'
import { type LogLines, logLines } from './log-lines.ts'

const preload = new URL('./die-with-parent.ts', import.meta.url).href

export interface ChildSpec {
	name: string
	/** Arguments of `node`, the script among them. */
	args: string[]
	/** Relative to the repository. */
	cwd?: string
	env: NodeJS.ProcessEnv
	/** Resolves when the process serves; it is asked anew after every start. */
	ready: (child: ChildProcess, signal: AbortSignal) => Promise<void>
	readyWithinMs: number
}

export interface ChildHooks {
	logFile: string
	onNotable: (line: string) => void
	/** It ended without being asked to. `sentence` says so, with its last lines. */
	onDeath: (sentence: string) => void
}

function hasPid(message: unknown): message is { pid: number } {
	return typeof message === 'object' && message !== null && 'pid' in message && typeof message.pid === 'number'
}

/** A negative `pid` means its whole group. */
function send(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal)
	} catch {
		// Gone between the look and the kill.
	}
}

/**
 * One process of the stack, in a process group of its own, so that a Ctrl-C in the terminal reaches only the launcher,
 * which then stops all of them in order.
 */
export class Child {
	readonly spec: ChildSpec
	#hooks: ChildHooks
	#process: ChildProcess | undefined
	/** The process that does the work, where the child says that it is another one. */
	#workPid: number | undefined
	#exited: Promise<void> = Promise.resolve()
	#log: LogLines
	#expected = false
	#serving = false

	constructor(spec: ChildSpec, hooks: ChildHooks) {
		this.spec = spec
		this.#hooks = hooks
		// Before it serves, its words are part of how it fails: told then, and at once.
		this.#log = logLines(hooks.logFile, (line) => this.#serving && hooks.onNotable(line))
	}

	get pid(): number | undefined {
		return this.#workPid ?? this.#process?.pid
	}

	/** Resolves when it serves, rejects with its last lines when it ends before that. */
	async start(): Promise<void> {
		if (this.#process) throw new Error(`${this.spec.name} already runs.`)
		this.#expected = false
		const child = spawn(process.execPath, ['--import', preload, ...this.spec.args], {
			cwd: this.spec.cwd ? `${root}/${this.spec.cwd}` : root,
			env: this.spec.env,
			detached: true,
			stdio: ['ignore', this.#log.fd, 'pipe', 'ipc'],
		})
		this.#process = child
		child.on('message', (message) => {
			if (hasPid(message)) this.#workPid = message.pid
		})
		child.stderr?.setEncoding('utf8').on('data', (chunk: string) => this.#log.error(chunk))
		const ended = new AbortController()
		this.#serving = false
		this.#exited = new Promise((resolve) => {
			const onEnd = (how: string) => {
				if (this.#process !== child) return
				this.#process = undefined
				this.#workPid = undefined
				ended.abort(new SetupError(this.#obituary(how)))
				resolve()
				if (this.#serving && !this.#expected) this.#hooks.onDeath(this.#obituary(how))
			}
			child.once('error', (error) => onEnd(error.message))
			child.once('exit', (code, signal) => {
				// What it started must not outlive it: a restart would find its ports taken.
				if (child.pid) send(-child.pid, 'SIGKILL')
				// Its last lines may still be on their way.
				const how = signal ? `signal ${signal}` : `exit code ${code}`
				child.once('close', () => onEnd(how))
				setTimeout(() => onEnd(how), 300).unref()
			})
		})
		await this.#untilReady(child, ended.signal)
		this.#serving = true
	}

	/** Asks it to stop, and kills it where it does not within `graceMs`. */
	async stop(graceMs = 8000): Promise<void> {
		this.#expected = true
		this.#signal('SIGTERM')
		const timer = setTimeout(() => this.#signal('SIGKILL'), graceMs)
		await this.#exited
		clearTimeout(timer)
	}

	/** SIGKILL to what does its work: a death of its own, as far as anybody can tell. */
	kill(): void {
		if (this.#workPid) send(this.#workPid, 'SIGKILL')
		else this.#signal('SIGKILL')
	}

	/** SIGKILL to all of it, for good. */
	killAll(): void {
		this.#expected = true
		if (this.#workPid) send(this.#workPid, 'SIGKILL')
		this.#signal('SIGKILL')
	}

	#signal(signal: NodeJS.Signals): void {
		if (this.#process?.pid) send(-this.#process.pid, signal)
	}

	exited(): Promise<void> {
		return this.#exited
	}

	/** Ends what follows its output; call it when it will not be started again. */
	close(): void {
		this.#log.close()
	}

	async #untilReady(child: ChildProcess, ended: AbortSignal): Promise<void> {
		const tooLate = AbortSignal.timeout(this.spec.readyWithinMs)
		try {
			await this.spec.ready(child, AbortSignal.any([ended, tooLate]))
		} catch (error) {
			if (ended.aborted) throw ended.reason
			if (!tooLate.aborted) throw error
			this.#expected = true
			this.#signal('SIGKILL')
			await this.#exited
			const seconds = Math.round(this.spec.readyWithinMs / 1000)
			throw new SetupError(this.#obituary(`no answer within ${seconds} s`))
		}
	}

	#obituary(how: string): string {
		const lines = this.#log.last().map((line) => `    ${line}`)
		return [`${this.spec.name} ended (${how}). Its last lines:`, ...lines, `  More: ${this.#hooks.logFile}`].join('\n')
	}
}
