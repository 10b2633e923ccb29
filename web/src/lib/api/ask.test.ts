import { makeProblem } from '@enshin/contracts/errors.ts'
import type { ClientResponse } from 'hono/client'
import { expect, it } from 'vitest'
import { ask } from './ask.ts'

type Any = ClientResponse<{ name: string }, 200, 'json'>
const answering = (status: number, body: unknown) =>
	Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }) as unknown as Any)

it('hands over the body of a success', async () => {
	expect(await ask(answering(200, { name: '髙橋 花子' }), 'ja')).toEqual({ ok: true, data: { name: '髙橋 花子' } })
})

it('hands over the api’s own Problem', async () => {
	const problem = makeProblem('appointment.slot_taken', 'ja')
	expect(await ask(answering(409, problem), 'ja')).toEqual({ ok: false, problem })
})

it.each([
	['an api that cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
	['a proxy’s own page', () => answering(502, '<html>Bad gateway</html>')],
	['an error that is no Problem', () => answering(500, { secret: 'stack' })],
])('says unavailable, in the reader’s language, for %s', async (_what, call) => {
	expect(await ask(call() as Promise<Any>, 'en')).toEqual({ ok: false, problem: makeProblem('unavailable', 'en') })
})
