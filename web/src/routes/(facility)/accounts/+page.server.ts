import { may } from '@enshin/contracts/access.ts'
import { identityProof, proofMethod } from '@enshin/contracts/accounts.ts'
import { makeProblem } from '@enshin/contracts/errors.ts'
import { id, role } from '@enshin/contracts/ids.ts'
import { z } from 'zod'
import { fail as failPage, load as loadFrom } from '#lib/api/load.ts'
import { act } from '#lib/auth/act.ts'
import { personHere } from '#lib/server/person.ts'

/** アカウント管理, for a facility's admins. */
export async function load({ locals, depends }) {
	depends('desk:accounts')
	const me = personHere(locals)
	if (!may(me.role, 'account.manage')) failPage(makeProblem('auth.forbidden', locals.locale))
	return { now: new Date().toISOString(), list: await loadFrom(locals, (api) => api.accounts.$get()) }
}

/** A box that is not ticked is not sent, and a field that is empty is none. */
const filled = z.string().trim().min(1)
const invited = z
	.object({
		email: z.email().trim(),
		name: filled.max(60),
		kana: filled.max(80),
		role,
		bookable: z.literal('on').optional(),
		title: z.string().trim().max(40).optional(),
		proved: z.literal('on').optional(),
		method: proofMethod.optional(),
		document: z.string().trim().max(200).optional(),
	})
	.refine(({ bookable, title }) => !bookable || title, { path: ['title'] })
	.refine(({ proved, document, method }) => !proved || (document && method), { path: ['document'] })
	.transform(({ bookable, title, proved, method, document, ...person }) => ({
		...person,
		title: bookable && title ? title : null,
		proof: proved && method && document ? { method, document } : null,
	}))

const one = z.object({ id })
const withReason = one.extend({ reason: z.string().trim().max(500).optional() })
const why = (reason: string | undefined) => (reason ? { reason } : {})
const of = (chosen: string) => ({ param: { id: chosen } })

export const actions = {
	invite: act(invited, (api, json) => api.invitations.$post({ json })),
	resend: act(one, (api, { id }) => api.invitations[':id'].resend.$post(of(id))),
	revoke: act(one, (api, { id }) => api.invitations[':id'].$delete(of(id))),
	identifyInvited: act(one.extend(identityProof.shape), (api, { id, ...json }) =>
		api.invitations[':id'].identity.$post({ ...of(id), json }),
	),
	identify: act(one.extend(identityProof.shape), (api, { id, ...json }) =>
		api.accounts[':id'].identity.$post({ ...of(id), json }),
	),
	role: act(withReason.extend({ role }), (api, { id, role, reason }) =>
		api.accounts[':id'].role.$put({ ...of(id), json: { role, ...why(reason) } }),
	),
	disable: act(one, (api, { id }) => api.accounts[':id'].disable.$post(of(id))),
	enable: act(one, (api, { id }) => api.accounts[':id'].enable.$post(of(id))),
	remove: act(withReason, (api, { id, reason }) => api.accounts[':id'].remove.$post({ ...of(id), json: why(reason) })),
	bookable: act(one.extend({ title: filled.max(40) }), (api, { id, title }) =>
		api.accounts[':id'].practitioner.$put({ ...of(id), json: { title } }),
	),
	unbookable: act(one, (api, { id }) => api.accounts[':id'].practitioner.$delete(of(id))),
	approve: act(one, (api, { id }) => api.approvals[':id'].decision.$post({ ...of(id), json: { approve: true } })),
	refuse: act(one, (api, { id }) => api.approvals[':id'].decision.$post({ ...of(id), json: { approve: false } })),
	withdraw: act(one, (api, { id }) => api.approvals[':id'].$delete(of(id))),
}
