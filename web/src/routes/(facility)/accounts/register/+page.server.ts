import { may } from '@enshin/contracts/access.ts'
import { makeProblem } from '@enshin/contracts/errors.ts'
import { fail as failPage, load as loadFrom } from '#lib/api/load.ts'
import { personHere } from '#lib/server/person.ts'

/** 本人確認台帳 (Q17.1.1.2). */
export async function load({ locals }) {
	if (!may(personHere(locals).role, 'account.manage')) failPage(makeProblem('auth.forbidden', locals.locale))
	return await loadFrom(locals, (api) => api['identity-register'].$get())
}
