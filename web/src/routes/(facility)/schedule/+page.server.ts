import { type Appointment, schedule as scheduleSchema } from '@enshin/contracts/api.ts'
import { makeProblem } from '@enshin/contracts/errors.ts'
import { id } from '@enshin/contracts/ids.ts'
import { addDays, tokyoDay } from '@enshin/contracts/tokyo.ts'
import { fail } from '@sveltejs/kit'
import { z } from 'zod'
import { ask } from '#lib/api/ask.ts'
import { fail as failPage, load as loadFrom } from '#lib/api/load.ts'
import { askDay } from '#lib/desk/ask-day.ts'
import { facilityOf } from '#lib/desk/facility-of.ts'
import { previewDays } from '#lib/schedule/preview.ts'
import { personHere } from '#lib/server/person.ts'

/** One practitioner's hours, and what is booked with them in the weeks of the preview. */
export async function load({ locals, url }) {
	const now = new Date()
	const me = personHere(locals)
	const { facilities } = await loadFrom(locals, (api) => api.facilities.$get())
	const practitioners = facilities[0]?.practitioners ?? []
	const asked = url.searchParams.get('practitioner') ?? me.practitionerId
	const practitioner = practitioners.find(({ id }) => id === asked) ?? practitioners[0]
	if (!practitioner) return { now: now.toISOString(), practitioners, view: null }
	const [{ schedule, toBeMoved }, booked] = await Promise.all([
		loadFrom(locals, (api) => api.practitioners[':id'].schedule.$get({ param: { id: practitioner.id } })),
		bookedAhead(locals, practitioner.id, now),
	])
	return { now: now.toISOString(), practitioners, view: { practitioner, schedule, toBeMoved, booked } }
}

/** The practitioner's booked appointments of the preview's days. */
async function bookedAhead(locals: App.Locals, practitionerId: string, now: Date): Promise<Appointment[]> {
	const facilityId = facilityOf(locals)
	const days = Array.from({ length: previewDays }, (_, at) => addDays(tokyoDay(now), at))
	const answers = await Promise.all(days.map((day) => askDay(locals, facilityId, day)))
	return answers.flatMap((answer) => {
		if (!answer.ok) failPage(answer.problem)
		return answer.data.appointments.filter(
			({ status, practitioner }) => status === 'booked' && practitioner.id === practitionerId,
		)
	})
}

const saveForm = z.object({ practitionerId: id, schedule: scheduleSchema })

export const actions = {
	save: async ({ request, locals }) => {
		const form = await request.formData()
		const input = saveForm.safeParse({
			practitionerId: form.get('practitionerId'),
			schedule: parseJson(form.get('schedule')),
		})
		if (!input.success) return fail(400, { problem: makeProblem('request.invalid', locals.locale) })
		const { practitionerId, schedule } = input.data
		const put = locals.api.practitioners[':id'].schedule.$put({ param: { id: practitionerId }, json: schedule })
		const answer = await ask(put, locals.locale)
		if (answer.ok) return { saved: answer.data }
		// Its issues name the rows of what was sent, and speak to programs: the page has said the same in plain words.
		const { issues, ...problem } = answer.problem
		return fail(problem.status, { problem })
	},
}

function parseJson(value: FormDataEntryValue | null): unknown {
	try {
		return typeof value === 'string' ? JSON.parse(value) : null
	} catch {
		return null
	}
}
