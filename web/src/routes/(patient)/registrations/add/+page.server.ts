import { requestMembership } from '@enshin/contracts/memberships.ts'
import { fail, redirect } from '@sveltejs/kit'
import { ask } from '#lib/api/ask.ts'

/** `?code=` names the facility: typed here, or in a link that the facility gave. */
export async function load({ locals, url }) {
	const typed = url.searchParams.get('code')
	if (typed === null) return { code: '', missing: false, facility: null, problem: null }
	const body = requestMembership.safeParse({ code: typed })
	if (!body.success) return { code: typed, missing: true, facility: null, problem: null }
	const answer = await ask(locals.api.memberships.facility.$get({ query: body.data }), locals.locale)
	if (!answer.ok) return { code: typed, missing: false, facility: null, problem: answer.problem }
	return { code: typed, missing: false, facility: answer.data, problem: null }
}

export const actions = {
	default: async ({ request, locals }) => {
		const body = requestMembership.safeParse({ code: (await request.formData()).get('code') })
		if (!body.success) redirect(303, '/registrations/add')
		const answer = await ask(locals.api.memberships.$post({ json: body.data }), locals.locale)
		if (!answer.ok) return fail(answer.problem.status, { problem: answer.problem })
		redirect(303, answer.data.status === 'pending' ? '/registrations?requested' : '/registrations')
	},
}
