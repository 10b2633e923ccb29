import { ProblemError } from '@enshin/contracts/errors.ts'
import { instant } from '@enshin/contracts/ids.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { json, problems } from '../http/responses.ts'
import { createPublicRouter } from '../http/router.ts'
import type { Emulators } from '../integrations/start-couriers.ts'

const caughtMessage = z.object({
	channel: z.enum(['mail', 'sms']),
	id: z.string(),
	at: instant,
	to: z.string(),
	/** Null for an SMS. */
	subject: z.string().nullable(),
	text: z.string(),
})
type CaughtMessage = z.infer<typeof caughtMessage>

const getOutbox = createRoute({
	method: 'get',
	path: '/dev/outbox',
	security: [],
	summary: 'What would have been sent: for development alone, and unknown elsewhere',
	description: 'Mails and SMS that the emulators of this process were given since it started, newest first.',
	responses: { 200: json(z.object({ messages: z.array(caughtMessage) }), 'Newest first'), ...problems },
})

/** Served where `ENSHIN_DEV_OUTBOX` is on, which no real provider allows; for everybody else there is no such route. */
export function devRoutes(emulators: Emulators | null) {
	return createPublicRouter().openapi(getOutbox, (c) => {
		if (!emulators?.mail || !emulators.sms) throw new ProblemError('request.unknown')
		return c.json({ messages: listCaught(emulators) }, 200)
	})
}

function listCaught({ mail, sms }: Emulators): CaughtMessage[] {
	const mails = (mail?.caught ?? []).map(({ id, at, to, subject, text }) => {
		return { channel: 'mail' as const, id, at: at.toISOString(), to: to.join(', '), subject, text }
	})
	const texts = (sms?.caught ?? []).map(({ id, at, to, text }) => {
		return { channel: 'sms' as const, id, at: at.toISOString(), to, subject: null, text }
	})
	return [...mails, ...texts].sort((one, other) => other.at.localeCompare(one.at))
}
