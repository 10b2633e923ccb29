import { expect, test } from 'vitest'
import { Slots } from './slots.ts'

test('no more at a time than there are slots, in order, and a failure gives its slot back', async () => {
	const slots = new Slots(2)
	const begun: number[] = []
	const ends = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
	const all = ends.map(({ promise }, number) =>
		slots.hold(async () => {
			begun.push(number)
			await promise
		}),
	)
	const settled = Promise.allSettled(all)
	expect(begun).toEqual([0, 1])
	ends[1]?.reject(new Error('broken'))
	await expect(all[1]).rejects.toThrow('broken')
	await Promise.resolve()
	expect(begun).toEqual([0, 1, 2])
	ends[0]?.resolve()
	await all[0]
	await Promise.resolve()
	expect(begun).toEqual([0, 1, 2, 3])
	ends[2]?.resolve()
	ends[3]?.resolve()
	expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
})
