import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Turnstile } from './turnstile.ts'

/** Takes its time as work does, without giving it back. */
const compute = (ms: number) => {
	const endMs = performance.now() + ms
	while (performance.now() < endMs);
}

test('alone, one passes at once', () => {
	const seen: string[] = []
	new Turnstile().pass(() => seen.push('passed'))
	expect(seen).toEqual(['passed'])
})

test('of a crowd all pass in the order they came, and a timer gets its turn in between', async () => {
	const turnstile = new Turnstile()
	const seen: (number | 'timer')[] = []
	setTimeout(() => seen.push('timer'), 1)
	const all = Array.from({ length: 100 }, (_, number) =>
		turnstile.turn(() => {
			compute(1)
			seen.push(number)
		}),
	)
	expect(seen.length).toBeLessThan(20)
	await Promise.all(all)
	expect(seen.filter((one) => one !== 'timer')).toEqual(Array.from({ length: 100 }, (_, number) => number))
	expect(seen.indexOf('timer')).toBeLessThan(50)
	expect(turnstile.waiting).toBe(0)
})

test('who comes while others wait waits behind them', async () => {
	const turnstile = new Turnstile()
	const seen: string[] = []
	turnstile.pass(() => compute(20))
	turnstile.pass(() => {
		seen.push('second')
		turnstile.pass(() => seen.push('fourth'))
	})
	turnstile.pass(() => seen.push('third'))
	expect(seen).toEqual([])
	await pause(20)
	expect(seen).toEqual(['second', 'third', 'fourth'])
})

test('work that fails fails for whoever asked, and for nobody else', async () => {
	const turnstile = new Turnstile()
	const failing = turnstile.turn(() => {
		throw new Error('broken')
	})
	await expect(failing).rejects.toThrow('broken')
	expect(await turnstile.turn(() => 7)).toBe(7)
})
