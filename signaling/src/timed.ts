import type { Handlers } from '@enshin/contracts/channel.ts'
import { ProblemError } from '@enshin/contracts/errors.ts'
import type { SignalingProtocol } from '@enshin/contracts/signaling.ts'
import type { Context } from './context.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { rateKindOf } from './rate-limit.ts'

type All = Handlers<SignalingProtocol, Context>

/** The same handlers, each timed. A refused entry is logged, and so is the cause that a browser is not told. */
export function timed(handlers: All, requests: Metrics['requests'], log: Log): All {
	const wrapped = Object.entries(handlers).map(([method, handle]) => {
		// Which handler takes which data, the responder knows; in between they are all one function of both.
		const inner = handle as (context: Context, data: never) => unknown
		const outer = async (context: Context, data: never) => {
			const done = requests.startTimer({ method })
			try {
				const reply = await inner(context, data)
				done({ outcome: 'ok' })
				return reply
			} catch (error) {
				const code = error instanceof ProblemError ? error.code : 'internal'
				done({ outcome: code })
				const cause = error instanceof ProblemError ? error.cause : undefined
				const isEntry = rateKindOf(method as keyof All) === 'admission'
				if (isEntry || cause) log.warn({ method, code, cause: cause && String(cause) }, 'refused')
				throw error
			}
		}
		return [method, outer]
	})
	return Object.fromEntries(wrapped)
}
