import { randomUUID } from 'node:crypto'
import { makeProblem, type ProblemCode, preferredLocale } from '@enshin/contracts/errors.ts'
import { locale as localeSchema } from '@enshin/contracts/ids.ts'
import { redirect } from '@sveltejs/kit'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { ask } from '#lib/api/ask.ts'
import { createApi } from '#lib/api/client.ts'
import { errors } from '#lib/i18n/messages/errors.ts'
import { clearActing, isOwnPage, readActing } from '#lib/server/acting.ts'
import { readDevice } from '#lib/server/device.ts'
import { redirectFor } from '#lib/server/guard.ts'
import { setSecurityHeaders } from '#lib/server/headers.ts'
import { logError } from '#lib/server/log.ts'
import { mayChange } from '#lib/server/same-origin.ts'
import { readFacility, readLocale, readSession } from '#lib/server/session.ts'
import { ENSHIN_API_URL, ENSHIN_SERVICE_SECRET, ENSHIN_SIGNALING_ORIGINS, ORIGIN } from '$app/env/private'

type Event = Parameters<Handle>[0]['event']

export const handle: Handle = async ({ event, resolve }) => {
	const { cookies, locals, request, route, url } = event
	locals.requestId = randomUUID()
	locals.locale = preferredLocale(request.headers.get('accept-language'))

	// A check of the server itself asks nobody else.
	if (route.id === '/health') return resolve(event)

	const ownOrigin = ORIGIN ?? url.origin
	if (!mayChange(request, ownOrigin)) return refuseForeign(event, ownOrigin)

	await recognise(event)
	if (!locals.outage) {
		const door = readFacility(cookies)
		const elsewhere = redirectFor({
			routeId: route.id,
			me: locals.me,
			session: locals.session,
			from: url.pathname + url.search,
			door,
		})
		if (elsewhere) redirect(303, elsewhere)
	}

	const response = await resolve(event, {
		transformPageChunk: ({ html }) => html.replace('<html lang="ja"', `<html lang="${locals.locale}"`),
	})
	secure(event, response)
	return response
}

function secure({ route }: Event, { headers }: Response): void {
	const https = ORIGIN?.startsWith('https:') ?? false
	setSecurityHeaders(headers, { routeId: route.id, signalingOrigins: ENSHIN_SIGNALING_ORIGINS, https })
}

/** Says which address is ours: whoever set Enshin up may have typed 127.0.0.1 for localhost. */
function refuseForeign(event: Event, ownOrigin: string): Response {
	const text = errors[event.locals.locale].wrongOrigin(ownOrigin)
	const response = new Response(text, { status: 403, headers: { 'content-type': 'text/plain; charset=utf-8' } })
	secure(event, response)
	return response
}

/** Fills `locals` with who asks and in which language: chosen on this browser, else the person's, else the browser's. */
async function recognise({ cookies, locals, request, route, getClientAddress }: Event): Promise<void> {
	const chosen = localeSchema.safeParse(readLocale(cookies)).data
	locals.locale = chosen ?? locals.locale
	locals.me = null
	locals.session = null
	locals.outage = null

	const token = readSession(cookies)
	const from = {
		url: ENSHIN_API_URL,
		token,
		serviceSecret: ENSHIN_SERVICE_SECRET,
		clientAddress: getClientAddress(),
		userAgent: request.headers.get('user-agent'),
		device: readDevice(cookies),
	}
	const connect = (actFor?: string) => createApi({ ...from, locale: locals.locale, actFor })
	locals.api = connect()
	if (!token) return

	let acting = readActing(cookies)
	let answer = await ask(connect(acting).sessions.current.$get(), locals.locale)
	if (!answer.ok && answer.problem.code === 'proxy.required') {
		// It ended meanwhile, or somebody else signed in on this browser.
		clearActing(cookies)
		acting = undefined
		answer = await ask(locals.api.sessions.current.$get(), locals.locale)
	}
	if (answer.ok) {
		const { me, ...session } = answer.data
		locals.session = session
		locals.me = me
		locals.locale = chosen ?? me?.locale ?? locals.locale
		locals.api = connect(isOwnPage(route.id) ? undefined : acting)
	} else if (answer.problem.code !== 'auth.required') {
		locals.outage = answer.problem
	}
	// A token that opens nothing stays in its cookie: another tab may have put a newer one there in this very moment.
}

const codes: Record<number, ProblemCode> = { 400: 'request.invalid', 403: 'auth.forbidden', 404: 'not_found' }

/** An error that nobody expected is told in the log only; the page gets a code and this request's name in the log. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
	const { requestId } = event.locals
	if (kind === 'app') return { ...error, requestId: error.requestId ?? requestId }
	if (kind === 'unknown') logError('page failed', { requestId, routeId: event.route.id, error })
	const status = kind === 'unknown' ? 500 : error.status
	const code = codes[status] ?? 'internal'
	return { status, code, requestId, message: makeProblem(code, event.locals.locale ?? 'ja').title }
}
