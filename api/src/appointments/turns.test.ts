import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 5))

test('of many who want the same, one works and the others find that it is taken', async () => {
	const turns = new Turns()
	let [taken, worked, atOnce] = [false, 0, 0]
	const take = () =>
		turns.take(
			'diary',
			async () => {
				await soon()
				return taken ? 'taken' : null
			},
			async () => {
				atOnce += 1
				expect(atOnce).toBe(1)
				await soon()
				taken = true
				worked += 1
				atOnce -= 1
				return 'mine'
			},
		)
	const answers = await Promise.all(Array.from({ length: 20 }, take))
	expect(worked).toBe(1)
	expect(answers.filter((answer) => 'result' in answer)).toEqual([{ result: 'mine' }])
	expect(answers.filter((answer) => 'found' in answer)).toEqual(Array(19).fill({ found: 'taken' }))
})

test('who finds nothing in the way works in turn, and one failure is nobody else’s', async () => {
	const turns = new Turns()
	let atOnce = 0
	const take = (index: number) =>
		turns.take(
			'diary',
			async () => null,
			async () => {
				atOnce += 1
				expect(atOnce).toBe(1)
				await soon()
				atOnce -= 1
				if (index % 3 === 0) throw new Error(`no ${index}`)
				return index
			},
		)
	const answers = await Promise.allSettled(Array.from({ length: 9 }, (_, index) => take(index)))
	expect(answers.map(({ status }) => status === 'fulfilled')).toEqual(
		[0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => n % 3 !== 0),
	)
})

test('different diaries wait for nobody', async () => {
	const turns = new Turns()
	let release = () => {}
	const slow = turns.take(
		'one',
		async () => null,
		() => new Promise<void>((resolve) => (release = resolve)),
	)
	expect(
		await turns.take(
			'two',
			async () => null,
			async () => 'done',
		),
	).toEqual({ result: 'done' })
	release()
	await slow
})
