import type { Id, Locale, Role, SessionState } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Scope } from '@enshin/db/scope.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import type { Logger } from 'pino'

/** Who asks: what the session says, read anew with every request. Never what the request claims. */
export type Actor = {
	/** Whose data it is about: the signed-in person's own, or, acting for somebody (代理), the patient's. */
	personId: Id
	/** Who is really there; the same as `personId` unless acting for somebody. */
	actingId: Id
	role: Role
	/** The tenant whose data this person may see; null for a patient, whose own data lies in several, and for operators. */
	facilityId: Id | null
	/** Set when this person can be booked. */
	practitionerId: Id | null
	locale: Locale
	sessionId: Id
	assignmentId: Id
	/** 非常時アカウント: may look at the day, and do nothing (Q57). */
	emergency: boolean
	/** What the session may do at all: see contracts/ids.ts. */
	sessionState: SessionState
	/** 離席: the screen is locked. */
	locked: boolean
	/** When the person last proved who they are. */
	authenticatedAt: Date
}

/** What a verb works with: the database as its asker may see it, the keys, and who asks, from where. */
export type Work = {
	db: Db
	vault: Vault
	actor: Actor
	requestId: string
	/** The asker's exact address, canonical; null when unknown. */
	address: string | null
}

/** What every handler finds in `c.var`, signed in or not. */
export type PublicEnv = {
	Variables: {
		/** The database for a scope that the handler chooses; behind `authenticate` use `work.db`. */
		scoped: (scope: Scope) => Db
		vault: Vault
		/** Bound to the request's id. */
		log: Logger
		requestId: string
		/** The asker's exact address, canonical; null when unknown. */
		address: string | null
	}
}

/** What a handler behind `authenticate` finds in `c.var`. */
export type Env = { Variables: PublicEnv['Variables'] & { actor: Actor; db: Db; work: Work } }
