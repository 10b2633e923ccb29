import type { ChangeProfile, Profile } from '@enshin/contracts/profile.ts'
import { memberships, people } from '@enshin/db/schema/index.ts'
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
	const { name, kana, birthDate, sex, telephone, insuranceNumber } = texts
	await db
		.update(people)
		.set({
			locale,
			...(name !== undefined && { name: seal('name', name) }),
			...(kana !== undefined && { kana: seal('kana', kana) }),
			...(birthDate !== undefined && { birthDate: seal('birth_date', birthDate) }),
			...(sex !== undefined && { sex: seal('sex', sex) }),
			...(telephone !== undefined && { telephone: orNull('telephone', telephone) }),
			...(insuranceNumber !== undefined && { insuranceNumber: orNull('insurance_number', insuranceNumber) }),
		})
		.where(eq(people.id, id))
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
