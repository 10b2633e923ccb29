import { appointment, bookAppointment, changeAppointment } from '@enshin/contracts/api.ts'
import { id } from '@enshin/contracts/ids.ts'
import { createRoute, z } from '@hono/zod-openapi'
import { authorize } from '../http/authorize.ts'
import { json, jsonBody, problems } from '../http/responses.ts'
import { createRouter } from '../http/router.ts'
import { calendarDay } from '../schedules/calendar-day.ts'
import { book } from './book.ts'
import { cancel } from './cancel.ts'
import { change } from './change.ts'
import { getAppointment, getAppointmentOfCall } from './get.ts'
import { listDay } from './list-day.ts'
import { listOwn } from './list-own.ts'

const list = z.array(appointment)
const byId = { params: z.object({ id }) }

const getOwn = createRoute({
	method: 'get',
	path: '/appointments',
	summary: "A patient's own appointments",
	responses: { 200: json(z.object({ upcoming: list, past: list }), 'Ahead, and over'), ...problems },
})

const getDay = createRoute({
	method: 'get',
	path: '/facilities/{facilityId}/day',
	summary: "A facility's appointments on a day, today when left out",
	request: { params: z.object({ facilityId: id }), query: z.object({ date: calendarDay.optional() }) },
	responses: { 200: json(z.object({ appointments: list }), 'Earliest first, cancelled ones too'), ...problems },
})

const getOne = createRoute({
	method: 'get',
	path: '/appointments/{id}',
	summary: 'One appointment',
	request: byId,
	responses: { 200: json(appointment, 'As its reader sees it'), ...problems },
})

const getOfCall = createRoute({
	method: 'get',
	path: '/calls/{callId}/appointment',
	summary: 'The appointment that a call belongs to',
	request: { params: z.object({ callId: id }) },
	responses: { 200: json(appointment, 'As its reader sees it'), ...problems },
})

const post = createRoute({
	method: 'post',
	path: '/appointments',
	summary: 'Books a slot. The same Idempotency-Key has one effect and one answer',
	request: {
		// Its absence is no wrong input but a code of its own.
		headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
		...jsonBody(bookAppointment),
	},
	responses: { 201: json(appointment, 'Booked'), ...problems },
})

const patch = createRoute({
	method: 'patch',
	path: '/appointments/{id}',
	summary: 'Moves an appointment to another slot',
	request: { ...byId, ...jsonBody(changeAppointment) },
	responses: { 200: json(appointment, 'Moved'), ...problems },
})

const postCancel = createRoute({
	method: 'post',
	path: '/appointments/{id}/cancel',
	summary: 'Cancels an appointment and gives its time back',
	request: byId,
	responses: { 200: json(appointment, 'Cancelled'), ...problems },
})

export function appointmentRoutes() {
	return createRouter()
		.openapi(getOwn, async (c) => {
			authorize(c.var.actor, 'appointment.list_own')
			return c.json(await listOwn(c.var.work), 200)
		})
		.openapi(getDay, async (c) => {
			authorize(c.var.actor, 'appointment.list_day')
			const { facilityId } = c.req.valid('param')
			const { date } = c.req.valid('query')
			return c.json({ appointments: await listDay(c.var.work, facilityId, date) }, 200)
		})
		.openapi(getOne, async (c) => {
			authorize(c.var.actor, 'appointment.read')
			return c.json(await getAppointment(c.var.work, c.req.valid('param').id), 200)
		})
		.openapi(getOfCall, async (c) => {
			authorize(c.var.actor, 'appointment.read')
			return c.json(await getAppointmentOfCall(c.var.work, c.req.valid('param').callId), 200)
		})
		.openapi(post, async (c) => {
			authorize(c.var.actor, 'appointment.book')
			const { 'idempotency-key': key } = c.req.valid('header')
			return c.json(await book(c.var.work, key, c.req.valid('json')), 201)
		})
		.openapi(patch, async (c) => {
			authorize(c.var.actor, 'appointment.change')
			const { id } = c.req.valid('param')
			return c.json(await change(c.var.work, id, c.req.valid('json')), 200)
		})
		.openapi(postCancel, async (c) => {
			authorize(c.var.actor, 'appointment.cancel')
			return c.json(await cancel(c.var.work, c.req.valid('param').id), 200)
		})
}
