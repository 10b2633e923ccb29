import type { Me } from '@enshin/contracts/api.ts'
import { makeProblem } from '@enshin/contracts/errors.ts'
import { fail } from '#lib/api/load.ts'

/** For the layouts of the guarded groups: who is here. The hook has sent everybody else away already. */
export function personHere(locals: App.Locals): Me {
	if (locals.outage) fail(locals.outage)
	if (!locals.me) fail(makeProblem('auth.required', locals.locale))
	return locals.me
}
