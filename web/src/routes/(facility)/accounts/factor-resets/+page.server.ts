import { may } from '@enshin/contracts/access.ts'
import { makeProblem } from '@enshin/contracts/errors.ts'
import { id } from '@enshin/contracts/ids.ts'
import { requestFactorReset } from '@enshin/contracts/sign-in.ts'
import { z } from 'zod'
import { fail as failPage, load as from } from '#lib/api/load.ts'
import { act } from '#lib/auth/act.ts'
import { personHere } from '#lib/server/person.ts'

/** Who has lost their device and their recovery codes: one admin asks, a second person decides. */
export async function load({ locals }) {
	const me = personHere(locals)
	if (!may(me.role, 'account.manage')) failPage(makeProblem('auth.forbidden', locals.locale))
	const [{ resets }, list] = await Promise.all([
		from(locals, (api) => api['factor-resets'].$get()),
		from(locals, (api) => api.accounts.$get()),
	])
	const people = list.accounts.filter(({ self, hasFactor, status }) => !self && hasFactor && status !== 'removed')
	return { resets, people, fresh: locals.session?.fresh ?? false }
}

const decided = z.object({ id, approve: z.enum(['yes', 'no']) })

export const actions = {
	ask: act(requestFactorReset, (api, json) => api['factor-resets'].$post({ json })),
	decide: act(decided, (api, { id, approve }) =>
		api['factor-resets'][':id'].decision.$post({ param: { id }, json: { approve: approve === 'yes' } }),
	),
}
