import { expect, test } from 'vitest'
import { movedByKey, nearestCorner } from './corner.ts'

test('a picture that is let go snaps to the nearest corner', () => {
	expect(nearestCorner(0.1, 0.2)).toEqual({ side: 'left', edge: 'top' })
	expect(nearestCorner(0.9, 0.6)).toEqual({ side: 'right', edge: 'bottom' })
})

test('arrow keys reach every corner, and other keys move nothing', () => {
	const start = { side: 'right', edge: 'bottom' } as const
	expect(movedByKey(start, 'ArrowUp')).toEqual({ side: 'right', edge: 'top' })
	expect(movedByKey(start, 'ArrowLeft')).toEqual({ side: 'left', edge: 'bottom' })
	expect(movedByKey(start, 'ArrowDown')).toEqual(start)
	expect(movedByKey(start, 'Enter')).toBeNull()
})
