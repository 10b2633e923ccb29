import type { Options } from '../../loadtest/src/command/options.ts'
import { UsageError } from '../../loadtest/src/command/usage-error.ts'
import { assertAllowedUrl, createGuard } from '../../loadtest/src/guard.ts'
import { openTarget } from '../../loadtest/src/target/open-target.ts'
import type { Target } from '../../loadtest/src/target/types.ts'
import { openLocalStack } from './local-stack.ts'

/** The stack under load, here or elsewhere. */
export interface OpenStack {
	target: Target
	/** Of the services that run on this machine; none of a stack elsewhere. */
	pids: () => Record<string, number | undefined>
	signalingMetricsUrl: string | null
	isOwn: boolean
	close(): Promise<void>
}

/** Opens the local stack with as many synthetic pairs as the run wants, or another one by its address and consent. */
export async function openStack(options: Options, pairs: number, say: (line: string) => void): Promise<OpenStack> {
	if (options.remote) {
		if (options.riders > 0) throw new UsageError('Real browsers ride along on this machine’s own stack only.')
		const { apiUrl, origin, consent } = options.remote
		await assertAllowedUrl(createGuard(options.remote), apiUrl)
		const target = await openTarget({ apiUrl, origin, consent })
		return { target, pids: () => ({}), signalingMetricsUrl: null, isOwn: false, close: () => target.close() }
	}
	const stack = await openLocalStack({ pairs, seed: options.riders > 0, onStep: (text) => say(`starting: ${text}`) })
	const { apiUrl, origin, consent, pids, metricsUrls, isOwn } = stack
	const target = await openTarget({ apiUrl, origin, consent }).catch(async (error: unknown) => {
		await stack.stop()
		throw error
	})
	const close = async () => {
		await target.close().finally(() => stack.stop())
	}
	return { target, pids, signalingMetricsUrl: metricsUrls.signaling, isOwn, close }
}
