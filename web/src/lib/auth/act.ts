import { makeProblem, type Problem } from '@enshin/contracts/errors.ts'
import { fail, type RequestEvent } from '@sveltejs/kit'
import type { ClientResponse } from 'hono/client'
import type { z } from 'zod'
import { ask } from '#lib/api/ask.ts'
import { type ApiClient, createApi } from '#lib/api/client.ts'
import { readDevice } from '#lib/server/device.ts'
import { writeSession } from '#lib/server/session.ts'
import { ENSHIN_API_URL, ENSHIN_SERVICE_SECRET } from '$app/env/private'

/** What a form's page learns of its action: what was wrong, or what the api answered. */
export type Acted<T = unknown> = { problem: Problem } | { done: T }

/**
 * An action at the desk that may ask for one's own password: the form's `password`, where there is one, proves who it is
 * (step-up) just before the change. What was typed is parsed by `input`; of its other fields nothing is taken.
 */
export function act<Input, Answer extends ClientResponse<unknown, number, 'json'>>(
	input: z.ZodType<Input>,
	change: (api: ApiClient, input: Input, event: RequestEvent) => Promise<Answer>,
) {
	return async (event: RequestEvent) => {
		const { locals } = event
		const { password, ...typed } = Object.fromEntries(await event.request.formData())
		const read = input.safeParse(typed)
		if (!read.success) return fail(400, { problem: invalid(event, read.error.issues) })
		const proved = await prove(event, typeof password === 'string' ? password : '')
		if ('problem' in proved) return fail(proved.problem.status, { problem: proved.problem })
		const answer = await ask(change(proved.api, read.data, event), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { problem: answer.problem })
		return { done: answer.data ?? null }
	}
}

/** A step-up makes a new token: the rest of this request goes on with it, and so does the browser. */
async function prove(event: RequestEvent, password: string): Promise<{ api: ApiClient } | { problem: Problem }> {
	const { locals, cookies } = event
	if (password === '') return { api: locals.api }
	const proof = { kind: 'password', password } as const
	const answer = await ask(locals.api.sessions.current['step-up'].$post({ json: proof }), locals.locale)
	if (!answer.ok) return { problem: answer.problem }
	const { token, expiresAt } = answer.data
	writeSession(cookies, token, expiresAt)
	const api = createApi({
		url: ENSHIN_API_URL,
		token,
		locale: locals.locale,
		clientAddress: event.getClientAddress(),
		serviceSecret: ENSHIN_SERVICE_SECRET,
		device: readDevice(cookies),
		userAgent: event.request.headers.get('user-agent'),
	})
	return { api }
}

/** A schema speaks to programs: the page hears which field it was, and says so in its own words. */
function invalid({ locals }: RequestEvent, issues: readonly { path: PropertyKey[] }[]): Problem {
	const problem = makeProblem('request.invalid', locals.locale)
	return { ...problem, issues: issues.map(({ path }) => ({ path: path.map(String).join('.'), message: '' })) }
}
