import { ProblemError } from '@enshin/contracts/errors.ts'
import type { Id } from '@enshin/contracts/ids.ts'
import type { ChangeProfile, Profile } from '@enshin/contracts/profile.ts'
import type { Tx } from '@enshin/db/client.ts'
import { type Identity, openIdentity, sealIdentity } from '@enshin/db/identity.ts'
import type { Sealed } from '@enshin/db/schema/columns.ts'
import { memberships, people } from '@enshin/db/schema/index.ts'
import type { Keys } from '@enshin/db/sealing/vault.ts'
import { replaceSearchTokens } from '@enshin/db/search-tokens.ts'
import { eq } from 'drizzle-orm'
import { type Access, accessing } from '../access-log/accessing.ts'
import type { Work } from '../http/context.ts'
import { person } from '../sealed/open-cells.ts'
import { profileWithin } from './read-profile.ts'
import { tidyKana, tidyName, tidyTelephone } from './tidy.ts'

/** Changes what is given. Under a new name or number the patient is found at each facility in the same moment. */
export function changeProfile(work: Work, change: ChangeProfile): Promise<Profile> {
	const wanted = tidy(change)
	return accessing(work, 'profile.write', async (access) => {
		const changed = Object.keys(wanted)
		access.detail.changed = changed.join(' ')
		if (changed.length > 0) await write(access, wanted)
		const profile = await profileWithin(access)
		if (['name', 'kana', 'telephone'].some((column) => changed.includes(column))) await findAnew(access, profile)
		return profile
	})
}

function tidy({ name, kana, telephone, ...rest }: ChangeProfile): ChangeProfile {
	return {
		...rest,
		...(name !== undefined && { name: tidyName(name) }),
		...(kana !== undefined && { kana: tidyKana(kana) }),
		...(telephone !== undefined && { telephone: telephone === null ? null : tidyTelephone(telephone) }),
	}
}

async function write({ db, vault, actor }: Access, { locale, ...texts }: ChangeProfile): Promise<void> {
	const id = actor.personId
	const keys = await vault.keys(db, [person(id)])
	const seal = (column: string, text: string) => keys.seal(person(id), { table: 'people', column, row: id }, text)
	const orNull = (column: string, text: string | null) => (text === null ? null : seal(column, text))
	const { telephone, insuranceNumber, ...facts } = texts
	await db
		.update(people)
		.set({
			locale,
			...(Object.keys(facts).length > 0 && { identity: await withFacts(db, keys, id, facts) }),
			...(telephone !== undefined && { telephone: orNull('telephone', telephone) }),
			...(insuranceNumber !== undefined && { insuranceNumber: orNull('insurance_number', insuranceNumber) }),
		})
		.where(eq(people.id, id))
}

/** The identity with these facts in it. Holds the row: of two who change a part each, neither takes the other's back. */
async function withFacts(db: Tx, keys: Keys, personId: Id, facts: Partial<Identity>): Promise<Sealed> {
	const [row] = await db.select({ identity: people.identity }).from(people).where(eq(people.id, personId)).for('update')
	if (!row) throw new ProblemError('not_found')
	return sealIdentity(keys, personId, { ...openIdentity(keys, personId, row.identity), ...facts })
}

async function findAnew({ db, vault }: Access, { personId, name, kana, telephone }: Profile): Promise<void> {
	const at = await db
		.select({ facilityId: memberships.facilityId })
		.from(memberships)
		.where(eq(memberships.patientId, personId))
	for (const { facilityId } of at) {
		await replaceSearchTokens(db, vault, { patientId: personId, facilityId, name, kana, telephone })
	}
}
