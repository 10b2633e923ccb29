import { type DbEvent, dbEvent } from '@enshin/contracts/events.ts'
import { sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { connect } from './connection.ts'

const channel = 'enshin'

/** Tells every listener, when and only when the transaction commits. */
export async function publish(db: Db, event: DbEvent): Promise<void> {
	await db.execute(sql`select pg_notify(${channel}, ${JSON.stringify(event)})`)
}

export interface Listening {
	close: () => Promise<void>
}

export interface Listener {
	url: string
	/** Shown in `pg_stat_activity`. */
	name: string
	onEvent: (event: DbEvent) => void
	/**
	 * Now it hears, at first and after each time the connection was lost: what happened before, it has not heard, so this
	 * is the moment to read afresh.
	 */
	onListening?: () => void
	/** Something on the channel that this version does not know. */
	onUnknown?: (payload: string) => void
}

/** Listens on a connection of its own, and takes it up again by itself. Rejects when the first try fails. */
export async function listen({ url, name, onEvent, onListening, onUnknown }: Listener): Promise<Listening> {
	const client = connect({ url, name: `${name} events`, max: 1 })
	const hear = (payload: string) => {
		const event = dbEvent.safeParse(parseJson(payload))
		if (event.success) onEvent(event.data)
		else onUnknown?.(payload)
	}
	try {
		await client.listen(channel, hear, onListening)
	} catch (error) {
		await client.end({ timeout: 0 })
		throw error
	}
	return { close: () => client.end({ timeout: 0 }) }
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}
