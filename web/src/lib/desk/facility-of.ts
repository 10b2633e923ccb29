import { makeProblem } from '@enshin/contracts/errors.ts'
import { fail } from '#lib/api/load.ts'
import { personHere } from '#lib/server/person.ts'

/** The id of the facility whose person asks. The guard keeps everybody else out, so this refuses only what slips by. */
export function facilityOf(locals: App.Locals): string {
	const { facility } = personHere(locals)
	if (!facility) fail(makeProblem('auth.forbidden', locals.locale))
	return facility.id
}
