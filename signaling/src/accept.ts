import { createResponder, type Handlers, type Method } from '@enshin/contracts/channel.ts'
import { makeProblem, ProblemError } from '@enshin/contracts/errors.ts'
import type { Locale } from '@enshin/contracts/ids.ts'
import { type SignalingProtocol, signalingProtocol } from '@enshin/contracts/signaling.ts'
import { closeCodes } from '@enshin/contracts/wire.ts'
import type { WebSocket } from 'ws'
import { loseSocket } from './call/depart.ts'
import { Connection } from './connection.ts'
import type { Context } from './context.ts'
import { RateLimiter, rateKindOf } from './rate-limit.ts'
import type { Services } from './services.ts'

const unsupportedData = 1003
const policyViolation = 1008

/** Takes a socket into service: parses what comes, keeps its limits, and lets its participant go when it closes. */
export function accept(
	socket: WebSocket,
	locale: Locale,
	services: Services,
	handlers: Handlers<SignalingProtocol, Context>,
): Connection {
	const { metrics, timings, log } = services
	const connection = new Connection(socket, (why) => metrics.closes.inc({ why }))
	const context: Context = { connection, services, admission: { as: 'nobody' }, locale }
	const limiter = new RateLimiter()
	const responder = createResponder(signalingProtocol, {
		handlers,
		context,
		send: (text) => connection.send(text),
		locale: () => context.locale,
		admit: (method) => demandTurn(context, limiter, method),
		onError: (error, method) => log.error({ method, err: error }, 'a request failed inside'),
	})
	let deadline: NodeJS.Timeout | undefined = setTimeout(() => {
		deadline = undefined
		if (context.admission.as === 'nobody') connection.close(closeCodes.notAdmitted, 'join deadline')
	}, timings.joinDeadlineMs)

	socket.on('message', (data, isBinary) => {
		connection.seen()
		if (!connection.isOpen) return
		if (isBinary) return connection.close(unsupportedData, 'text frames only')
		if (isFlooding(context, limiter)) return
		void responder.receive(String(data))
	})
	socket.on('ping', () => void (connection.isOpen && isFlooding(context, limiter)))
	socket.on('pong', () => connection.seen())
	// Too large, too many fragments, not UTF-8: `ws` closes with the right code by itself.
	socket.on('error', (error) => log.debug({ error: error.message }, 'socket'))
	socket.on('close', (code) => {
		clearTimeout(deadline)
		metrics.closes.inc({ why: String(code) })
		services.turnstile.pass(() => {
			const { admission } = context
			if (admission.as === 'peer') loseSocket(admission.call, admission.peer, connection)
			if (admission.as === 'watcher') services.presence.unwatch(admission.facilityId, connection)
		})
	})
	return connection
}

/** Before a handler runs: whether this socket may ask this now. */
function demandTurn({ admission, connection }: Context, limiter: RateLimiter, method: Method<SignalingProtocol>): void {
	try {
		limiter.demand(rateKindOf(method), Date.now())
	} catch (error) {
		strike(connection, limiter)
		throw error
	}
	const enters = method === 'join' || method === 'resume' || method === 'watch'
	if (!enters && (admission.as === 'nobody' || admission.as === 'pending')) throw new ProblemError('call.not_joined')
}

/** Looks before a frame is parsed, so that rubbish costs nothing. */
function isFlooding({ connection, locale }: Context, limiter: RateLimiter): boolean {
	const retryAfterMs = limiter.take('frame', Date.now())
	if (retryAfterMs === 0) return false
	const problem = makeProblem('rate.limited', locale, { retryAfterMs })
	connection.send(JSON.stringify({ kind: 'reply', id: 0, result: { ok: false, problem } }))
	strike(connection, limiter)
	return true
}

/** Who meets a limit again and again is not listening to its answers. */
function strike(connection: Connection, limiter: RateLimiter): void {
	if (limiter.take('strike', Date.now()) > 0) connection.close(policyViolation, 'rate')
}
