import type { z } from 'zod'
import { makeProblem, type Problem, type ProblemCode, ProblemError } from './errors.ts'
import type { Locale } from './ids.ts'
import { type Frame, parseFrame, type RequestFrame } from './wire.ts'

/** A protocol between one side that asks and one side that answers and tells. */
export type Protocol = {
	requests: Record<string, { data: z.ZodType; reply: z.ZodType }>
	events: Record<string, z.ZodType>
}
export type Method<P extends Protocol> = keyof P['requests'] & string
export type EventName<P extends Protocol> = keyof P['events'] & string
export type DataOf<P extends Protocol, M extends Method<P>> = z.output<P['requests'][M]['data']>
export type ReplyOf<P extends Protocol, M extends Method<P>> = z.input<P['requests'][M]['reply']>
export type EventOf<P extends Protocol, E extends EventName<P>> = z.output<P['events'][E]>

/** A handler for every request: a forgotten one is a type error. */
export type Handlers<P extends Protocol, Context> = {
	[M in Method<P>]: (context: Context, data: DataOf<P, M>) => Promise<ReplyOf<P, M>> | ReplyOf<P, M>
}

export type Caller<P extends Protocol> = ReturnType<typeof createCaller<P>>

/**
 * The asking side, over any socket. Rejects with a ProblemError: the answer's own, `timeout`, or `unavailable` when the
 * socket closes first. Replies and events are trusted no more than requests: all are parsed.
 */
export function createCaller<P extends Protocol>(
	protocol: P,
	options: { send: (text: string) => void; timeoutMs: number },
) {
	let nextId = 1
	const pending = new Map<number, { method: Method<P>; settle: (data: unknown, error?: Error) => void }>()
	const listeners = new Map<string, Set<(data: never) => void>>()

	function request<M extends Method<P>>(method: M, data: z.input<P['requests'][M]['data']>) {
		return new Promise<z.output<P['requests'][M]['reply']>>((resolve, reject) => {
			const id = nextId++
			const timer = setTimeout(() => settle(undefined, new ProblemError('timeout')), options.timeoutMs)
			const settle = (value: unknown, error?: Error) => {
				clearTimeout(timer)
				pending.delete(id)
				if (error) reject(error)
				else resolve(value as z.output<P['requests'][M]['reply']>)
			}
			pending.set(id, { method, settle })
			try {
				options.send(JSON.stringify({ kind: 'request', id, method, data }))
			} catch (cause) {
				settle(undefined, new ProblemError('unavailable', {}, { cause }))
			}
		})
	}

	function on<E extends EventName<P>>(event: E, listener: (data: EventOf<P, E>) => void): () => void {
		const set = listeners.get(event) ?? new Set()
		listeners.set(event, set.add(listener as (data: never) => void))
		return () => set.delete(listener as (data: never) => void)
	}

	/** Takes one frame from the socket. Returns false for one that is not of this protocol; it changed nothing. */
	function receive(text: string): boolean {
		const parsed = parseFrame(text)
		if (parsed?.kind === 'reply') return settleReply(parsed)
		if (parsed?.kind !== 'event') return false
		const data = protocol.events[parsed.event]?.safeParse(parsed.data)
		if (!data?.success) return false
		for (const listener of listeners.get(parsed.event) ?? []) listener(data.data as never)
		return true
	}

	function settleReply({ id, result }: Extract<Frame, { kind: 'reply' }>): boolean {
		const waiting = pending.get(id)
		if (!waiting) return false
		if (!result.ok) {
			const { code, issues, requestId, retryAfterMs } = result.problem
			waiting.settle(undefined, new ProblemError(code, { issues, requestId, retryAfterMs }))
			return true
		}
		const data = protocol.requests[waiting.method]?.reply.safeParse(result.data)
		waiting.settle(data?.data, data?.success ? undefined : new ProblemError('internal', {}, { cause: data?.error }))
		return true
	}

	/** Fails whatever is still unanswered; the listeners stay, for the next socket has its own caller. */
	function close(): void {
		for (const { settle } of [...pending.values()]) settle(undefined, new ProblemError('unavailable'))
	}

	return { request, on, receive, close }
}

/**
 * The answering side. Every inbound frame is parsed; what is malformed, unknown or refused gets a Problem under its id
 * (id 0 when it had none that could be read), and nothing it does can throw into the socket's callback.
 */
export function createResponder<P extends Protocol, Context>(
	protocol: P,
	options: {
		handlers: Handlers<P, Context>
		context: Context
		send: (text: string) => void
		locale: () => Locale
		/** Called before a handler; throws a ProblemError to refuse (not joined, rate). */
		admit?: (method: Method<P>) => void
		onError?: (error: unknown, method: string) => void
	},
) {
	const answer = (id: number, result: { ok: true; data: unknown } | { ok: false; problem: Problem }) =>
		options.send(JSON.stringify({ kind: 'reply', id, result }))
	const refuse = (id: number, code: ProblemCode, extras = {}) =>
		answer(id, { ok: false, problem: makeProblem(code, options.locale(), extras) })

	async function receive(text: string): Promise<void> {
		const parsed = parseFrame(text)
		if (parsed?.kind !== 'request') return refuse(0, parsed ? 'request.unknown' : 'request.not_json')
		try {
			await handle(parsed)
		} catch (error) {
			if (error instanceof ProblemError) return refuse(parsed.id, error.code, error.extras)
			options.onError?.(error, parsed.method)
			refuse(parsed.id, 'internal')
		}
	}

	async function handle({ id, method, data }: RequestFrame): Promise<void> {
		if (!Object.hasOwn(protocol.requests, method)) return refuse(id, 'request.unknown')
		options.admit?.(method as Method<P>)
		const input = (protocol.requests[method] as P['requests'][string]).data.safeParse(data)
		if (!input.success) return refuse(id, 'request.invalid', { issues: issuesOf(input.error) })
		const reply = await options.handlers[method as Method<P>](options.context, input.data as never)
		answer(id, { ok: true, data: reply })
	}

	function emit<E extends EventName<P>>(event: E, data: z.input<P['events'][E]>): void {
		options.send(JSON.stringify({ kind: 'event', event, data }))
	}

	return { receive, emit }
}

/** A zod error as the pairs of path and sentence that a Problem carries, the first twenty. */
export function issuesOf(error: z.ZodError): { path: string; message: string }[] {
	return error.issues
		.slice(0, 20)
		.map(({ path, message }) => ({ path: path.map(String).join('.').slice(0, 200), message: message.slice(0, 200) }))
}
