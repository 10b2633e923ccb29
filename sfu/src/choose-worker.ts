/** What placement knows of a worker. */
export type Candidate = {
	/** Share of one core, as last measured. */
	readonly cpu: number
	readonly rooms: number
	/** Rooms put there after that measurement, whose cost it does not show yet. */
	readonly openedSinceMeasured: number
}

/** About what a new room of two adds to a worker; only there to spread rooms that open within one measurement. */
const expectedCpuPerRoom = 0.01

/**
 * The worker for a new room: the one with the lowest measured CPU, for rooms differ too much for their number to tell
 * (performance.md). Among equals, the one with fewer rooms, then the first. Undefined when there is none.
 */
export function chooseWorker<W extends Candidate>(workers: readonly W[]): W | undefined {
	const cost = (worker: W) => worker.cpu + worker.openedSinceMeasured * expectedCpuPerRoom
	return workers.toSorted((a, b) => cost(a) - cost(b) || a.rooms - b.rooms)[0]
}
