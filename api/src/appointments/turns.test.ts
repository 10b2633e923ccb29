import { ProblemError } from '@enshin/contracts/errors.ts'
import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 5))
const nine = { startsAt: '2026-11-23T00:00:00.000Z', personId: 'somebody' }
const ten = { ...nine, startsAt: '2026-11-23T01:00:00.000Z' }

test('of many who want the same, one works and the others are told to whom they lost', async () => {
	const turns = new Turns()
	let worked = 0
	const take = (_: unknown, index: number) =>
		turns.take('diary', { ...nine, personId: `${index}` }, async () => {
			worked += 1
			await soon()
			return { took: true }
		})
	const answers = await Promise.all(Array.from({ length: 20 }, take))
	expect(worked).toBe(1)
	expect(answers.filter((answer) => 'result' in answer)).toEqual([{ result: { took: true } }])
	expect(answers.filter((answer) => 'lostTo' in answer)).toEqual(Array(19).fill({ lostTo: { ...nine, personId: '0' } }))
})

test('who wants another time, or finds that nothing was taken, works in turn, and one failure is nobody else’s', async () => {
	const turns = new Turns()
	let atOnce = 0
	const take = (index: number) =>
		turns.take('diary', index % 2 === 0 ? nine : ten, async () => {
			atOnce += 1
			expect(atOnce).toBe(1)
			await soon()
			atOnce -= 1
			if (index % 3 === 0) throw new Error(`no ${index}`)
			return { took: false, index }
		})
	const answers = await Promise.allSettled(Array.from({ length: 9 }, (_, index) => take(index)))
	expect(answers.map(({ status }) => status === 'fulfilled')).toEqual(
		[0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => n % 3 !== 0),
	)
	expect(answers.every((answer) => answer.status === 'rejected' || 'result' in answer.value)).toBe(true)
})

test('whoever finds the time taken by another process takes it from those who wait, too', async () => {
	const turns = new Turns()
	const first = turns.take('diary', nine, async () => {
		await soon()
		throw new ProblemError('appointment.slot_taken')
	})
	const second = turns.take('diary', nine, () => Promise.reject(new Error('was not to be asked')))
	const other = turns.take('diary', ten, async () => ({ took: true }))
	await expect(first).rejects.toThrow('slot_taken')
	expect(await second).toEqual({ lostTo: nine })
	expect(await other).toEqual({ result: { took: true } })
})

test('different diaries wait for nobody', async () => {
	const turns = new Turns()
	let release = () => {}
	const held = new Promise<{ took: boolean }>((resolve) => (release = () => resolve({ took: true })))
	const slow = turns.take('one', nine, () => held)
	expect(await turns.take('two', nine, async () => ({ took: true }))).toEqual({ result: { took: true } })
	release()
	await slow
})
