import type { Id, Locale, Role } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Logger } from 'pino'

/** Who asks: what the session says, read anew with every request. Never what the request claims. */
export type Actor = {
	personId: Id
	role: Role
	/** The tenant whose data this person may see; null for a patient, whose own data lies in several. */
	facilityId: Id | null
	/** Set when this person can be booked. */
	practitionerId: Id | null
	locale: Locale
	sessionId: Id
}

/** What every handler finds in `c.var`, signed in or not. */
export type PublicEnv = {
	Variables: {
		db: Db
		/** Bound to the request's id. */
		log: Logger
		requestId: string
	}
}

/** What a handler behind `authenticate` finds in `c.var`. */
export type Env = { Variables: PublicEnv['Variables'] & { actor: Actor } }
