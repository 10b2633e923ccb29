import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createCaller, createResponder, type Handlers } from './channel.ts'
import { type Problem, ProblemError } from './errors.ts'

const protocol = {
	requests: {
		double: { data: z.object({ value: z.number().max(100) }), reply: z.object({ value: z.number() }) },
		refuse: { data: z.object({}), reply: z.object({}) },
		crash: { data: z.object({}), reply: z.object({}) },
	},
	events: { told: z.object({ word: z.string() }) },
}

const handlers: Handlers<typeof protocol, null> = {
	double: (_, { value }) => ({ value: value * 2 }),
	refuse: () => {
		throw new ProblemError('call.ended')
	},
	crash: () => {
		throw new Error('secret of the house')
	},
}

/** Both ends on one wire, without a socket in between. */
function wired(timeoutMs = 1000) {
	const sent: string[] = []
	const caller = createCaller(protocol, { send: (text) => void responder.receive(text), timeoutMs })
	const responder = createResponder(protocol, {
		handlers,
		context: null,
		locale: () => 'en',
		send: (text) => {
			sent.push(text)
			caller.receive(text)
		},
	})
	return { caller, responder, sent }
}

const lastProblem = (sent: string[]): Problem => JSON.parse(sent.at(-1) ?? '').result.problem

describe('a channel', () => {
	test('answers each request under its own id, whatever the order', async () => {
		const { caller } = wired()
		const answers = await Promise.all([1, 2, 3].map((value) => caller.request('double', { value })))
		expect(answers).toEqual([{ value: 2 }, { value: 4 }, { value: 6 }])
	})

	test('carries a refusal as the ProblemError it was', async () => {
		await expect(wired().caller.request('refuse', {})).rejects.toMatchObject({ code: 'call.ended' })
	})

	test('tells nothing of an unexpected error', async () => {
		const { caller, sent } = wired()
		await expect(caller.request('crash', {})).rejects.toMatchObject({ code: 'internal' })
		expect(sent.join()).not.toContain('secret')
	})

	test('refuses data outside the schema, naming the place', async () => {
		const { responder, sent } = wired()
		await responder.receive(JSON.stringify({ kind: 'request', id: 7, method: 'double', data: { value: 101 } }))
		expect(lastProblem(sent)).toMatchObject({ code: 'request.invalid', issues: [{ path: 'value' }] })
	})

	test.each(['toString', 'constructor', '__proto__', 'nothing'])('does not know a method named %s', async (method) => {
		const { responder, sent } = wired()
		await responder.receive(JSON.stringify({ kind: 'request', id: 1, method, data: {} }))
		expect(lastProblem(sent).code).toBe('request.unknown')
	})

	test('survives any text, and answers each with one frame', async () => {
		const { responder, sent } = wired()
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(
					fc.string(),
					fc.json(),
					fc.json().map((data) => `{"kind":"request","id":1,"method":"double","data":${data}}`),
				),
				async (text) => {
					const before = sent.length
					await responder.receive(text)
					expect(sent.length).toBe(before + 1)
				},
			),
			{ numRuns: 2000 },
		)
	})

	test('fails what is unanswered when the socket closes or time runs out', async () => {
		const silent = createCaller(protocol, { send: () => {}, timeoutMs: 20 })
		await expect(silent.request('refuse', {})).rejects.toMatchObject({ code: 'timeout' })
		const closing = silent.request('refuse', {})
		silent.close()
		await expect(closing).rejects.toMatchObject({ code: 'unavailable' })
	})

	test('hands an event to its listeners until they leave, and drops one that does not fit', () => {
		const { caller, responder } = wired()
		const heard: string[] = []
		const leave = caller.on('told', ({ word }) => heard.push(word))
		responder.emit('told', { word: 'one' })
		expect(caller.receive('{"kind":"event","event":"told","data":{"word":1}}')).toBe(false)
		leave()
		responder.emit('told', { word: 'two' })
		expect(heard).toEqual(['one'])
	})
})
