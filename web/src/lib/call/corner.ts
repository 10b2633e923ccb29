/** Where one's own picture lies: in a corner, so that it never stands in the middle of a face. */
export type Corner = { side: 'left' | 'right'; edge: 'top' | 'bottom' }

/** The corner nearest to a point, in shares of the width and the height. */
export function nearestCorner(x: number, y: number): Corner {
	return { side: x < 0.5 ? 'left' : 'right', edge: y < 0.5 ? 'top' : 'bottom' }
}

/** Where an arrow key moves it; null for any other key. */
export function movedByKey(corner: Corner, key: string): Corner | null {
	switch (key) {
		case 'ArrowLeft':
			return { ...corner, side: 'left' }
		case 'ArrowRight':
			return { ...corner, side: 'right' }
		case 'ArrowUp':
			return { ...corner, edge: 'top' }
		case 'ArrowDown':
			return { ...corner, edge: 'bottom' }
		default:
			return null
	}
}
