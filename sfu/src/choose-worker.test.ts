import { expect, test } from 'vitest'
import { chooseWorker } from './choose-worker.ts'

const worker = (name: string, cpu: number, rooms: number, openedSinceMeasured = 0) => ({
	name,
	cpu,
	rooms,
	openedSinceMeasured,
})

test.each([
	['the idle one, though it has more rooms', [worker('a', 0.5, 1), worker('b', 0.1, 30)], 'b'],
	['among equals, the one with fewer rooms', [worker('a', 0.1, 3), worker('b', 0.1, 2)], 'b'],
	['among equals in all, the first', [worker('a', 0, 0), worker('b', 0, 0)], 'a'],
	['not the one that just took five rooms', [worker('a', 0.1, 5, 5), worker('b', 0.12, 9)], 'b'],
	['still the idle one after one new room', [worker('a', 0.1, 5, 1), worker('b', 0.3, 1)], 'a'],
])('a room goes to %s', (_, workers, expected) => {
	expect(chooseWorker(workers)?.name).toBe(expected)
})

test('without a worker there is no place', () => {
	expect(chooseWorker([])).toBeUndefined()
})

test('a burst of rooms between two measurements spreads over idle workers', () => {
	const workers = [worker('a', 0, 0), worker('b', 0, 0), worker('c', 0, 0)]
	for (let opened = 0; opened < 30; opened++) {
		const chosen = chooseWorker(workers)
		if (!chosen) throw new Error('no worker')
		chosen.rooms++
		chosen.openedSinceMeasured++
	}
	expect(workers.map(({ rooms }) => rooms)).toEqual([10, 10, 10])
})
