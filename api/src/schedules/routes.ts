import { schedule, scheduleAnswer, slot } from '@enshin/contracts/api.ts'
import { id } from '@enshin/contracts/ids.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { authorize } from '../http/authorize.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createRouter } from '../http/router.ts'
import { calendarDay } from './calendar-day.ts'
import { getSchedule } from './get-schedule.ts'
import { listSlots } from './list-slots.ts'
import { putSchedule } from './put-schedule.ts'

const getSlots = createRoute({
	method: 'get',
	path: '/facilities/{facilityId}/slots',
	summary: 'What can be booked, earliest first',
	request: {
		params: z.object({ facilityId: id }),
		query: z.object({
			from: calendarDay.optional(),
			days: z.coerce.number().int().min(1).max(62).default(7),
			practitionerId: id.optional(),
		}),
	},
	responses: { 200: json(z.object({ slots: z.array(slot) }), 'Free slots that begin in the future'), ...problems },
})

const request = { params: z.object({ id }) }

const readSchedule = createRoute({
	method: 'get',
	path: '/practitioners/{id}/schedule',
	summary: "A practitioner's weekly hours and days off",
	request,
	responses: { 200: json(scheduleAnswer, 'With the appointments it does not have'), ...problems },
})

const writeSchedule = createRoute({
	method: 'put',
	path: '/practitioners/{id}/schedule',
	summary: "Replaces a practitioner's weekly hours and days off; appointments stay as they are",
	request: { ...request, ...jsonBody(schedule) },
	responses: { 200: json(scheduleAnswer, 'With the appointments to be moved'), ...problems },
})

export function scheduleRoutes() {
	return createRouter()
		.openapi(getSlots, async (c) => {
			authorize(c.var.actor, 'slot.read')
			const { facilityId } = c.req.valid('param')
			return c.json({ slots: await listSlots(c.var.db, c.var.actor, facilityId, c.req.valid('query')) }, 200)
		})
		.openapi(readSchedule, async (c) => {
			authorize(c.var.actor, 'schedule.read')
			return c.json(await getSchedule(c.var.work, c.req.valid('param').id), 200)
		})
		.openapi(writeSchedule, async (c) => {
			authorize(c.var.actor, 'schedule.write')
			const { id } = c.req.valid('param')
			return c.json(await putSchedule(c.var.work, id, c.req.valid('json')), 200)
		})
}
