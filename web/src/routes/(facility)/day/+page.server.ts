import { bookAppointment, changeAppointment } from '@enshin/contracts/api.ts'
import { id } from '@enshin/contracts/ids.ts'
import { z } from 'zod'
import { ask } from '#lib/api/ask.ts'
import { fail as failPage, load as loadFrom } from '#lib/api/load.ts'
import { askDay, readDay } from '#lib/desk/ask-day.ts'
import { facilityOf } from '#lib/desk/facility-of.ts'
import { readChange } from '#lib/desk/read-change.ts'
import { personHere } from '#lib/server/person.ts'

/** One day of the facility; `?date=` names another than today, `?who=` a practitioner or `all`. */
export async function load({ locals, url }) {
	const now = new Date()
	const me = personHere(locals)
	const date = readDay(url.searchParams, now)
	const [day, { facilities }] = await Promise.all([
		askDay(locals, facilityOf(locals), date),
		loadFrom(locals, (api) => api.facilities.$get()),
	])
	if (!day.ok) failPage(day.problem)
	const practitioners = facilities[0]?.practitioners ?? []
	const asked = url.searchParams.get('who') ?? (practitioners.length > 1 ? me.practitionerId : null)
	const who = practitioners.some(({ id }) => id === asked) ? asked : null
	return {
		date,
		now: now.toISOString(),
		appointments: day.data.appointments,
		practitioners,
		/** Whose appointments are shown; null for everybody's. */
		who,
	}
}

const bookForm = bookAppointment.required().extend({ key: z.uuid() })
const moveForm = changeAppointment.extend({ id })
const cancelForm = z.object({ id })

export const actions = {
	book: ({ request, locals }) =>
		readChange(request, locals, bookForm, ({ key, ...json }) =>
			ask(locals.api.appointments.$post({ json, header: { 'idempotency-key': key } }), locals.locale),
		),
	move: ({ request, locals }) =>
		readChange(request, locals, moveForm, ({ id, ...json }) =>
			ask(locals.api.appointments[':id'].$patch({ param: { id }, json }), locals.locale),
		),
	cancel: ({ request, locals }) =>
		readChange(request, locals, cancelForm, ({ id }) =>
			ask(locals.api.appointments[':id'].cancel.$post({ param: { id } }), locals.locale),
		),
}
