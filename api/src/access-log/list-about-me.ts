import type { LookAtMine } from '@enshin/contracts/access-log.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { Db } from '@enshin/db/client.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import { facilities } from '@enshin/db/schema/index.ts'
import type { Vault } from '@enshin/db/sealing/vault.ts'
import { inArray, sql } from 'drizzle-orm'
import type { Actor, Work } from '../http/context.ts'
import { facility } from '../sealed/open-cells.ts'
import { openFacility } from '../sealed/open-facility.ts'
import { accessing } from './accessing.ts'
import { openEachName, openNames } from './open-names.ts'
import { knownAction } from './select-entries.ts'

const pageLooks = 50

type LookRow = { chain: Id; at: string; actor: Id | null; action: string; role: string | null; onBehalfOf: Id | null }

/**
 * Who read or wrote a patient's data, newest first, in every facility, operators included; not what they did themselves.
 * `before`: the last one's `cursor` of the page before.
 */
export async function listLooksAtMine(
	work: Work,
	before?: string,
): Promise<{ looks: LookAtMine[]; nextBefore: string | null }> {
	return await accessing(work, 'access_log.read', async ({ db, vault, actor }) => {
		const rows = await selectLooks(db, actor, before)
		const shown = rows.slice(0, pageLooks)
		const family = await openNames(db, vault, proxiesAmong(shown))
		const people = new Map([...family, ...(await namesOfThoseWhoLooked(db, vault))])
		const places = await namesOfPlaces(db, vault, shown)
		return {
			looks: shown.flatMap((row) => present(row, actor, people, places) ?? []),
			nextBefore: rows.length > pageLooks ? (shown.at(-1)?.at ?? null) : null,
		}
	})
}

/** By the moment and not by a number, since they lie in many chains: to the microsecond, as text. */
async function selectLooks(db: Db, { actingId }: Actor, before: string | undefined): Promise<LookRow[]> {
	const upTo = before === undefined ? sql`` : sql`and at < ${before}::timestamptz`
	return await db.execute<LookRow>(sql`
		select chain_id as chain, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor_id as actor,
			action, detail ->> 'role' as role, detail ->> 'onBehalfOf' as "onBehalfOf"
		from access_log_about_me() where actor_id is distinct from ${actingId}::uuid ${upTo}
		order by access_log_about_me.at desc limit ${pageLooks + 1}`)
}

/** Who acted for the patient is a patient too, whose name the policies show to those they act for. */
const proxiesAmong = (rows: readonly LookRow[]) =>
	rows.flatMap(({ actor, onBehalfOf }) => (actor !== null && onBehalfOf !== null ? [actor] : []))

async function namesOfThoseWhoLooked(db: Db, vault: Vault) {
	const rows = await db.execute<{ id: Id; identity: Sealed }>(
		sql`select person_id as id, identity from identities_of_those_who_looked()`,
	)
	return await openEachName(db, vault, rows)
}

async function namesOfPlaces(db: Db, vault: Vault, rows: readonly LookRow[]): Promise<Map<Id, string>> {
	const { id, name, telephone } = facilities
	const chains = rows.map(({ chain }) => chain)
	const found = await db.select({ id, name, telephone }).from(facilities).where(inArray(id, chains))
	const keys = await vault.keys(
		db,
		found.map((row) => facility(row.id)),
	)
	return new Map(found.map((row) => [row.id, openFacility(keys, row).name]))
}

function present(
	{ chain, at, actor, role, onBehalfOf, ...row }: LookRow,
	reader: Actor,
	people: ReadonlyMap<Id, string>,
	places: ReadonlyMap<Id, string>,
): LookAtMine | undefined {
	const action = knownAction(row.action)
	if (!action) return undefined
	const name = places.get(chain)
	const own = actor === reader.personId
	const by = role === 'ops' ? 'operator' : own ? 'me' : onBehalfOf ? 'proxy' : actor === null ? 'system' : 'facility'
	return {
		at: new Date(at).toISOString(),
		action,
		actorName: people.get(actor ?? '') ?? null,
		facility: name === undefined ? null : { id: chain, name },
		by,
	}
}
