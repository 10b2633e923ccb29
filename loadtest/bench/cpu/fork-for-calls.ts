import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

type Methods = Record<string, (...args: never[]) => Promise<unknown>>
/** What a child answers, as its parent calls it. */
export type Called<M extends Methods> = { [name in keyof M]: M[name] } & { pid: number; end: () => void }

/** Starts a file as a child process and gives its functions, which are called over IPC. */
export function forkForCalls<M extends Methods>(file: URL, env: NodeJS.ProcessEnv = {}): Called<M> {
	const child: ChildProcess = fork(fileURLToPath(file), { env: { ...process.env, ...env } })
	const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
	let nextId = 1
	child.on('message', ({ id, reply, error }: { id: number; reply?: unknown; error?: string }) => {
		const asked = waiting.get(id)
		waiting.delete(id)
		if (error === undefined) asked?.resolve(reply)
		else asked?.reject(new Error(error))
	})
	child.once('exit', (code, signal) => {
		for (const { reject } of waiting.values()) reject(new Error(`${file.pathname} ended (${code ?? signal})`))
	})
	const call = (method: string, args: unknown[]) =>
		new Promise((resolve, reject) => {
			const id = nextId++
			waiting.set(id, { resolve, reject })
			child.send({ id, method, args })
		})
	const end = () => {
		// What is still unanswered is of no interest any more: it must not hide the error that led here.
		waiting.clear()
		child.kill()
	}
	const own = { pid: child.pid ?? 0, end }
	return new Proxy(own, {
		get: (target, name) => {
			// A promise that resolves to this must not take it for another promise.
			if (name === 'then') return undefined
			if (name in target) return target[name as keyof typeof target]
			return (...args: unknown[]) => call(String(name), args)
		},
	}) as Called<M>
}
