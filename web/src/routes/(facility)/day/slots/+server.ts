import { makeProblem } from '@enshin/contracts/errors.ts'
import { day, id } from '@enshin/contracts/ids.ts'
import { z } from 'zod'
import { ask } from '#lib/api/ask.ts'
import { answerJson } from '#lib/desk/answer.ts'
import { facilityOf } from '#lib/desk/facility-of.ts'

const asked = z.object({ practitionerId: id, from: day, days: z.string().regex(/^\d{1,2}$/) })

/** Free times of one practitioner of the own facility. */
export async function GET({ locals, url }) {
	const query = asked.safeParse(Object.fromEntries(url.searchParams))
	if (!query.success) return answerJson({ ok: false, problem: makeProblem('request.invalid', locals.locale) })
	const param = { facilityId: facilityOf(locals) }
	return answerJson(
		await ask(locals.api.facilities[':facilityId'].slots.$get({ param, query: query.data }), locals.locale),
	)
}
