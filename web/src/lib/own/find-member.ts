import { makeProblem } from '@enshin/contracts/errors.ts'
import type { FamilyMember } from '@enshin/contracts/profile.ts'
import { fail, load as from } from '#lib/api/load.ts'

/** Somebody the signed-in person acts for; the error page for everybody else. */
export async function findMember(locals: App.Locals, patientId: string): Promise<FamilyMember> {
	const { members } = await from(locals, (api) => api.family.$get())
	const member = members.find((one) => one.patientId === patientId)
	if (!member) fail(makeProblem('not_found', locals.locale))
	return member
}
