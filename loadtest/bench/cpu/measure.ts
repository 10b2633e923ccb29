import { setTimeout as sleep } from 'node:timers/promises'
import { cpuMs } from './cpu-time.ts'
import type { Generators, Side } from './side.ts'

export type Sample = {
	seconds: number
	/** Of the server's processes, in ms. */
	cpuMs: Record<string, number>
	sent: number
	/** Everything that should have arrived: each packet at everybody else in its room. */
	expected: number
	received: number
	delayMs: { p50: number; p95: number; p99: number }
	/** Shares of one core, and the 99th percentile of how late the sender's tick came. */
	generator: { sending: number; receiving: number; lateMs: number }
}

/** Lets packets flow for a while, then waits for the last of them: so all that was sent should have arrived. */
export async function sample(
	{ sending, receiving }: Generators,
	side: Side,
	size: number,
	ms: number,
): Promise<Sample> {
	await Promise.all([sending.counts(), receiving.counts()])
	const before = Object.entries(side.pids).map(([name, pid]) => [name, cpuMs(pid)] as const)
	const startedAt = performance.now()
	await sending.start()
	await sleep(ms)
	await sending.hold()
	const seconds = (performance.now() - startedAt) / 1000
	await sleep(200)
	const used = before.map(([name, then]) => [name, cpuMs(side.pids[name] ?? 0) - then] as const)
	const out = await sending.counts()
	const arrived = await receiving.counts()
	return {
		seconds,
		cpuMs: Object.fromEntries(used),
		sent: out.sent,
		expected: out.sent * (size - 1),
		received: arrived.received,
		delayMs: arrived.delaysMs,
		generator: {
			sending: out.cpuMs / 1000 / seconds,
			receiving: arrived.cpuMs / 1000 / seconds,
			lateMs: out.lateMs.p99,
		},
	}
}

/** CPU per forwarded packet in µs, of the server's processes named, or of all. */
export function microsecondsEach({ cpuMs, received }: Sample, ...names: string[]): number {
	const wanted = Object.entries(cpuMs).filter(([name]) => names.length === 0 || names.includes(name))
	return (wanted.reduce((sum, [, ms]) => sum + ms, 0) * 1000) / received
}
