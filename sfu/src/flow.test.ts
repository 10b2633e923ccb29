import { expect, test } from 'vitest'
import { Flow, hold, pause, release, resume } from './flow.ts'

/** Stands for mediasoup's own, of which only these two calls matter here; out-of-reach is tried with a real worker. */
function part(isWanted = true) {
	const calls: string[] = []
	const told: boolean[] = []
	const flow = new Flow(isWanted)
	flow.listeners.add(() => told.push(flow.isWanted))
	const flowing = {
		appData: { flow },
		pause: async () => void calls.push('pause'),
		resume: async () => void calls.push('resume'),
	}
	return { flowing, calls, told }
}

test('what is held and released is told to nobody', async () => {
	const { flowing, calls, told } = part()
	await hold(flowing)
	await release(flowing)
	expect(calls).toEqual(['pause', 'resume'])
	expect(told).toEqual([])
})

test('what was switched off while it was held stays off', async () => {
	const { flowing, calls, told } = part()
	await hold(flowing)
	await pause(flowing)
	await release(flowing)
	expect(calls).not.toContain('resume')
	expect(told).toEqual([false])
})

test('what was switched on while it was held flows when it is released, and not before', async () => {
	const { flowing, calls, told } = part(false)
	await hold(flowing)
	await resume(flowing)
	expect(calls).not.toContain('resume')
	await release(flowing)
	expect(calls.at(-1)).toBe('resume')
	expect(told).toEqual([true])
})

test('releasing what nobody held does nothing', async () => {
	const { flowing, calls } = part()
	await release(flowing)
	expect(calls).toEqual([])
})
