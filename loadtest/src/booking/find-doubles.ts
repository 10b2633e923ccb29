/** A booking as it stands in the end. Times are milliseconds since 1970; the end does not belong to it. */
export interface Booked {
	id: string
	practitionerId: string
	patientId: string
	startsAtMs: number
	endsAtMs: number
}

/** Pairs of bookings that one doctor, or one patient, has at the same time. There must be none. */
export function findDoubles(booked: readonly Booked[]): [Booked, Booked][] {
	return [...clashes(booked, 'practitionerId'), ...clashes(booked, 'patientId')]
}

/** Sorted by their beginnings, whatever begins before the furthest end so far clashes with what ends there. */
function clashes(booked: readonly Booked[], whose: 'practitionerId' | 'patientId'): [Booked, Booked][] {
	const found: [Booked, Booked][] = []
	for (const theirs of Map.groupBy(booked, (one) => one[whose]).values()) {
		let last: Booked | undefined
		for (const one of theirs.toSorted((a, b) => a.startsAtMs - b.startsAtMs)) {
			if (last && one.startsAtMs < last.endsAtMs) found.push([last, one])
			if (!last || one.endsAtMs > last.endsAtMs) last = one
		}
	}
	return found
}
