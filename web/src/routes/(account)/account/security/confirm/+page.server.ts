import { ask } from '#lib/api/ask.ts'
import { load as from } from '#lib/api/load.ts'
import { prove, sendCode } from '#lib/auth/prove.ts'

export async function load({ locals }) {
	return from(locals, (api) => api.factors.$get())
}

export const actions = {
	give: (event) =>
		prove(event, (proof) =>
			ask(event.locals.api.sessions.current['step-up'].$post({ json: proof }), event.locals.locale),
		),
	send: sendCode,
}
