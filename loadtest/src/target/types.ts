/** One place in a consultation, as plain data: it crosses processes, and is good for as many joins as are wanted. */
export interface Seat {
	role: 'host' | 'guest'
	/** Where a fresh join permission (contracts/api.ts `joinPermission`) is asked for with POST, as the web does. */
	permissionUrl: string
	/** The session or consent that it is asked with, as `Authorization: Bearer …`. */
	bearer: string
}

/** A booked consultation of the load test's own people; the host's seat comes first. */
export interface RoomPlan {
	callId: string
	seats: Seat[]
}

/** The nth of each list belong together. */
export interface Bookers {
	apiUrl: string
	facilityId: string
	/** Sessions of the patients. */
	bearers: string[]
	practitionerIds: string[]
	/** Sessions of the same practitioners, who may read the facility's day. */
	doctorBearers: string[]
}

/** The stack under load, as the scenarios see it. */
export interface Target {
	apiUrl: string
	/** Signaling takes sockets of this origin. */
	origin: string
	/** Books so many consultations with so many seats each through the api. Rejects with a sentence for ops. */
	bookRooms(count: number, roomSize: number): Promise<RoomPlan[]>
	/** Sessions of synthetic patients, and whom they may book: for the scenario that books. */
	bookers(count: number): Promise<Bookers>
	/** Ends what was begun: calls, sessions, consent where it was made for this run. */
	close(): Promise<void>
}
